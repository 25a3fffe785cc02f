package org.ladibridge.intake.fetch;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.ladibridge.Ticker;
import org.ladibridge.customer.Reason;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceGate;
import org.ladibridge.intake.SourceTroubles;
import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.intake.api.ApiCaller;
import org.ladibridge.intake.fetch.FetchAnswer.Meaning;
import org.ladibridge.journal.DispatchGate;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.Outcome;
import org.ladibridge.journal.QueuedRecord;
import org.ladibridge.transform.Jq;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The step of {@code kamelet:fetch-source}: asks for what a reference names. A reference ends when its records are stored, when the
 * source says that it has them no more, or when it refuses to give them; everything else is an outage and waits. Of a reference that
 * names many, those that are answered are stored and not asked for again; a question that is refused is asked in halves, down to the
 * record whose fault it is.
 */
@RegisterForReflection
public class Fetch implements CamelContextAware, DispatchGate {
    /** One record is less work than a page. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** So many questions that are refused, and none that is answered, show that it is not the records. */
    private static final int MOST_REFUSED = 16;
    /** A record that the source answers with an error of its own is given up then. */
    private static final int MOST_ERRORS = 8;

    private final FetchSettings settings = new FetchSettings();
    private final ObjectMapper json = UntrustedJson.ofAnswers();
    private final PartialAnswers partial = new PartialAnswers();
    private CamelContext camel;
    private ApiCaller calls;
    private SourceGate gate;
    private SourceQuestions questions;

    /** The kamelet's parameters. */
    public FetchSettings getSettings() {
        return settings;
    }

    /** Makes the body the records that were fetched, null for none; and decides what becomes of the reference. */
    public void ask(Exchange exchange) throws IOException {
        JournalExchange told = JournalExchange.of(exchange);
        QueuedRecord record = told.record();
        Asking asking = new Asking(record, told.attempts(), exchange.getFromRouteId(), json.readTree(record.payload()),
                settings.queue());
        exchange.getMessage().removeHeaders("*");
        if (settings.asked() == null) {
            one(asking);
        } else {
            many(asking);
        }
        exchange.getMessage().setBody(asking.found.isEmpty() ? null : asking.found);
        if (asking.outcome != null) {
            told.outcome(asking.outcome);
        }
        if (!(asking.outcome instanceof Outcome.RetryAt)) {
            partial.forget(record.id());
        } else if (!asking.answered.isEmpty()) {
            partial.offer(record.id(), asking.answered);
        }
    }

    /** What was fetched is stored, and not asked for again. */
    public void stored(Exchange exchange) {
        partial.stored(JournalExchange.of(exchange).record().id());
    }

    /** A reference that names one record, or asks for all that it names in its own way. */
    private void one(Asking asking) throws IOException {
        FetchAnswer answer = questions().ask(asking, asking.reference);
        if (answer == null) {
            return;
        }
        switch (answer.meaning()) {
            case FOUND, PARTIAL -> {
                answer.items().forEach(item -> asking.found(item, settings.shape().id()));
                if (answer.meaning() == Meaning.PARTIAL) {
                    questions().waits(asking, answer.detail());
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
        Set<String> done = partial.of(asking.record.id());
        List<JsonNode> left = new ArrayList<>();
        asking.reference.at(settings.asked()).forEach(id -> {
            if (!done.contains(id.asText())) {
                left.add(id);
            }
        });
        Deque<List<JsonNode>> toAsk = new ArrayDeque<>();
        toAsk.add(left);
        while (!toAsk.isEmpty()) {
            List<JsonNode> ids = toAsk.remove();
            FetchAnswer answer = questions().ask(asking, naming(asking.reference, ids));
            if (answer == null || !answer.meaning().isAboutTheRecord()) {
                return;
            }
            if (answer.meaning() == Meaning.FOUND || answer.meaning() == Meaning.PARTIAL) {
                taken(asking, ids, answer);
                continue;
            }
            asking.refused++;
            if (left.size() == 1 || !asking.given && asking.refused >= MOST_REFUSED) {
                // It is the question, not the records.
                asking.ended(answer.meaning() == Meaning.GONE
                        ? new Outcome.Rejected(Reason.SOURCE_GONE, answer.detail())
                        : new Outcome.Dead(Reason.SOURCE_REFUSED, answer.detail()));
                return;
            }
            if (ids.size() > 1) {
                toAsk.addFirst(ids.subList(ids.size() / 2, ids.size()));
                toAsk.addFirst(ids.subList(0, ids.size() / 2));
            } else {
                asking.refused(ids.get(0), answer.meaning() == Meaning.GONE ? Reason.SOURCE_GONE : Reason.SOURCE_REFUSED,
                        answer.detail());
            }
        }
    }

    private void taken(Asking asking, List<JsonNode> ids, FetchAnswer answer) {
        JsonPointer idAt = settings.shape().id();
        asking.given |= !answer.items().isEmpty();
        Set<String> given = new HashSet<>();
        answer.items().forEach(item -> {
            given.add(item.at(idAt).asText());
            asking.found(item, idAt);
        });
        asking.answered.addAll(given);
        List<JsonNode> missing = ids.stream().filter(id -> !given.contains(id.asText())).toList();
        if (answer.meaning() == Meaning.FOUND) {
            missing.forEach(id -> asking.refused(id, Reason.SOURCE_GONE, null));
        } else if (ids.size() == 1 && !missing.isEmpty() && asking.record.attempts() >= MOST_ERRORS) {
            missing.forEach(id -> asking.refused(id, Reason.SOURCE_REFUSED, answer.detail()));
        } else if (!missing.isEmpty()) {
            questions().waits(asking, answer.detail());
        }
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

    /** When the first reference comes, all parameters are set. */
    private synchronized SourceQuestions questions() {
        if (questions == null) {
            Registry beans = camel.getRegistry();
            questions = new SourceQuestions(settings, new SourceQuestions.Services(beans.findSingleByType(Clock.class),
                    beans.findSingleByType(Ticker.class), beans.findSingleByType(RandomGenerator.class),
                    beans.findSingleByType(RefusedKeys.class), beans.findSingleByType(SourceTroubles.class),
                    beans.findSingleByType(Jq.class)), gate, calls);
        }
        return questions;
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
        this.calls = new ApiCaller.ByHttp(camelContext, "fetch", TIMEOUT);
        this.gate = new SourceGate(camelContext.getRegistry().findSingleByType(Ticker.class));
    }

    /** For tests: a source of their own. */
    void setCalls(ApiCaller newCalls) {
        this.calls = newCalls;
    }
}
