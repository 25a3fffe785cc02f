package org.ladibridge.delivery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.ladibridge.BridgeConfig;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowConfig.Missing;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.NewRecord;
import org.ladibridge.journal.Outcome;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.QueuedRecord;
import org.ladibridge.journal.Repetition;
import org.ladibridge.journal.Replacement;
import org.ladibridge.trace.Traces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/**
 * The real journal and the real delivery between senders and a model of LadiFlow, step by step and on one thread: what is with the
 * consumer is completed when the test wants it, or never.
 */
final class TruthWorld implements AutoCloseable {
    private static final int TOGETHER = 50;

    /** What happens to a write: whether LadiFlow applies it, and what it says. */
    enum Fate {
        FINE,
        APPLIED_AND_LOST,
        LOST,
        ERROR,
        REFUSED,
        /** The call is repeated at once, as the route does it, and that is refused. */
        APPLIED_AND_LOST_AND_REFUSED,
        WITHOUT_CUSTOM_FIELDS,
        /** A look-up is answered with another customer than was asked for. */
        SOMEBODY_ELSE
    }

    /** A call was made, its outcome is not stored. */
    private record Offer(List<QueuedRecord> taken, Outcome outcome, boolean inDoubt) {
    }

    private final Path folder;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final CamelContext camel = new DefaultCamelContext();
    private Write write = Write.RESOLVE;
    private final Map<String, Offer> offers = new HashMap<>();
    private final Set<Long> oneByOne = new HashSet<>();
    final ModelLadiFlow ladiflow = new ModelLadiFlow();
    JournalFixture store;
    TagDirectory directory;
    private CustomerDelivery delivery;
    private LadiFlowClient client;
    int calls;
    /** How many calls were made, by what was called. */
    final Map<String, Integer> callsTo = new HashMap<>();
    /** Other settings than the usual ones; {@link #use} takes them up. */
    Consumer<TestConfig> settings = config -> {
    };

    TruthWorld(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        store = JournalFixture.fast(folder, clock);
        use(write);
    }

    /** How LadiFlow is written to from now on. */
    void use(Write way) {
        write = way;
        BridgeConfig bridge = JournalFixture.config(folder);
        TestConfig config = new TestConfig(way, Missing.CREATE);
        settings.accept(config);
        directory = new TagDirectory(clock);
        delivery = new CustomerDelivery(store.journal, config,
                new LadiFlowGate(clock, System::nanoTime, new Random(1), config), directory, json, clock);
        client = new LadiFlowClient(json, clock, new AnswerJudge(json, clock, config), new SimpleMeterRegistry(),
                new Traces(bridge), config, bridge);
    }

    /** What was with the consumer is forgotten: calls were made, their outcomes not stored. */
    void kill() {
        try {
            offers.clear();
            store = store.killed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        use(write);
    }

    /** A source says something that its mapping rejects. */
    AppendResult sayInVain(String source, String eventId, Repetition repetition, String payload, Instant changedAt) {
        try {
            byte[] bytes = json.writeValueAsBytes(CustomerUpdate.fromJson(json.readTree(payload.replace('\'', '"'))));
            return store.append(new NewRecord(0, 0, source, eventId, repetition, null, List.of(), Priority.LIVE, bytes, null,
                    changedAt, Reason.NO_EMAIL_OR_PHONE, null, List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A source says something. */
    AppendResult say(String source, String eventId, Repetition repetition, String payload, Instant changedAt) {
        try {
            JsonNode tree = json.readTree(payload.replace('\'', '"'));
            CustomerUpdate customer = CustomerUpdate.fromJson(tree);
            byte[] bytes = json.writeValueAsBytes(customer);
            return store.append(new NewRecord(0, 0, source, eventId, repetition, CustomerKey.of(customer, source).value(),
                    CustomerKey.aliases(customer, source).stream().map(CustomerKey::value).toList(), Priority.LIVE, bytes,
                    bytes,
                    changedAt, null, null, List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A form without ids says something. */
    AppendResult form(String payload) {
        return say("form", null, Repetition.OF_CUSTOMER, payload, null);
    }

    /** The lines that could be served now. */
    List<String> free() {
        List<String> inFlight = store.linesInFlight();
        Set<Long> away = new HashSet<>();
        offers.forEach((line, offer) -> {
            // Of a line that has become one with another meanwhile, which waits for what is away.
            if (!inFlight.contains(line)) {
                offer.taken().forEach(record -> away.add(record.id()));
            }
        });
        return inFlight.stream().filter(line -> !offers.containsKey(line) && (away.isEmpty()
                || store.ofLine(line, 1_000).stream().noneMatch(record -> away.contains(record.id())))).toList();
    }

    List<String> underway() {
        return List.copyOf(new java.util.TreeMap<>(offers).keySet());
    }

    /** Makes the calls for the next records of a line, if it still has some; the outcome is not stored yet. */
    void call(String line, Supplier<Fate> fate) {
        List<QueuedRecord> offered = store.ofLine(line, TOGETHER);
        if (offered.isEmpty()) {
            return;
        }
        if (oneByOne.contains(offered.get(0).id())) {
            offered = offered.subList(0, 1);
        }
        Exchange exchange = new DefaultExchange(camel);
        JournalExchange told = JournalExchange.of(exchange);
        told.offer(offered, new ArrayList<>());
        try {
            delivery.plan(exchange);
            while (delivery.hasCall(exchange)) {
                client.request(exchange);
                answer(exchange, fate);
                delivery.answered(exchange);
            }
        } catch (OutageException e) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, e);
            delivery.outage(exchange);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        QueuedRecord youngest = told.record();
        offers.put(line, new Offer(offered.subList(0, offered.indexOf(youngest) + 1),
                told.outcome(),
                told.inDoubt() > 0));
    }

    private void answer(Exchange exchange, Supplier<Fate> fates) throws IOException, OutageException {
        calls++;
        LadiFlowCall call = DeliveryExchange.of(exchange).call();
        callsTo.merge(call.api().path(), 1, Integer::sum);
        boolean isWrite = call.api().isWrite();
        Fate fate = fates.get();
        if (fate == Fate.LOST || fate == Fate.APPLIED_AND_LOST && !isWrite) {
            lost(exchange);
        }
        if (fate == Fate.APPLIED_AND_LOST_AND_REFUSED && isWrite) {
            ladiflow.call(call.api().path(), json.readTree(exchange.getMessage().getBody(byte[].class)), true);
            try {
                lost(exchange);
            } catch (OutageException e) {
                client.request(exchange);
            }
            fate = Fate.REFUSED;
        }
        ModelLadiFlow.Answer answer = fate == Fate.ERROR
                ? new ModelLadiFlow.Answer(500, json.createObjectNode())
                : fate == Fate.REFUSED && isWrite
                        ? new ModelLadiFlow.Answer(400, json.createObjectNode().put("code", 400))
                        : fate == Fate.SOMEBODY_ELSE && call.api() == LadiFlowCall.Api.SHOW
                                ? ladiflow.somebodyElse()
                                : ladiflow.call(call.api().path(), json.readTree(exchange.getMessage().getBody(byte[].class)),
                                        fate != Fate.WITHOUT_CUSTOM_FIELDS);
        if (fate == Fate.APPLIED_AND_LOST) {
            lost(exchange);
        }
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, answer.status());
        exchange.getMessage().setBody(json.writeValueAsString(answer.body()).getBytes(StandardCharsets.UTF_8));
        client.answer(exchange);
    }

    private void lost(Exchange exchange) throws OutageException {
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("connection reset"));
        client.noAnswer(exchange);
    }

    /** Stores what became of the calls of a line. */
    void complete(String line) {
        Offer offer = offers.remove(line);
        if (offer == null) {
            return;
        }
        if (offer.taken().size() > 1 && offer.outcome() instanceof Outcome.Dead) {
            offer.taken().forEach(record -> oneByOne.add(record.id()));
        } else {
            store.complete(offer.taken(), offer.outcome(), offer.inDoubt());
        }
    }

    /** Everything goes right until nothing waits any more. */
    void quiet() {
        underway().forEach(this::complete);
        List<String> lines = store.linesInFlight();
        for (int i = 0; i < 1_000 && !lines.isEmpty(); i++) {
            for (String line : lines) {
                call(line, () -> Fate.FINE);
                complete(line);
            }
            lines = store.linesInFlight();
        }
        if (!lines.isEmpty()) {
            throw new AssertionError("it does not come to an end: " + lines);
        }
    }

    /** A person sends the record again as it stands. */
    boolean replay(long id) {
        return replayed(id, null, null).join();
    }

    /** A person sends the records again as they stand. */
    void replay(List<Long> ids) {
        ids.stream().map(id -> replayed(id, null, null)).toList().forEach(CompletableFuture::join);
    }

    /** A person sends the record again with another value of a field. */
    boolean patch(long id, String field, String value) {
        return replayed(id, field, value).join();
    }

    private CompletableFuture<Boolean> replayed(long id, String field, String value) {
        try {
            ObjectNode payload = (ObjectNode) json.readTree(store.reader.contents(id).orElseThrow().mapped());
            if (field != null) {
                payload.put(field, value);
            }
            Event event = store.reader.event(id).orElseThrow();
            CustomerUpdate customer = CustomerUpdate.fromJson(payload);
            return store.journal.replay(id,
                    new Replacement(json.writeValueAsBytes(customer), CustomerKey.of(customer, event.source()).value(),
                            CustomerKey.aliases(customer, event.source()).stream().map(CustomerKey::value).toList(), null,
                            List.of(), field == null ? Set.of() : Set.of(CustomerField.byWireName(field).orElseThrow()), true),
                    Priority.BACKFILL, JournalFixture.BY_LAN, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every record, the oldest first. */
    List<Event> events() {
        return eventsAfter(0);
    }

    /** Every record with a higher number, the oldest first. */
    List<Event> eventsAfter(long id) {
        List<Event> events = new ArrayList<>(store.reader.events(
                new JournalReader.Search(null, null, null, List.of(), id + 1, null, 100_000)));
        java.util.Collections.reverse(events);
        return events;
    }

    @Override
    public void close() throws Exception {
        store.close();
    }
}
