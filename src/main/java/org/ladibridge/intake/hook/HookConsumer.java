package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.ObjectHelper;
import org.jboss.logging.Logger;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.hook.Refusal.Cause;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.AppendTally;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.JournalUnavailableException;
import org.ladibridge.trace.Step;
import org.ladibridge.transform.Mapping;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Verifies a request, makes records of it, and answers when the route has stored them. */
class HookConsumer extends DefaultConsumer implements ShutdownAware, Receiver {
    private static final Logger LOG = Logger.getLogger(HookConsumer.class);
    /** A compressed body may grow to this many times the allowed size of a plain one. */
    private static final int EXPANSION = 10;
    private static final int KEPT_OF_UNREADABLE = 10_000;
    /** Longer requests are waited for by the shutdown of the routes. */
    private static final long PATIENCE_SECONDS = 1;

    private final HookComponent component;
    private final Hook hook;
    /** Shared by the requests being served, taken as a whole by who stops them. */
    private final ReentrantReadWriteLock serving = new ReentrantReadWriteLock();
    private volatile boolean open;

    HookConsumer(HookEndpoint endpoint, Processor processor, Hook hook) {
        super(endpoint, processor);
        this.component = (HookComponent) endpoint.getComponent();
        this.hook = hook;
    }

    @Override
    public HookEndpoint getEndpoint() {
        return (HookEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        open = true;
        component.registry().register(getEndpoint().getPath(), this);
    }

    @Override
    protected void doStop() throws Exception {
        component.registry().unregister(getEndpoint().getPath(), this);
        open = false;
        // What is being served is finished: the routes behind stop next.
        if (serving.writeLock().tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            serving.writeLock().unlock();
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    /** The requests that are being served, those included whose body is not yet an exchange. */
    @Override
    public int getPendingExchangesSize() {
        return serving.getReadLockCount();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // The routes behind are told by themselves.
    }

    @Override
    public Optional<HookAnswer> shakeHands(HookRequest request) {
        return isAsked(request) ? Optional.of(answered(request)) : Optional.empty();
    }

    private boolean isAsked(HookRequest request) {
        return hook.handshake() != null && hook.handshake().isAsked(request);
    }

    private HookAnswer answered(HookRequest request) {
        HookAnswer answer = hook.handshake().answer(request, hook.verifier()::signed);
        if (answer.status() == Handshake.REFUSED) {
            component.refused().refused(getEndpoint().getPath(), Cause.SIGNATURE, "the question before the first delivery: "
                    + answer.detail() + "; compare " + getEndpoint().settings().variable("verifyToken")
                    + " with what was typed at the sender");
        }
        return answer;
    }

    @Override
    public HookAnswer serve(HookRequest request) {
        return whileOpen(() -> verified(request));
    }

    private HookAnswer whileOpen(Supplier<HookAnswer> work) {
        serving.readLock().lock();
        try {
            return open
                    ? work.get()
                    : refused(Cause.UNAVAILABLE, HookAnswer.unavailable("this source does not run at the moment",
                            "nguồn này hiện không hoạt động"));
        } finally {
            serving.readLock().unlock();
        }
    }

    /** Counts a request that is not taken. */
    @Override
    public HookAnswer refused(Cause cause, HookAnswer answer) {
        return refused(cause, answer, answer.detail());
    }

    /** @param message what its owner is told, without anything that the request held */
    private HookAnswer refused(Cause cause, HookAnswer answer, String message) {
        component.metrics().refused(getEndpoint().getPath(), cause);
        if (cause != Cause.UNAVAILABLE) {
            component.refused().refused(getEndpoint().getPath(), cause, message);
        }
        return answer.status() / 100 == 4 && hook.preset().answers().never4xx() ? answer.asUnavailable() : answer;
    }

    /** Takes a delivery without verification, because a person has confirmed it. */
    HookAnswer takeIn(HookRequest request) {
        return whileOpen(() -> believed(request));
    }

    private HookAnswer verified(HookRequest request) {
        if (hook.preset().ping().test(request)) {
            return HookAnswer.text("");
        }
        boolean isAsked = isAsked(request);
        if (isAsked && !hook.handshake().signs()) {
            return answered(request);
        }
        // A handshake by POST that wants a signed answer has to be signed itself; otherwise a caller could have deliveries signed.
        Optional<Refusal> refusal = hook.verifier().refusal(request);
        if (refusal.isEmpty() && isAsked) {
            return answered(request);
        }
        if (refusal.isPresent()) {
            LOG.warnf("A webhook on /hooks/%s was refused: %s", getEndpoint().getPath(), refusal.get().why());
            return refused(refusal.get().cause(), HookAnswer.notGenuine(hook.preset().answers().notGenuine()),
                    refusal.get().advised(getEndpoint().settings().variable("secret")));
        }
        return believed(request);
    }

    private HookAnswer believed(HookRequest request) {
        try (BodyMemory.Share share = component.memory().share()) {
            return stored(request, share);
        } catch (BusyException e) {
            return refused(Cause.UNAVAILABLE, HookAnswer.unavailable(e.getMessage(), e.vi()));
        } catch (TooMuchException e) {
            return refused(Cause.TOO_LARGE, HookAnswer.problem(413, "Content Too Large", e.getMessage(), e.vi()));
        } catch (UnreadableException e) {
            return refused(Cause.UNREADABLE, HookAnswer.problem(400, "Bad Request", e.getMessage(), e.vi()));
        }
    }

    /** @throws UnreadableException when nothing can be made of the body and its sender may be told so */
    private HookAnswer stored(HookRequest request, BodyMemory.Share share) throws UnreadableException {
        List<RawRecord> records;
        try {
            records = records(body(request), request.header("Content-Type"), delivery(request), share);
        } catch (BusyException e) {
            throw e;
        } catch (UnreadableException e) {
            if (!hook.preset().answers().badRecordsAreAcknowledged()) {
                throw e;
            }
            records = List.of(RawRecord.unreadable(TextNode.valueOf(kept(request)), null, e.getMessage()));
        }
        Step step = component.traces().webhook(getEndpoint().getPath(), request.header("traceparent"));
        HookAnswer answer = process(request, records, step.traceparent());
        step.ended(answer.status());
        return answer;
    }

    /** The excerpt of an unreadable body: none when it may contain credentials. */
    private String kept(HookRequest request) {
        return hook.preset().credentials().isEmpty()
                ? new String(request.body(), 0, Math.min(request.body().length, KEPT_OF_UNREADABLE), StandardCharsets.UTF_8)
                : "";
    }

    /** @param traceparent null when nobody wants to see it */
    private HookAnswer process(HookRequest request, List<RawRecord> records, String traceparent) {
        Exchange exchange = createExchange(false);
        try {
            for (String name : hook.visibleHeaders()) {
                String value = request.header(name);
                if (value != null) {
                    exchange.getMessage().setHeader(name, value);
                }
            }
            if (traceparent != null) {
                JournalExchange.of(exchange).traceparent(traceparent);
            }
            exchange.getMessage().setBody(records);
            AppendTally tally = AppendTally.on(exchange);
            getProcessor().process(exchange);
            Exception failure = exchange.getException();
            if (failure != null) {
                return failed(failure);
            }
            component.metrics().accepted(getEndpoint().getPath());
            component.refused().accepted(getEndpoint().getPath());
            AppendResult told = JournalExchange.of(exchange).appended();
            return HookAnswer.accepted(hook.stored(), tally.total()
                    .orElse(told == null ? new AppendResult(records.size(), 0, 0, List.of()) : told));
        } catch (Exception e) {
            return failed(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private HookAnswer failed(Exception failure) {
        if (ObjectHelper.getException(JournalUnavailableException.class, failure) != null) {
            return refused(Cause.UNAVAILABLE,
                    HookAnswer.unavailable("the record cannot be stored at the moment; send it again later",
                            "hiện không lưu được bản ghi; hãy gửi lại sau"));
        }
        if (ObjectHelper.getException(RejectedExecutionException.class, failure) != null) {
            // Its route was stopped for a changed one, or with the bridge, before it was through: stored or not, it may come again.
            return refused(Cause.UNAVAILABLE, HookAnswer.unavailable("the source was just changed or stopped; send it again",
                    "nguồn vừa được thay đổi hoặc dừng; hãy gửi lại"));
        }
        LOG.errorf(failure, "A webhook on /hooks/%s could not be processed", getEndpoint().getPath());
        return refused(Cause.FAILED, HookAnswer.problem(500, "Internal Server Error",
                "the record could not be processed; the log says why", "không xử lý được bản ghi; xem nhật ký"));
    }

    private HookBody body(HookRequest request) {
        return new HookBody(request.body(), "gzip".equalsIgnoreCase(request.header("Content-Encoding")),
                component.maxBody() * EXPANSION);
    }

    /** What would be stored of a body from a genuine sender. */
    List<RawRecord> records(byte[] body, String contentType) throws UnreadableException {
        try (BodyMemory.Share share = component.memory().share()) {
            return records(HookBody.plain(body), contentType, null, share);
        }
    }

    /** @param delivery what goes along with each record; null = what stands in the body, which is a sample */
    private List<RawRecord> records(HookBody body, String contentType, ObjectNode delivery, BodyMemory.Share share)
            throws UnreadableException {
        List<RawRecord> records = new ArrayList<>();
        for (JsonNode value : component.parser().parse(body, contentType, share)) {
            for (JsonNode content : hook.envelope().open(value)) {
                records.add(content.isObject()
                        ? RawRecord.of(accompanied(clean(content), delivery, content == value ? null : value))
                        : RawRecord.unreadable(content, null, BodyParser.noRecord(content)));
            }
            share.records(records.size());
        }
        return records;
    }

    /** Empty when the route names nothing. */
    private ObjectNode delivery(HookRequest request) {
        ObjectNode delivery = JsonNodeFactory.instance.objectNode();
        for (Place place : hook.accompanying()) {
            String value = place.kind() == Place.Kind.BODY ? null : place.value(request);
            if (value != null) {
                delivery.withObject("/" + (place.kind() == Place.Kind.HEADER ? "headers" : "query")).put(place.key(), value);
            }
        }
        return delivery;
    }

    /**
     * Nobody but this bridge says what came with a delivery.
     *
     * @param delivery null for a sample, which says itself what came along
     * @param envelope what stood around the record; null for nothing
     */
    private JsonNode accompanied(JsonNode record, ObjectNode delivery, JsonNode envelope) {
        if (!(record instanceof ObjectNode object)) {
            return record;
        }
        JsonNode told = delivery == null ? object.path(Mapping.DELIVERY) : delivery;
        ObjectNode along = told instanceof ObjectNode given ? given.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (Place place : hook.accompanying()) {
            JsonNode value = envelope == null || place.kind() != Place.Kind.BODY ? null : envelope.at(place.name());
            if (value != null && value.isValueNode() && !value.isNull()) {
                along.withObject("/body").put(place.name().substring(1), value.asText());
            }
        }
        if (!along.isEmpty()) {
            object.set(Mapping.DELIVERY, along);
        } else if (delivery != null) {
            object.remove(Mapping.DELIVERY);
        }
        return record;
    }

    private JsonNode clean(JsonNode record) {
        for (JsonPointer ignored : hook.ignored()) {
            if (record.at(ignored.head()) instanceof ObjectNode object) {
                object.remove(ignored.last().getMatchingProperty());
            }
        }
        return record;
    }
}
