package org.ladibridge.intake.hook;

import java.util.TreeMap;

import org.ladibridge.http.HeaderValue;
import org.ladibridge.journal.AppendResult;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * What a sender is told.
 *
 * @param retryAfter seconds; null = the header is not sent
 * @param header one more header, null = none, with its value
 */
record HookAnswer(int status, String contentType, String body, Integer retryAfter, String header, String headerValue) {
    private static final int COME_BACK_SECONDS = 10;

    private HookAnswer(int status, String contentType, String body, Integer retryAfter) {
        this(status, contentType, body, retryAfter, null, null);
    }

    /** Says how many records came in and, of the repetitions among them, how the first ones had ended. */
    static HookAnswer accepted(int status, AppendResult result) {
        JsonObject counts = new JsonObject().put("received", result.received()).put("duplicate", result.duplicate())
                .put("rejected", result.rejected());
        if (!result.earlier().isEmpty()) {
            JsonObject earlier = new JsonObject();
            new TreeMap<>(result.earlier()).forEach((state, count) -> earlier.put(state.label(), count));
            counts.put("earlier", earlier);
        }
        if (result.ignored() > 0) {
            counts.put("ignored", result.ignored());
        }
        if (result.replayed() > 0) {
            counts.put("replayed", result.replayed());
        }
        return new HookAnswer(status, "application/json", counts.encode(), null);
    }

    /** The same to a sender that would take a refusal for a command to stop. */
    HookAnswer asUnavailable() {
        JsonObject problem = new JsonObject(body);
        return unavailable(problem.getString("detail"), problem.getString("detail_vi"));
    }

    /** What a problem says is wrong; nothing that the request held. */
    String detail() {
        return new JsonObject(body).getString("detail");
    }

    static HookAnswer text(String text) {
        return new HookAnswer(200, "text/plain;charset=UTF-8", text, null);
    }

    static HookAnswer json(String text) {
        return new HookAnswer(200, "application/json", text, null);
    }

    /** A header with line ends would be a response splitting attack. */
    HookAnswer with(String otherHeader, String value) {
        return otherHeader == null || !HeaderValue.isPlain(value)
                ? this
                : new HookAnswer(status, contentType, body, retryAfter, otherHeader, value);
    }

    /** @param status 401, or 503 for a sender that would take the 401 for a command to stop */
    static HookAnswer notGenuine(int status) {
        String detail = "the request is not signed as it should be, or the token is wrong";
        String detailVi = "yêu cầu không có chữ ký hợp lệ hoặc sai mã xác thực";
        return status == 503 ? unavailable(detail, detailVi) : problem(status, "Unauthorized", detail, detailVi);
    }

    static HookAnswer problem(int status, String title, String detail, String detailVi) {
        return problem(status, title, detail, detailVi, null);
    }

    static HookAnswer unavailable(String detail, String detailVi) {
        return problem(503, "Service Unavailable", detail, detailVi, COME_BACK_SECONDS);
    }

    private static HookAnswer problem(int status, String title, String detail, String detailVi, Integer retryAfter) {
        String body = new JsonObject().put("title", title).put("status", status).put("detail", detail)
                .put("detail_vi", detailVi).encode();
        return new HookAnswer(status, "application/problem+json", body, retryAfter);
    }

    void send(HttpServerResponse response) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(status).putHeader("Content-Type", contentType)
                // The repeated text of a handshake must not be rendered as HTML.
                .putHeader("X-Content-Type-Options", "nosniff");
        if (header != null) {
            response.putHeader(header, headerValue);
        }
        if (retryAfter != null) {
            response.putHeader("Retry-After", String.valueOf(retryAfter));
        }
        response.end(body);
    }
}
