package org.ladibridge.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpMethods;
import org.ladibridge.BridgeConfig;
import org.ladibridge.delivery.DeliveryExchange.Sent;
import org.ladibridge.http.HeaderValue;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.QueuedRecord;
import org.ladibridge.trace.Traces;

import com.fasterxml.jackson.databind.ObjectMapper;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;

/** What surrounds one HTTP call to LadiFlow: the request, the reading of the answer, the note of the attempt. */
@Startup
@Singleton
class LadiFlowClient {
    /** The histogram from which Prometheus computes quantiles; the last buckets are the time-outs. */
    private static final Duration[] BUCKETS = Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis).toArray(Duration[]::new);
    private static final int EXCERPT = 1_000;

    private final ObjectMapper json;
    private final Clock clock;
    private final AnswerJudge judge;
    private final MeterRegistry metrics;
    private final Traces traces;
    private final String apiKey;

    LadiFlowClient(ObjectMapper json, Clock clock, AnswerJudge judge, MeterRegistry metrics, Traces traces,
            LadiFlowConfig config, BridgeConfig bridge) {
        this.json = json;
        this.clock = clock;
        this.judge = judge;
        this.metrics = metrics;
        this.traces = traces;
        this.apiKey = bridge.sandbox()
                ? "sandbox"
                : config.apiKey().map(String::strip).filter(key -> !key.isEmpty()).orElseThrow(
                        () -> new ConfigurationException(
                                "LADIFLOW_API_KEY is not set: take the key from LadiFlow (Settings → Integrations → "
                                        + "API connection), or set BRIDGE_SANDBOX=true to deliver to the built-in sandbox"));
        if (!HeaderValue.isPlain(apiKey)) {
            throw new ConfigurationException(
                    "LADIFLOW_API_KEY takes ASCII letters, digits and signs only: it is sent as a header");
        }
    }

    /** Nothing that came with the record may steer the call: every header is ours, or the error handler's own count. */
    void request(Exchange exchange) throws IOException {
        LadiFlowCall call = DeliveryExchange.of(exchange).call();
        exchange.getMessage().removeHeaders("*", "CamelRedeliver*");
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, HttpMethods.POST);
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json; charset=utf-8");
        exchange.getMessage().setHeader("Accept", "application/json");
        exchange.getMessage().setHeader("Api-Key", apiKey);
        byte[] body = json.writeValueAsBytes(call.body());
        exchange.getMessage().setBody(body);
        Instant started = clock.instant();
        JournalExchange told = JournalExchange.of(exchange);
        if (call.api().isWrite()) {
            told.inDoubt(told.inDoubt() + 1);
        }
        QueuedRecord record = told.record();
        DeliveryExchange.of(exchange).sent(new Sent(body, started,
                traces.call(call.api().path(), record.source(), record.id(), told.traceparent())));
    }

    /** @throws OutageException when the answer says nothing about the record */
    void answer(Exchange exchange) throws OutageException {
        LadiFlowCall call = DeliveryExchange.of(exchange).call();
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        byte[] body = exchange.getMessage().getBody(byte[].class);
        note(exchange, status, excerpt(body));
        Verdict verdict = judge.judge(call, status, retryAfter(exchange), body);
        if (call.api().isWrite()) {
            // A refusal is about this call; one before it may have been applied all the same.
            JournalExchange told = JournalExchange.of(exchange);
            told.inDoubt(verdict instanceof Verdict.Success ? 0 : told.inDoubt() - 1);
        }
        DeliveryExchange.of(exchange).verdict(verdict);
    }

    /** Makes one kind of exception of everything that can go wrong on the wire. */
    void noAnswer(Exchange exchange) throws OutageException {
        OutageException outage = new OutageException(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, IOException.class));
        note(exchange, null, outage.getMessage());
        throw outage;
    }

    private void note(Exchange exchange, Integer status, String answer) {
        LadiFlowCall call = DeliveryExchange.of(exchange).call();
        Sent sent = DeliveryExchange.of(exchange).sent();
        long millis = Math.max(0, clock.millis() - sent.at().toEpochMilli());
        sent.step().ended(status);
        JournalExchange told = JournalExchange.of(exchange);
        told.attempts().add(new Attempt(sent.at(), call.api().path(),
                Arrays.equals(sent.body(), told.record().payload()) ? null : new String(sent.body(), StandardCharsets.UTF_8),
                status, millis, answer));
        Timer.builder("ladibridge.ladiflow.call").description("Calls to LadiFlow, by what it answered")
                .tags("api", call.api().path(), "answer", status == null ? "none" : status / 100 + "xx")
                .serviceLevelObjectives(BUCKETS).register(metrics)
                .record(Duration.ofMillis(millis));
    }

    /** The exchange's headers ignore case, as HTTP's do. */
    private static String retryAfter(Exchange exchange) {
        return exchange.getMessage().getHeader("Retry-After", String.class);
    }

    private static String excerpt(byte[] body) {
        if (body == null) {
            return null;
        }
        String text = new String(body, 0, Math.min(body.length, EXCERPT * 2), StandardCharsets.UTF_8);
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }
}
