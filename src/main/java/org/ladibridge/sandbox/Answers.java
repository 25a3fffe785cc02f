package org.ladibridge.sandbox;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.sandbox.Behaviour.Status;
import org.ladibridge.sandbox.Faults.Mode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.http.HttpServerRequest;

/** LadiFlow's envelope around what is answered, and what comes instead of an answer. */
@ApplicationScoped
class Answers {
    private static final long HANG_SECONDS = 120;
    private static final int TOO_MANY = 429;

    private final Faults faults;
    private final Clock clock;
    private final ObjectMapper json;

    Answers(Faults faults, Clock clock, ObjectMapper json) {
        this.faults = faults;
        this.clock = clock;
        this.json = json;
    }

    Response success(int code, JsonNode data) {
        ObjectNode answer = json.createObjectNode();
        answer.set("data", data);
        return Response.status(faults.behaviour().status() == Status.SAME ? code : 200)
                .entity(answer.put("message", "Thành công").put("code", code)).type(MediaType.APPLICATION_JSON).build();
    }

    Response error(int code, String message) {
        ObjectNode answer = json.createObjectNode().put("message", message).put("code", code);
        return Response.status(faults.behaviour().status() == Status.ALWAYS_200 ? 200 : code).entity(answer)
                .type(MediaType.APPLICATION_JSON).build();
    }

    Response notFound() {
        return switch (faults.behaviour().notFound()) {
            case STATUS_404 -> error(404, "Không tìm thấy khách hàng");
            case STATUS_400 -> error(400, "Không tìm thấy khách hàng");
            case NULL_DATA -> success(200, null);
            case NULL_CUSTOMER -> {
                ObjectNode data = json.createObjectNode();
                data.putNull("customer");
                yield success(200, data);
            }
        };
    }

    /** More calls in a second than the store allows. */
    Response tooFast() {
        Response response = error(TOO_MANY, "Quá nhiều yêu cầu");
        return switch (faults.behaviour().retryAfter()) {
            case NONE -> response;
            case SECONDS -> retryAfter(response, "1");
            case DATE -> retryAfter(response, DateTimeFormatter.RFC_1123_DATE_TIME
                    .format(clock.instant().plusSeconds(1).atZone(ZoneOffset.UTC)));
        };
    }

    /** What a fault makes of a call; empty when it is to be answered as usual. */
    Optional<Response> faulty(Mode mode, HttpServerRequest request) {
        return Optional.ofNullable(switch (mode) {
            case TOO_MANY_REQUESTS -> withRetryAfter(error(TOO_MANY, "Quá nhiều yêu cầu"));
            case SERVER_ERROR -> error(500, "Lỗi hệ thống");
            case UNAVAILABLE -> withRetryAfter(error(503, "Hệ thống đang bảo trì"));
            case HTML -> Response.ok("<html><body>Welcome</body></html>", MediaType.TEXT_HTML).build();
            case REFUSE -> error(400, "Email đã tồn tại");
            case REDIRECT -> Response.status(302).header("Location", "http://127.0.0.1:9/elsewhere").build();
            case RESET -> reset(request);
            case HANG -> {
                pause(TimeUnit.SECONDS.toMillis(HANG_SECONDS));
                yield reset(request);
            }
            case SLOW -> {
                pause(faults.setting().delayMillis());
                yield null;
            }
            default -> null;
        });
    }

    private static Response reset(HttpServerRequest request) {
        request.connection().close();
        return Response.noContent().build();
    }

    private Response withRetryAfter(Response response) {
        Integer seconds = faults.setting().retryAfter();
        return seconds == null ? response : retryAfter(response, String.valueOf(seconds));
    }

    private static Response retryAfter(Response response, String value) {
        return Response.fromResponse(response).header("Retry-After", value).build();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
