package org.ladibridge.intake.hook;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Takes {@code POST /hooks/<path>}, and GET where a sender shakes hands by it, off the HTTP server: reads the raw bytes within limits of size and time, and gives them to the
 * path's consumer on a worker thread, because storing waits for the disk.
 */
@ApplicationScoped
class HookServer {
    private static final Logger LOG = Logger.getLogger(HookServer.class);
    private static final String PREFIX = "/hooks/";

    private final HookRegistry registry;
    private final Vertx vertx;
    private final long maxBody;
    private final Duration bodyTimeout;

    HookServer(HookRegistry registry, Vertx vertx, BridgeConfig config) {
        this.registry = registry;
        this.vertx = vertx;
        this.maxBody = config.maxBody().asLongValue();
        this.bodyTimeout = config.bodyTimeout();
    }

    void register(@Observes Router router) {
        router.route(PREFIX + "*").order(-1).handler(this::handle);
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path().substring(PREFIX.length());
        HookConsumer consumer = registry.find(path).orElse(null);
        if (consumer == null) {
            absent(path).send(request.response());
        } else if (request.method() != HttpMethod.POST) {
            unposted(consumer, request).send(request.response());
        } else {
            read(request, body -> serve(consumer, request, body));
        }
    }

    private static HookAnswer unposted(HookConsumer consumer, HttpServerRequest request) {
        Optional<HookAnswer> handshake = request.method() == HttpMethod.GET
                ? consumer.shakeHands(new HookRequest("GET", request.uri(), request.headers(), new byte[0]))
                : Optional.empty();
        return handshake.orElseGet(() -> {
            request.response().putHeader("Allow", "POST");
            return HookAnswer.problem(405, "Method Not Allowed", "send a POST", "hãy gửi bằng POST");
        });
    }

    private HookAnswer absent(String path) {
        if (!registry.isComplete()) {
            return HookAnswer.unavailable("the bridge is starting or stopping", "hệ thống đang khởi động hoặc đang dừng");
        }
        return registry.reasonOfAbsence(path)
                .map(reason -> HookAnswer.unavailable("this source does not run at the moment",
                        "nguồn này hiện không hoạt động"))
                .orElseGet(() -> HookAnswer.problem(404, "Not Found", "there is no webhook at this path",
                        "không có webhook nào ở đường dẫn này"));
    }

    private void read(HttpServerRequest request, Consumer<byte[]> whole) {
        Buffer body = Buffer.buffer();
        boolean announcedTooLarge = announcedLength(request) > maxBody;
        boolean[] refused = {announcedTooLarge};
        long timer = vertx.setTimer(bodyTimeout.toMillis(), id -> {
            refused[0] = true;
            refuse(request, HookAnswer.problem(408, "Request Timeout", "the body took too long to arrive",
                    "nội dung gửi đến quá chậm"));
        });
        request.exceptionHandler(failure -> vertx.cancelTimer(timer));
        request.handler(chunk -> {
            if (refused[0]) {
                return;
            }
            if (body.length() + chunk.length() > maxBody) {
                refused[0] = true;
                vertx.cancelTimer(timer);
                refuse(request, tooLarge());
            } else {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            if (!refused[0]) {
                whole.accept(body.getBytes());
            }
        });
        if (announcedTooLarge) {
            vertx.cancelTimer(timer);
            refuse(request, tooLarge());
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private static long announcedLength(HttpServerRequest request) {
        try {
            String length = request.getHeader("Content-Length");
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private HookAnswer tooLarge() {
        return HookAnswer.problem(413, "Content Too Large", "the body is larger than " + maxBody + " bytes (BRIDGE_MAX_BODY)",
                "nội dung lớn hơn " + maxBody + " byte (BRIDGE_MAX_BODY)");
    }

    /** The rest of the body is not wanted, so the connection cannot be used again. */
    private static void refuse(HttpServerRequest request, HookAnswer answer) {
        request.response().putHeader("Connection", "close").endHandler(ended -> request.connection().close());
        answer.send(request.response());
    }

    private void serve(HookConsumer consumer, HttpServerRequest request, byte[] body) {
        HookRequest hook = new HookRequest(request.method().name(), request.uri(), request.headers(), body);
        vertx.executeBlocking(() -> consumer.serve(hook), false).onComplete(done -> {
            if (done.failed()) {
                LOG.errorf(done.cause(), "A webhook on %s could not be processed", request.path());
            }
            (done.succeeded()
                    ? done.result()
                    : HookAnswer.problem(500, "Internal Server Error", "the record could not be processed; the log says why",
                            "không xử lý được bản ghi; xem nhật ký"))
                    .send(request.response());
        });
    }
}
