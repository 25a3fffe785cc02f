package org.ladibridge.intake.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.jboss.logging.Logger;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.http.AnswerTooLargeException;
import org.ladibridge.http.ConnectionTrouble;
import org.ladibridge.http.RetryAfter;
import org.ladibridge.intake.MappingFile;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceTroubles;
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
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The step of {@code kamelet:fetch-source}: asks for what a reference names. A reference ends when its records are stored, when the
 * source says that it has them no more, or when it refuses to give them; everything else is an outage and waits. Of a reference that
 * names many, those that are answered are stored and not asked for again; a question that is refused is asked in halves, down to the
 * record whose fault it is. Whatever a webhook said, the call goes to the address of the settings: of a reference only ids of a plain
 * alphabet enter the path.
 */
@RegisterForReflection
public class Fetch implements CamelContextAware, DispatchGate {
    private static final Logger LOG = Logger.getLogger(Fetch.class);
    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int EXCERPT = 500;
    private static final int REMEMBERED = 1_000;
    /** So many questions that are refused, and none that is answered, show that it is not the records. */
    private static final int MOST_REFUSED = 16;
    /** A record that the source answers with an error of its own is given up then. */
    private static final int MOST_ERRORS = 8;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration AFTER_BAD_KEY = Duration.ofSeconds(30);

    /** What has come of one reference so far. */
    private static final class Asking {
        final QueuedRecord record;
        final List<Attempt> attempts;
        final String routeId;
        final JsonNode reference;
        final String prefix;
        final List<RawRecord> found = new ArrayList<>();
        final Set<String> answered = new HashSet<>();
        Outcome outcome;
        int refused;
        boolean given;

        Asking(QueuedRecord record, List<Attempt> attempts, String routeId, JsonNode reference, String prefix) {
            this.record = record;
            this.attempts = attempts;
            this.routeId = routeId;
            this.reference = reference;
            this.prefix = prefix;
        }
    }

    private final FetchSettings settings = new FetchSettings();
    private final ObjectMapper json = UntrustedJson.ofAnswers();
    /** Of references that were answered in part: the ids that need not be asked for again. */
    private final Map<Long, Set<String>> answered = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Set<String>> eldest) {
            return size() > REMEMBERED;
        }
    };
    /** The same, until their records are stored. */
    private final Map<Long, Set<String>> offered = new ConcurrentHashMap<>();
    private CamelContext camel;
    private FetchCalls calls;
    private Clock clock;
    private Ticker ticker;
    private RandomGenerator random;
    private RefusedKeys refusedKeys;
    private SourceTroubles troubles;
    private SourceGate gate;
    private MappingFile body;
    private long nextCall;
    private boolean called;
    /** Why fetching paused last: an outage that turns into a refused token is worth another line in the log. */
    private final AtomicReference<Reason> pausedFor = new AtomicReference<>();

    /** The kamelet's parameters. */
    public FetchSettings getSettings() {
        return settings;
    }

    /** Makes the body the records that were fetched, null for none; and decides what becomes of the reference. */
    @SuppressWarnings("unchecked")
    public void ask(Exchange exchange) throws IOException {
        QueuedRecord record = exchange.getProperty(JournalExchange.RECORD, QueuedRecord.class);
        Asking asking = new Asking(record, exchange.getProperty(JournalExchange.ATTEMPTS, List.class),
                exchange.getFromRouteId(), json.readTree(record.payload()), settings.queue() + "/" + record.id() + "/");
        exchange.getMessage().removeHeaders("*");
        if (settings.asked() == null) {
            one(asking);
        } else {
            many(asking);
        }
        exchange.getMessage().setBody(asking.found.isEmpty() ? null : asking.found);
        if (asking.outcome != null) {
            exchange.setProperty(JournalExchange.OUTCOME, asking.outcome);
        }
        if (!(asking.outcome instanceof Outcome.RetryAt)) {
            remember(record.id(), null);
        } else if (!asking.answered.isEmpty()) {
            offered.put(record.id(), asking.answered);
        }
    }

    /** What was fetched is stored, and not asked for again. */
    public void stored(Exchange exchange) {
        long id = exchange.getProperty(JournalExchange.RECORD, QueuedRecord.class).id();
        Set<String> ids = offered.remove(id);
        if (ids != null) {
            remember(id, ids);
        }
    }

    private void remember(long reference, Set<String> ids) {
        synchronized (answered) {
            if (ids == null) {
                answered.remove(reference);
            } else {
                answered.computeIfAbsent(reference, key -> new HashSet<>()).addAll(ids);
            }
        }
    }

    private Set<String> known(long reference) {
        synchronized (answered) {
            return Set.copyOf(answered.getOrDefault(reference, Set.of()));
        }
    }

    /** A reference that names one record, or asks for all that it names in its own way. */
    private void one(Asking asking) throws IOException {
        FetchAnswer answer = call(asking, asking.reference);
        if (answer == null) {
            return;
        }
        switch (answer.meaning()) {
            case FOUND, PARTIAL -> {
                answer.items().forEach(item -> asking.found.add(record(asking, item)));
                if (answer.meaning() == Meaning.PARTIAL) {
                    waits(asking, Reason.SOURCE_DOWN, answer.detail(), backoff(asking.record.attempts()));
                }
            }
            case GONE -> asking.outcome = new Outcome.Rejected(Reason.SOURCE_GONE, answer.detail());
            case REFUSED -> asking.outcome = new Outcome.Dead(Reason.SOURCE_REFUSED, answer.detail());
            default -> {
                // The outcome is set.
            }
        }
    }

    private void many(Asking asking) throws IOException {
        Set<String> done = known(asking.record.id());
        List<JsonNode> left = new ArrayList<>();
        asking.reference.at(settings.asked()).forEach(id -> {
            if (!done.contains(id.asText())) {
                left.add(id);
            }
        });
        Deque<List<JsonNode>> questions = new ArrayDeque<>();
        questions.add(left);
        while (!questions.isEmpty()) {
            List<JsonNode> ids = questions.remove();
            FetchAnswer answer = call(asking, naming(asking.reference, ids));
            if (answer == null || !answer.meaning().isAboutTheRecord()) {
                return;
            }
            if (answer.meaning() == Meaning.FOUND || answer.meaning() == Meaning.PARTIAL) {
                taken(asking, ids, answer);
            } else {
                asking.refused++;
                Outcome end = answer.meaning() == Meaning.GONE
                        ? new Outcome.Rejected(Reason.SOURCE_GONE, answer.detail())
                        : new Outcome.Dead(Reason.SOURCE_REFUSED, answer.detail());
                if (left.size() == 1 || !asking.given && asking.refused >= MOST_REFUSED) {
                    // It is the question, not the records.
                    asking.found.clear();
                    asking.answered.clear();
                    asking.outcome = end;
                    return;
                }
                if (ids.size() > 1) {
                    questions.addFirst(ids.subList(ids.size() / 2, ids.size()));
                    questions.addFirst(ids.subList(0, ids.size() / 2));
                } else {
                    refuse(asking, ids.get(0), answer.meaning() == Meaning.GONE ? Reason.SOURCE_GONE : Reason.SOURCE_REFUSED,
                            answer.detail());
                }
            }
        }
    }

    private void taken(Asking asking, List<JsonNode> ids, FetchAnswer answer) {
        asking.given |= !answer.items().isEmpty();
        Set<String> given = new HashSet<>();
        answer.items().forEach(item -> {
            given.add(item.at(settings.id()).asText());
            asking.found.add(record(asking, item));
        });
        asking.answered.addAll(given);
        List<JsonNode> missing = ids.stream().filter(id -> !given.contains(id.asText())).toList();
        if (answer.meaning() == Meaning.FOUND) {
            missing.forEach(id -> refuse(asking, id, Reason.SOURCE_GONE, null));
        } else if (ids.size() == 1 && !missing.isEmpty() && asking.record.attempts() >= MOST_ERRORS) {
            missing.forEach(id -> refuse(asking, id, Reason.SOURCE_REFUSED, answer.detail()));
        } else if (!missing.isEmpty()) {
            waits(asking, Reason.SOURCE_DOWN, answer.detail(), backoff(asking.record.attempts()));
        }
    }

    private void refuse(Asking asking, JsonNode id, Reason reason, String why) {
        asking.answered.add(id.asText());
        asking.found.add(RawRecord.rejected(JsonNodeFactory.instance.objectNode().set("id", id), asking.prefix + id.asText(),
                reason, why));
    }

    /** A record's event id is made of its reference, so that a crash between storing it and noting that makes a duplicate. */
    private RawRecord record(Asking asking, JsonNode item) {
        String id = item.at(settings.id()).asText();
        return item.isObject() && !id.isBlank()
                ? RawRecord.of(item, asking.prefix + id)
                : RawRecord.unreadable(item, null, "the item has no id at " + settings.id());
    }

    /** The reference with these ids in the place of all. */
    private JsonNode naming(JsonNode reference, List<JsonNode> ids) {
        JsonNode copy = reference.deepCopy();
        String name = settings.asked().last().getMatchingProperty();
        if (copy.at(settings.asked().head()) instanceof ObjectNode parent) {
            ArrayNode list = parent.putArray(name);
            ids.forEach(list::add);
        }
        return copy;
    }

    /** @return what was answered; null when the reference waits or ends without an answer, and its outcome is set */
    private FetchAnswer call(Asking asking, JsonNode reference) throws IOException {
        String path = path(reference);
        if (path == null) {
            asking.outcome = new Outcome.Rejected(Reason.UNREADABLE, "the reference has no plain id for " + settings.path());
            return null;
        }
        String sent = settings.body().isBlank() ? null : json.writeValueAsString(body().current().apply(reference).get(0));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (!settings.token().isBlank()) {
            headers.put(settings.tokenHeader(), settings.tokenPrefix() + settings.token());
        }
        if (sent != null) {
            headers.put("Content-Type", "application/json; charset=utf-8");
        }
        URI address = settings.address(path);
        await();
        Instant started = clock.instant();
        FetchCalls.Reply reply;
        try {
            reply = calls.call(address, headers, sent);
        } catch (IOException e) {
            noAnswer(asking, started, sent, address, e);
            return null;
        }
        return answered(asking, started, sent, reply);
    }

    /** The connection failed, or the answer did not come in time. */
    private void noAnswer(Asking asking, Instant started, String sent, URI address, IOException failure) {
        if (failure instanceof AnswerTooLargeException) {
            String problem = failure.getClass().getSimpleName() + ": " + failure.getMessage();
            attempt(asking, started, sent, null, problem);
            // The source answers; that much is this reference's alone.
            gate.open();
            waits(asking, Reason.SOURCE_DOWN, problem, backoff(asking.record.attempts()));
            return;
        }
        ConnectionTrouble trouble = ConnectionTrouble.of(failure, address.getHost());
        attempt(asking, started, sent, null, trouble.text());
        if (trouble.isLasting()) {
            tell(asking, trouble.text());
        }
        allWait(asking, Reason.SOURCE_DOWN, trouble.text(), gateBackoff());
    }

    private FetchAnswer answered(Asking asking, Instant started, String sent, FetchCalls.Reply reply) {
        FetchAnswer answer = FetchAnswer.judge(reply.status(), tree(reply.body()), settings);
        attempt(asking, started, sent, reply.status(), answer.detail() == null ? null : excerpt(reply.body()));
        Duration wanted = RetryAfter.parse(reply.retryAfter(), clock, LONGEST_RETRY_AFTER).orElse(null);
        boolean everybody = answer.meaning() == Meaning.BAD_KEY || answer.meaning() == Meaning.BUSY
                || answer.meaning() == Meaning.ELSEWHERE || answer.meaning() == Meaning.DOWN && wanted != null;
        if (!everybody) {
            gate.open();
        }
        if (answer.meaning().isAboutTheRecord()) {
            refusedKeys.accepted(asking.routeId);
            troubles.over(asking.routeId);
        }
        switch (answer.meaning()) {
            case BAD_KEY -> {
                refusedKeys.refused(asking.routeId, "the source refuses to be asked, " + answer.detail() + ": correct "
                        + settings.variable() + " and restart");
                allWait(asking, Reason.BAD_SOURCE_KEY, answer.detail(), AFTER_BAD_KEY);
            }
            case ELSEWHERE -> {
                tell(asking,
                        answer.detail() + " without a word of the source's own: its address is wrong, has moved, or is being"
                                + " maintained; correct the route's url (or the setting that it names). References are kept");
                allWait(asking, Reason.SOURCE_DOWN, answer.detail() + ", not said by the source itself", gateBackoff());
            }
            case BUSY, DOWN -> {
                if (everybody) {
                    allWait(asking, Reason.SOURCE_DOWN, answer.detail(), longer(wanted, gateBackoff()));
                } else {
                    waits(asking, Reason.SOURCE_DOWN, answer.detail(), backoff(asking.record.attempts()));
                }
            }
            default -> {
                // About the record.
            }
        }
        return answer;
    }

    /** A source in trouble may ask for no pause at all. */
    private static Duration longer(Duration wanted, Duration own) {
        return wanted == null || wanted.compareTo(Duration.ofSeconds(1)) < 0 ? own : wanted;
    }

    private void tell(Asking asking, String trouble) {
        troubles.tell(asking.routeId, "references are not fetched: " + trouble);
    }

    /** Waits for its turn: so many calls a second. */
    private void await() {
        long gap = 1_000_000_000L / Math.max(1, settings.rate());
        long at;
        synchronized (this) {
            long now = ticker.nanos();
            at = called && nextCall - now > 0 ? nextCall : now;
            nextCall = at + gap;
            called = true;
        }
        long left = at - ticker.nanos();
        while (left > 0 && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(left);
            left = at - ticker.nanos();
        }
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

    /** The other references would fare no better. */
    private void allWait(Asking asking, Reason reason, String detail, Duration pause) {
        boolean first = gate.close(pause) == 1;
        if (pausedFor.getAndSet(reason) != reason || first) {
            LOG.warnf("%s: fetching pauses (%s): %s. References are kept; the source is asked until it answers%s",
                    settings.queue(), reason, detail,
                    reason == Reason.BAD_SOURCE_KEY ? ". Correct " + settings.variable() + " and restart" : "");
        }
        waits(asking, reason, detail, pause);
    }

    private void waits(Asking asking, Reason reason, String detail, Duration pause) {
        asking.outcome = new Outcome.RetryAt(clock.instant().plus(pause), reason, detail);
    }

    private Duration gateBackoff() {
        return backoff(gate.failures());
    }

    private Duration backoff(int attempts) {
        long millis = Math.min(LONGEST_PAUSE.toMillis(), 1_000L << Math.min(attempts, 10));
        return Duration.ofMillis(millis + random.nextLong(millis / 4 + 1));
    }

    private void attempt(Asking asking, Instant started, String sent, Integer status, String answer) {
        asking.attempts.add(new Attempt(started, "fetch", sent, status, Duration.between(started, clock.instant()).toMillis(),
                answer));
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
        this.calls = new FetchCalls.ByHttp(camelContext);
        this.clock = camelContext.getRegistry().findSingleByType(Clock.class);
        this.ticker = camelContext.getRegistry().findSingleByType(Ticker.class);
        this.random = camelContext.getRegistry().findSingleByType(RandomGenerator.class);
        this.refusedKeys = camelContext.getRegistry().findSingleByType(RefusedKeys.class);
        this.troubles = camelContext.getRegistry().findSingleByType(SourceTroubles.class);
        this.gate = new SourceGate(ticker);
    }

    /** For tests: a source of their own. */
    void setCalls(FetchCalls newCalls) {
        this.calls = newCalls;
    }
}
