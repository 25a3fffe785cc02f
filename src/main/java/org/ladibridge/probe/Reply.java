package org.ladibridge.probe;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What came back.
 *
 * @param status of HTTP
 * @param body missing when it is no JSON
 * @param retryAfter the header; null for none
 */
record Reply(int status, JsonNode body, String retryAfter) {
    private static final int LONGEST = 60;

    /** A number, or a number as text; 0 when there is none. */
    int code() {
        return body.path("code").asInt(0);
    }

    /** As the bridge judges it. */
    boolean isSuccess() {
        return isGood(status) && isGood(code());
    }

    private static boolean isGood(int code) {
        return code >= 200 && code < 300;
    }

    /** What counts: the status of an error, else the code. */
    int verdict() {
        return isGood(status) && body.isObject() ? code() : status;
    }

    boolean isKeyRefused() {
        return verdict() == 401 || verdict() == 403;
    }

    JsonNode data() {
        return body.path("data");
    }

    /** LadiFlow's own words may name the customer, who is the throw-away one; they are cut all the same. */
    @Override
    public String toString() {
        String message = body.path("message").asText("");
        return "HTTP " + status + (code() == 0 ? "" : ", code " + code())
                + (message.isEmpty() || isSuccess()
                        ? ""
                        : " (" + (message.length() > LONGEST
                                ? message.substring(0, LONGEST) + "…"
                                : message) + ")");
    }
}
