package org.ladibridge.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
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
 * A LadiFlow in a process of its own, which writes down every write call in the order of arrival and answers as it is told. It
 * shows how the bridge behaves, not how LadiFlow does. Arguments: port, port with a self-signed certificate, its key store,
 * port of the controls:
 *
 * <pre>
 * GET /calls?from=n                      the write calls after the first n, a line each: customer, number, answer
 * PUT /answer?kind=BUSY&amp;share=100&amp;delay=0 how so many of 100 calls are answered from now on, and after how many milliseconds at most
 * PUT /listen?on=false                   refuses connections, and ends those that are open
 * </pre>
 */
public final class LadiFlowStub {
    /** How a call is answered. */
    enum Answer {
        /** As documented. */
        OK,
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
    private final Set<String> customers = ConcurrentHashMap.newKeySet();
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
            Answer kind = answer != Answer.OK && ThreadLocalRandom.current().nextInt(100) < share ? answer : Answer.OK;
            Customer customer = Customer.read(body);
            boolean isWrite = !request.path().endsWith("/customer/show");
            if (isWrite && customer.number() != null) {
                calls.add(new Call(Event.of(customer.key(), customer.number()), kind));
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

    private void reply(HttpServerRequest request, Answer kind, Customer customer, boolean isWrite) {
        HttpServerResponse response = request.response();
        switch (kind) {
            case OK -> taken(response, customer.key(), isWrite);
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

    private void taken(HttpServerResponse response, String key, boolean isWrite) {
        String customer = "{\"_id\":\"" + String.format("%024x", key.hashCode() & 0xffffffffL) + "\"}";
        if (isWrite) {
            customers.add(key);
            json(response, 200, "{\"data\":" + customer + ",\"message\":\"Thành công\",\"code\":201}");
        } else if (customers.contains(key)) {
            json(response, 200, "{\"data\":{\"customer\":" + customer + "},\"message\":\"Thành công\",\"code\":200}");
        } else {
            json(response, 404, "{\"data\":null,\"message\":\"Không tìm thấy\",\"code\":404}");
        }
    }

    private static void json(HttpServerResponse response, int status, String body) {
        response.setStatusCode(status).putHeader("Content-Type", "application/json").end(body);
    }

    /** What is looked at in a request. */
    private record Customer(String key, String number) {
        static Customer read(Buffer body) {
            String key = "";
            String number = null;
            try (JsonParser parser = JSON.createParser(body.getBytes())) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String field = parser.getCurrentName();
                    parser.nextToken();
                    if (field.equals("email")) {
                        key = parser.getText();
                    } else if (field.equals(Event.NUMBER_FIELD)) {
                        number = parser.getText();
                    } else {
                        parser.skipChildren();
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException("the bridge sent no JSON: " + body.toString(StandardCharsets.UTF_8), e);
            }
            return new Customer(key, number);
        }
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
            case "/listen" -> listen(Boolean.parseBoolean(to.get("on")))
                    .onSuccess(done -> request.response().end())
                    .onFailure(failure -> request.response().setStatusCode(500).end(String.valueOf(failure)));
            default -> request.response().setStatusCode(404).end();
        }
    }
}
