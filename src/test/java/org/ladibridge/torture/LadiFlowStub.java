package org.ladibridge.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.ladibridge.app.SelfSignedKeys;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;

/**
 * A LadiFlow in a process of its own, which writes down every write call in the order of arrival, holds what it took
 * ({@link HeldCustomers}), and answers as it is told. It shows how the bridge behaves, not how LadiFlow does. Arguments: port, port with a self-signed certificate, its key store,
 * port of the controls:
 *
 * <pre>
 * GET /calls?from=n                      the write calls after the first n, a line each: customer, number, answer
 * PUT /answer?kind=BUSY&amp;share=100&amp;delay=0 how so many of 100 calls are answered from now on, and after how many milliseconds at most
 * PUT /listen?on=false                   refuses connections, and ends those that are open
 * PUT /fails?on=bad&amp;kind=BROKEN           calls about customers whose address begins so are answered so; none of them with kind=OK
 * GET /held                              what it holds, a line each: e-mail address (or phone number), value
 * </pre>
 */
public final class LadiFlowStub {
    /** How a call is answered. */
    enum Answer {
        /** As documented. */
        OK,
        /** It is taken, and instead of an answer there is a reset. */
        LOST,
        /** 429 and Retry-After. */
        BUSY,
        /** 503. */
        DOWN,
        /** 500, with words that are no JSON. */
        BROKEN,
        /** Never. */
        HANG,
        /** Head and half the body, then a reset. */
        RESET,
        /** A body that comes byte by byte and never ends. */
        TRICKLE,
        /** 200 and the login page of somebody's proxy. */
        HTML,
        /** 200 and JSON that says nothing, or is cut off. */
        WRONG_JSON,
        /** 200, but the body's code says 500. */
        WRONG_CODE
    }

    private static final JsonFactory JSON = new JsonFactory();
    private static final String[] WRONG = {"[]", "{}", "\"ok\"", "null", "{\"data\":{\"_id\":\"64f0",
            "{\"data\":null,\"code\":0}"};

    private final Vertx vertx = Vertx.vertx();
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final HeldCustomers held = new HeldCustomers();
    private final Map<String, Answer> failing = new ConcurrentHashMap<>();
    private final int port;
    private volatile Answer answer = Answer.OK;
    private volatile int share = 100;
    private volatile int delay;
    private volatile String deployment;

    private LadiFlowStub(int port) {
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        LadiFlowStub stub = new LadiFlowStub(Integer.parseInt(arguments[0]));
        stub.listen().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        stub.vertx.createHttpServer(new HttpServerOptions().setSsl(true).setHost("127.0.0.1")
                .setKeyCertOptions(new PfxOptions().setPath(arguments[2]).setPassword(SelfSignedKeys.PASSWORD)))
                .requestHandler(stub::handle).listen(Integer.parseInt(arguments[1]))
                .toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        stub.vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1")).requestHandler(stub::control)
                .listen(Integer.parseInt(arguments[3])).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        System.out.println("listening");
        // Ends with whoever started it.
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }

    private Future<?> listen() {
        int eventLoops = Runtime.getRuntime().availableProcessors();
        return vertx.deployVerticle(Listener::new, new DeploymentOptions().setInstances(eventLoops))
                .onSuccess(id -> deployment = id);
    }

    private Future<?> listen(boolean on) {
        if (on == (deployment != null)) {
            return Future.succeededFuture();
        }
        return on ? listen() : vertx.undeploy(deployment).onSuccess(done -> deployment = null);
    }

    /** One event loop's share of the connections. */
    private final class Listener extends AbstractVerticle {
        @Override
        public void start(Promise<Void> started) {
            // No lingering: a connection that this side ends is reset.
            HttpServer server = vertx.createHttpServer(
                    new HttpServerOptions().setHost("127.0.0.1").setPort(port).setSoLinger(0).setAcceptBacklog(1024));
            server.requestHandler(LadiFlowStub.this::handle).listen().<Void>mapEmpty().onComplete(started);
        }
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            HeldCustomers.Customer customer = read(body);
            Answer kind = kind(customer);
            boolean isWrite = !request.path().endsWith("/customer/show");
            if (isWrite && Event.isNumber(customer.value())) {
                calls.add(new Call(Event.of(customer.email(), customer.value()), kind));
            }
            Runnable reply = () -> reply(request, kind, customer, isWrite);
            int millis = delay == 0 ? 0 : ThreadLocalRandom.current().nextInt(delay + 1);
            if (millis == 0) {
                reply.run();
            } else {
                vertx.setTimer(millis, timer -> reply.run());
            }
        });
    }

    private Answer kind(HeldCustomers.Customer customer) {
        for (Map.Entry<String, Answer> one : failing.entrySet()) {
            if (customer.email() != null && customer.email().startsWith(one.getKey())) {
                return one.getValue();
            }
        }
        return answer != Answer.OK && ThreadLocalRandom.current().nextInt(100) < share ? answer : Answer.OK;
    }

    private void reply(HttpServerRequest request, Answer kind, HeldCustomers.Customer customer, boolean isWrite) {
        HttpServerResponse response = request.response();
        switch (kind) {
            case OK -> taken(response, customer, isWrite);
            case LOST -> {
                if (isWrite) {
                    held.write(customer);
                }
                request.connection().close();
            }
            case BUSY -> json(response.putHeader("Retry-After", "1"), 429, "{\"message\":\"chậm lại\",\"code\":429}");
            case DOWN -> json(response, 503, "{\"message\":\"bảo trì\",\"code\":503}");
            case BROKEN -> response.setStatusCode(500).end("java.lang.NullPointerException");
            case HTML -> response.putHeader("Content-Type", "text/html").end("<html><title>Đăng nhập</title></html>");
            case WRONG_JSON -> json(response, 200, WRONG[ThreadLocalRandom.current().nextInt(WRONG.length)]);
            case WRONG_CODE -> json(response, 200, "{\"data\":null,\"message\":\"Có lỗi xảy ra\",\"code\":500}");
            case RESET -> response.putHeader("Content-Length", "400").putHeader("Content-Type", "application/json")
                    .write("{\"data\":{\"_id\":\"").onComplete(written -> request.connection().close());
            case TRICKLE -> {
                response.setChunked(true).putHeader("Content-Type", "application/json").write("{\"data\":");
                long timer = vertx.setPeriodic(100, tick -> response.write(" "));
                request.connection().closeHandler(closed -> vertx.cancelTimer(timer));
            }
            case HANG -> {
                // Says nothing, keeps the connection.
            }
        }
    }

    private void taken(HttpServerResponse response, HeldCustomers.Customer customer, boolean isWrite) {
        HeldCustomers.Customer found = isWrite ? held.write(customer) : held.find(customer);
        if (isWrite) {
            json(response, 200, "{\"data\":" + found.json() + ",\"message\":\"Thành công\",\"code\":201}");
        } else if (found != null) {
            json(response, 200, "{\"data\":{\"customer\":" + found.json() + "},\"message\":\"Thành công\",\"code\":200}");
        } else {
            json(response, 404, "{\"data\":null,\"message\":\"Không tìm thấy\",\"code\":404}");
        }
    }

    private static void json(HttpServerResponse response, int status, String body) {
        response.setStatusCode(status).putHeader("Content-Type", "application/json").end(body);
    }

    /** What is looked at in a request. */
    private static HeldCustomers.Customer read(Buffer body) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(body.getBytes())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.getCurrentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    fields.put(field, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the bridge sent no JSON: " + body.toString(StandardCharsets.UTF_8), e);
        }
        return new HeldCustomers.Customer(fields.getOrDefault("_id", fields.get("customer_id")), fields.get("email"),
                fields.get("phone"), fields.get(Event.NUMBER_FIELD));
    }

    private void control(HttpServerRequest request) {
        Map<String, String> to = new ConcurrentHashMap<>();
        request.params().forEach(parameter -> to.put(parameter.getKey(), parameter.getValue()));
        switch (request.path()) {
            case "/calls" -> {
                StringBuilder lines = new StringBuilder();
                calls.stream().skip(Long.parseLong(to.get("from"))).forEach(call -> lines.append(call.event().customer())
                        .append('\t').append(call.event().number()).append('\t').append(call.answer()).append('\n'));
                request.response().end(lines.toString());
            }
            case "/answer" -> {
                delay = Integer.parseInt(to.get("delay"));
                share = Integer.parseInt(to.get("share"));
                answer = Answer.valueOf(to.get("kind"));
                request.response().end();
            }
            case "/fails" -> {
                failing.put(to.get("on"), Answer.valueOf(to.get("kind")));
                failing.values().remove(Answer.OK);
                request.response().end();
            }
            case "/held" -> {
                StringBuilder lines = new StringBuilder();
                held.values().forEach((key, value) -> lines.append(key).append('\t').append(value).append('\n'));
                request.response().end(lines.toString());
            }
            case "/listen" -> listen(Boolean.parseBoolean(to.get("on")))
                    .onSuccess(done -> request.response().end())
                    .onFailure(failure -> request.response().setStatusCode(500).end(String.valueOf(failure)));
            default -> request.response().setStatusCode(404).end();
        }
    }
}
