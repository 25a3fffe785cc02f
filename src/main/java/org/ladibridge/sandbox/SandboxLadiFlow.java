package org.ladibridge.sandbox;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.sandbox.Faults.Mode;
import org.ladibridge.sandbox.Faults.NotFound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.http.HttpServerRequest;

/**
 * LadiFlow's customer calls.
 *
 * @see <a href="https://help.ladiflow.vn/tai-lieu-tich-hop-api/danh-sach-apis/tao-and-cap-nhat-khach-hang">LadiFlow: create or
 *      update</a>
 */
@Path("/sandbox/1.0/customer")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
class SandboxLadiFlow {
    private static final long HANG_SECONDS = 120;

    private final SandboxStore store;
    private final Faults faults;
    private final ObjectMapper json;
    @Context
    HttpServerRequest request;

    SandboxLadiFlow(SandboxStore store, Faults faults, ObjectMapper json) {
        this.store = store;
        this.faults = faults;
        this.json = json;
    }

    private interface Call {
        Response answer(ObjectNode body);
    }

    @POST
    @Path("show")
    public Response show(@HeaderParam("Api-Key") String apiKey, String body) {
        return call(apiKey, body, query -> store.find(query).map(customer -> {
            ObjectNode data = json.createObjectNode();
            data.set("customer", customer);
            return success(200, data);
        }).orElseGet(this::notFound));
    }

    @POST
    @Path("update")
    public Response update(@HeaderParam("Api-Key") String apiKey, String body) {
        return call(apiKey, body, sent -> {
            if (hasNoIdentity(sent)) {
                return error(400, "Vui lòng nhập email hoặc số điện thoại");
            }
            // What LadiFlow does without an id is unknown; here it finds the customer by e-mail or makes one.
            Optional<ObjectNode> updated = sent.path("_id").isTextual()
                    ? store.update(sent.path("_id").asText(), sent)
                    : Optional.of(store.upsert(sent));
            return updated.or(
                    () -> faults.setting().notFound() == NotFound.CREATE ? Optional.of(store.upsert(sent)) : Optional.empty())
                    .map(customer -> success(201, customer)).orElseGet(this::notFound);
        });
    }

    @POST
    @Path("create-or-update")
    public Response createOrUpdate(@HeaderParam("Api-Key") String apiKey, String body) {
        return call(apiKey, body, sent -> hasNoIdentity(sent)
                ? error(400, "Vui lòng nhập email hoặc số điện thoại")
                : success(201, store.upsert(sent)));
    }

    private Response call(String apiKey, String body, Call call) {
        Mode mode = faults.next(body);
        if (apiKey == null || apiKey.isBlank() || mode == Mode.WRONG_KEY) {
            return error(401, "Api-Key không hợp lệ");
        }
        ObjectNode sent;
        try {
            if (!(json.readTree(body) instanceof ObjectNode object)) {
                return error(400, "Dữ liệu không hợp lệ");
            }
            sent = object;
        } catch (IOException e) {
            return error(400, "Dữ liệu không hợp lệ");
        }
        if (faults.setting().appliedFirst() && mode != Mode.NONE) {
            call.answer(sent);
        }
        return switch (mode) {
            case TOO_MANY_REQUESTS -> withRetryAfter(error(429, "Quá nhiều yêu cầu"));
            case SERVER_ERROR -> error(500, "Lỗi hệ thống");
            case UNAVAILABLE -> withRetryAfter(error(503, "Hệ thống đang bảo trì"));
            case HTML -> Response.ok("<html><body>Welcome</body></html>", MediaType.TEXT_HTML).build();
            case REFUSE -> error(400, "Email đã tồn tại");
            case REDIRECT -> Response.status(302).header("Location", "http://127.0.0.1:9/elsewhere").build();
            case RESET -> reset();
            case HANG -> {
                pause(TimeUnit.SECONDS.toMillis(HANG_SECONDS));
                yield reset();
            }
            case SLOW -> {
                pause(faults.setting().delayMillis());
                yield call.answer(sent);
            }
            default -> call.answer(sent);
        };
    }

    private static boolean hasNoIdentity(JsonNode sent) {
        return sent.path("email").asText("").isBlank() && sent.path("phone").asText("").isBlank();
    }

    private Response notFound() {
        return faults.setting().notFound() == NotFound.NULL_DATA ? success(200, null) : error(404, "Không tìm thấy khách hàng");
    }

    private Response reset() {
        request.connection().close();
        return Response.noContent().build();
    }

    private Response withRetryAfter(Response response) {
        Integer seconds = faults.setting().retryAfter();
        return seconds == null ? response : Response.fromResponse(response).header("Retry-After", seconds).build();
    }

    private Response success(int code, JsonNode data) {
        ObjectNode answer = json.createObjectNode();
        answer.set("data", data);
        return Response.ok(answer.put("message", "Thành công").put("code", code)).build();
    }

    private Response error(int code, String message) {
        ObjectNode answer = json.createObjectNode().put("message", message).put("code", code);
        return Response.status(faults.setting().always200() ? 200 : code).entity(answer).type(MediaType.APPLICATION_JSON)
                .build();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
