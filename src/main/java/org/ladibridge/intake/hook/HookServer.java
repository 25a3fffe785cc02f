package org.ladibridge.intake.hook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;
import org.ladibridge.intake.hook.Refusal.Cause;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Takes {@code POST /hooks/<path>}, and GET for handshakes, off the HTTP server: reads the raw bytes within limits of size and time, and gives them to the
 * path's consumer on a worker thread, because storing waits for the disk.
 */
@ApplicationScoped
class HookServer {
    private static final Logger LOG = Logger.getLogger(HookServer.class);
    private static final String PREFIX = "/hooks/";
    private static final Pattern SLASHES = Pattern.compile("[/\\\\]+(?:\\.[/\\\\]+)*");
    private static final Pattern ESCAPE = Pattern.compile("%[0-7][0-9A-Fa-f]");
    private static final int DECODINGS = 4;

    private final HookRegistry registry;
    private final Captures captures;
    private final Vertx vertx;
    private final long maxBody;
    private final Duration bodyTimeout;
    /** Bodies that are held in memory until they are stored, and how many bytes of them there may be. */
    private final AtomicLong held = new AtomicLong();
    private final long mostHeld;

    HookServer(HookRegistry registry, Captures captures, Vertx vertx, BridgeConfig config) {
        this.registry = registry;
        this.captures = captures;
        this.vertx = vertx;
        this.maxBody = config.maxBody().asLongValue();
        this.bodyTimeout = config.bodyTimeout();
        this.mostHeld = Math.max(2 * maxBody, Runtime.getRuntime().maxMemory() / 16);
    }

    void register(@Observes Router router) {
        router.route().order(-1).handler(context -> {
            if (isOurs(context.request().path())) {
                handle(context);
            } else {
                context.next();
            }
        });
    }

    /**
     * Whether a path leads here, however it is written. The router would follow its dots to another handler, or from elsewhere to
     * one of our sources; of a path that begins here nobody else gets to see anything.
     */
    static boolean isOurs(String path) {
        String plain = path == null ? "" : path;
        for (int round = 0; round < DECODINGS; round++) {
            plain = SLASHES.matcher(plain).replaceAll("/");
            if (plain.startsWith(PREFIX)) {
                return true;
            }
            plain = ESCAPE.matcher(plain).replaceAll(escape -> Matcher
                    .quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group().substring(1), 16))));
        }
        return false;
    }

    private void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isAmbiguous(request)) {
            request.connection().close();
            return;
        }
        // The path is neither decoded nor normalised: a source has exactly one address.
        String path = request.path().startsWith(PREFIX) ? request.path().substring(PREFIX.length()) : "";
        Receiver receiver = registry.find(path).<Receiver>map(Function.identity()).or(() -> captures.atPath(path)).orElse(null);
        if (receiver == null) {
            absent(path).send(request.response());
        } else if (request.method() != HttpMethod.POST) {
            unposted(receiver, request).send(request.response());
        } else {
            read(request, receiver);
        }
    }

    /** Against request smuggling: a proxy may see a body where this server sees the next request, so the connection is closed. */
    private static boolean isAmbiguous(HttpServerRequest request) {
        List<String> codings = request.headers().getAll("Transfer-Encoding");
        return !codings.isEmpty() && !(codings.size() == 1 && codings.get(0).strip().equalsIgnoreCase("chunked"));
    }

    private static HookAnswer unposted(Receiver receiver, HttpServerRequest request) {
        Optional<HookAnswer> handshake = request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD
                ? receiver.shakeHands(new HookRequest(request.method().name(), request.uri(), request.headers(), new byte[0]))
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
        return registry.isKnown(path)
                ? HookAnswer.unavailable("this source does not run at the moment", "nguồn này hiện không hoạt động")
                : HookAnswer.problem(404, "Not Found", "there is no webhook at this path",
                        "không có webhook nào ở đường dẫn này");
    }

    /** A body on its way. All that happens to it happens on its connection's event loop. */
    private final class Body {
        final Buffer bytes = Buffer.buffer();
        boolean refused;

        /** @return why it is refused; null when it is not */
        Cause add(Buffer chunk) {
            if (bytes.length() + chunk.length() > maxBody) {
                return Cause.TOO_LARGE;
            }
            bytes.appendBuffer(chunk);
            return held.addAndGet(chunk.length()) <= mostHeld ? null : Cause.UNAVAILABLE;
        }

        /** It is stored or given up; nothing is added any more. */
        void release() {
            held.addAndGet(-bytes.length());
        }
    }

    private void read(HttpServerRequest request, Receiver receiver) {
        if (announcedLength(request) > maxBody) {
            refuse(request, receiver.refused(Cause.TOO_LARGE, answer(Cause.TOO_LARGE)));
            return;
        }
        Body body = new Body();
        long timer = vertx.setTimer(bodyTimeout.toMillis(), id -> giveUp(receiver, request, body, Cause.TOO_SLOW));
        request.exceptionHandler(failure -> {
            vertx.cancelTimer(timer);
            giveUp(receiver, request, body, Cause.UNREADABLE);
        });
        request.handler(chunk -> {
            Cause refusal = body.refused ? null : body.add(chunk);
            if (refusal != null) {
                vertx.cancelTimer(timer);
                giveUp(receiver, request, body, refusal);
            }
        });
        request.endHandler(end -> {
            vertx.cancelTimer(timer);
            if (!body.refused) {
                request.exceptionHandler(null);
                serve(receiver, request, body);
            }
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            request.response().writeContinue();
        }
        request.resume();
    }

    private void giveUp(Receiver receiver, HttpServerRequest request, Body body, Cause cause) {
        if (!body.refused) {
            body.refused = true;
            body.release();
            refuse(request, receiver.refused(cause, answer(cause)));
        }
    }

    /** The answer to a request whose body did not arrive. */
    private HookAnswer answer(Cause cause) {
        return switch (cause) {
            case TOO_LARGE -> tooLarge();
            case TOO_SLOW -> HookAnswer.problem(408, "Request Timeout", "the body took too long to arrive",
                    "nội dung gửi đến quá chậm");
            case UNAVAILABLE -> HookAnswer.unavailable("too much is being received at once",
                    "đang nhận quá nhiều dữ liệu cùng lúc");
            default -> HookAnswer.problem(400, "Bad Request", "the body broke off", "nội dung gửi đến bị đứt");
        };
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

    private void serve(Receiver receiver, HttpServerRequest request, Body body) {
        HookRequest hook = new HookRequest(request.method().name(), request.uri(), request.headers(), body.bytes.getBytes());
        vertx.executeBlocking(() -> receiver.serve(hook), false).onComplete(done -> {
            body.release();
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
