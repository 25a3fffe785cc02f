package org.ladibridge.intake.hook;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/**
 * What a sender is told.
 *
 * @param retryAfter seconds; null = the header is not sent
 */
record HookAnswer(int status, String contentType, String body, Integer retryAfter) {
    private static final int COME_BACK_SECONDS = 10;

    static HookAnswer accepted(int status, int received, int duplicate, int rejected) {
        return new HookAnswer(status, "application/json",
                "{\"received\":" + received + ",\"duplicate\":" + duplicate + ",\"rejected\":"
                        + rejected + "}",
                null);
    }

    static HookAnswer text(String text) {
        return new HookAnswer(200, "text/plain;charset=UTF-8", text, null);
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
        response.setStatusCode(status).putHeader("Content-Type", contentType);
        if (retryAfter != null) {
            response.putHeader("Retry-After", String.valueOf(retryAfter));
        }
        response.end(body);
    }
}
