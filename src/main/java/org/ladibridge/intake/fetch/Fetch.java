package org.ladibridge.intake.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.http.HttpMethods;
import org.jboss.logging.Logger;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.http.AnswerTooLargeException;
import org.ladibridge.http.RetryAfter;
import org.ladibridge.intake.MappingFile;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.intake.fetch.FetchAnswer.Meaning;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.DispatchGate;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.Outcome;
import org.ladibridge.journal.QueuedRecord;
import org.ladibridge.transform.Jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The steps of {@code kamelet:fetch-source} around the HTTP call. A reference ends when its records are stored, when the source
 * says that it has them no more, or when it refuses to give them; everything else is an outage and waits. Whatever a webhook
 * said, the call goes to the address of the settings: of a reference only ids of a plain alphabet enter the path.
 */
@RegisterForReflection
public class Fetch implements CamelContextAware, DispatchGate {
    private static final Logger LOG = Logger.getLogger(Fetch.class);
    private static final String ASKING = "fetchAsking";
    private static final String FOUND = "fetchFound";
    private static final String STARTED = "fetchStarted";
    private static final String SENT = "fetchSent";
    private static final String REFERENCE = "fetchReference";
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int EXCERPT = 500;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration AFTER_BAD_KEY = Duration.ofSeconds(30);

    private final FetchSettings settings = new FetchSettings();
    private final ObjectMapper json = UntrustedJson.ofAnswers();
    private CamelContext camel;
    private Clock clock;
    private Ticker ticker;
    private RandomGenerator random;
    private RefusedKeys refusedKeys;
    private SourceGate gate;
    private MappingFile body;
    /** Why fetching paused last: an outage that turns into a refused token is worth another line in the log. */
    private final AtomicReference<Reason> pausedFor = new AtomicReference<>();

    /** The kamelet's parameters. */
    public FetchSettings getSettings() {
        return settings;
    }

    /** Sets the request: every header is ours. */
    public void request(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        JsonNode reference = json.readTree(record(exchange).payload());
        String path = path(reference);
        exchange.setProperty(FOUND, false);
        exchange.setProperty(ASKING, path != null);
        if (path == null) {
            end(exchange, new Outcome.Rejected(Reason.UNREADABLE, "the reference has no plain id for " + settings.path()));
            return;
        }
        int query = path.indexOf('?');
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_PATH, query < 0 ? path : path.substring(0, query));
        if (query >= 0) {
            message.setHeader(Exchange.HTTP_QUERY, path.substring(query + 1));
        }
        message.setHeader("Accept", "application/json");
        if (!settings.token().isBlank()) {
            message.setHeader(settings.tokenHeader(), settings.tokenPrefix() + settings.token());
        }
        String sent = settings.body().isBlank() ? null : json.writeValueAsString(body().current().apply(reference).get(0));
        message.setHeader(Exchange.HTTP_METHOD, sent == null ? HttpMethods.GET : HttpMethods.POST);
        if (sent != null) {
            message.setHeader(Exchange.CONTENT_TYPE, "application/json; charset=utf-8");
        }
        message.setBody(sent);
        exchange.setProperty(SENT, sent);
        exchange.setProperty(REFERENCE, reference);
    }

    /** The call begins now: what came before was waiting for its turn. */
    public void begin(Exchange exchange) {
        exchange.setProperty(STARTED, clock.instant());
    }

    /** Null when a value is missing or could lead elsewhere. */
    private String path(JsonNode reference) {
        Matcher variable = VARIABLE.matcher(settings.path());
        StringBuilder path = new StringBuilder();
        while (variable.find()) {
            String value = reference.path(variable.group(1)).asText();
            if (!PLAIN_ID.matcher(value).matches()) {
                return null;
            }
            variable.appendReplacement(path, value);
        }
        return variable.appendTail(path).toString();
    }

    /** The connection failed, or the answer did not come in time. */
    public void noAnswer(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String problem = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        attempt(exchange, null, problem);
        if (cause instanceof AnswerTooLargeException) {
            // The source answers; that much is this reference's alone.
            gate.open();
            waits(exchange, Reason.SOURCE_DOWN, problem, backoff(record(exchange).attempts()));
            return;
        }
        allWait(exchange, Reason.SOURCE_DOWN, problem, gateBackoff());
    }

    /** Makes the body the records that were fetched, or decides what becomes of the reference. */
    public void answer(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        Duration wanted = RetryAfter.parse(message.getHeader("Retry-After", String.class), clock, LONGEST_RETRY_AFTER)
                .orElse(null);
        byte[] bytes = bytes(message.getBody(InputStream.class));
        message.removeHeaders("*");
        FetchAnswer answer = FetchAnswer.judge(status, tree(bytes), settings);
        attempt(exchange, status, answer.detail() == null ? null : excerpt(bytes));
        boolean everybody = answer.meaning() == Meaning.BAD_KEY || answer.meaning() == Meaning.BUSY
                || answer.meaning() == Meaning.DOWN && wanted != null;
        if (!everybody) {
            gate.open();
        }
        if (answer.meaning().isAboutTheRecord()) {
            refusedKeys.accepted(exchange.getFromRouteId());
        }
        switch (answer.meaning()) {
            case FOUND -> found(exchange, answer.items());
            case GONE -> end(exchange, new Outcome.Rejected(Reason.SOURCE_GONE, answer.detail()));
            case REFUSED -> end(exchange, new Outcome.Dead(Reason.SOURCE_REFUSED, answer.detail()));
            case BAD_KEY -> {
                refusedKeys.refused(exchange.getFromRouteId(),
                        "the source refuses to be asked, " + answer.detail() + ": correct "
                                + settings.variable() + " and restart");
                allWait(exchange, Reason.BAD_SOURCE_KEY, answer.detail(), AFTER_BAD_KEY);
            }
            case BUSY, DOWN -> {
                if (everybody) {
                    allWait(exchange, Reason.SOURCE_DOWN, answer.detail(), wanted == null ? gateBackoff() : wanted);
                } else {
                    waits(exchange, Reason.SOURCE_DOWN, answer.detail(), backoff(record(exchange).attempts()));
                }
            }
        }
    }

    /** A record's event id is made of its reference, so that a crash between storing it and noting that makes a duplicate. */
    private void found(Exchange exchange, List<JsonNode> items) {
        String prefix = settings.queue() + "/" + record(exchange).id() + "/";
        List<RawRecord> records = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonNode item : items) {
            String id = item.at(settings.id()).asText();
            ids.add(id);
            records.add(item.isObject() && !id.isBlank()
                    ? RawRecord.of(item, prefix + id)
                    : RawRecord.unreadable(item, null, "the item has no id at " + settings.id()));
        }
        if (settings.asked() != null) {
            for (JsonNode asked : exchange.getProperty(REFERENCE, JsonNode.class).at(settings.asked())) {
                if (!ids.contains(asked.asText())) {
                    records.add(
                            RawRecord.rejected(JsonNodeFactory.instance.objectNode().set("id", asked), prefix + asked.asText(),
                                    Reason.SOURCE_GONE, null));
                }
            }
        }
        exchange.setProperty(FOUND, true);
        exchange.getMessage().setBody(records);
    }

    /** The other references would fare no better. */
    private void allWait(Exchange exchange, Reason reason, String detail, Duration pause) {
        boolean first = gate.close(pause) == 1;
        if (pausedFor.getAndSet(reason) != reason || first) {
            LOG.warnf("%s: fetching pauses (%s): %s. References are kept; the source is asked until it answers%s",
                    settings.queue(), reason, detail,
                    reason == Reason.BAD_SOURCE_KEY ? ". Correct " + settings.variable() + " and restart" : "");
        }
        waits(exchange, reason, detail, pause);
    }

    private void waits(Exchange exchange, Reason reason, String detail, Duration pause) {
        end(exchange, new Outcome.RetryAt(clock.instant().plus(pause), reason, detail));
    }

    private Duration gateBackoff() {
        return backoff(gate.failures());
    }

    private void end(Exchange exchange, Outcome outcome) {
        exchange.setProperty(JournalExchange.OUTCOME, outcome);
    }

    private Duration backoff(int attempts) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), 1_000L << Math.min(attempts, 10));
        return Duration.ofMillis(millis + random.nextLong(millis / 4 + 1));
    }

    @SuppressWarnings("unchecked")
    private void attempt(Exchange exchange, Integer status, String answer) {
        Instant started = exchange.getProperty(STARTED, Instant.class);
        exchange.getProperty(JournalExchange.ATTEMPTS, List.class)
                .add(new Attempt(started, "fetch", exchange.getProperty(SENT, String.class), status,
                        Duration.between(started, clock.instant()).toMillis(), answer));
    }

    private static QueuedRecord record(Exchange exchange) {
        return exchange.getProperty(JournalExchange.RECORD, QueuedRecord.class);
    }

    private static byte[] bytes(InputStream in) throws IOException {
        return in == null ? new byte[0] : in.readAllBytes();
    }

    /** Null when it is not JSON, or more than one record or a page of them is. */
    private JsonNode tree(byte[] bytes) {
        try {
            JsonNode tree = json.readTree(bytes);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (IOException e) {
            return null;
        }
    }

    private static String excerpt(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, EXCERPT), StandardCharsets.UTF_8);
    }

    private synchronized MappingFile body() {
        if (body == null) {
            body = new MappingFile(Path.of(settings.body()), camel.getRegistry().findSingleByType(Jq.class), ticker);
        }
        return body;
    }

    @Override
    public boolean permits(int inFlight) {
        return gate.permits(inFlight);
    }

    @Override
    public Duration askAgainAfter() {
        return gate.askAgainAfter();
    }

    @Override
    public void onChange(Runnable listener) {
        gate.onChange(listener);
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camel = camelContext;
        this.clock = camelContext.getRegistry().findSingleByType(Clock.class);
        this.ticker = camelContext.getRegistry().findSingleByType(Ticker.class);
        this.random = camelContext.getRegistry().findSingleByType(RandomGenerator.class);
        this.refusedKeys = camelContext.getRegistry().findSingleByType(RefusedKeys.class);
        this.gate = new SourceGate(ticker);
    }
}
