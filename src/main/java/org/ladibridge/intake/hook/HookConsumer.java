package org.ladibridge.intake.hook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.zip.GZIPInputStream;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.ObjectHelper;
import org.jboss.logging.Logger;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.JournalUnavailableException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Verifies a request, makes records of it, and answers when the route has stored them. */
class HookConsumer extends DefaultConsumer {
    private static final Logger LOG = Logger.getLogger(HookConsumer.class);
    /** A compressed body may grow to this many times the allowed size of a plain one. */
    private static final int EXPANSION = 10;
    private static final int KEPT_OF_UNREADABLE = 10_000;

    private final HookComponent component;
    private final Preset preset;
    private final Verifier verifier;
    private final Set<String> visibleHeaders;
    private final Set<String> ignoredKeys;
    /** Shared by the requests being served, taken as a whole by who stops them. */
    private final ReadWriteLock serving = new ReentrantReadWriteLock();
    private volatile boolean open;

    HookConsumer(HookEndpoint endpoint, Processor processor, Preset preset, Verifier verifier) {
        super(endpoint, processor);
        this.component = (HookComponent) endpoint.getComponent();
        this.preset = preset;
        this.verifier = verifier;
        this.visibleHeaders = endpoint.visibleHeaders(preset);
        this.ignoredKeys = endpoint.ignoredKeys();
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
        serving.writeLock().lock();
        serving.writeLock().unlock();
        super.doStop();
    }

    /** Waits for the disk: never called on an event loop. */
    HookAnswer serve(HookRequest request) {
        serving.readLock().lock();
        try {
            return open
                    ? verified(request)
                    : HookAnswer.unavailable("this source does not run at the moment", "nguồn này hiện không hoạt động");
        } finally {
            serving.readLock().unlock();
        }
    }

    private HookAnswer verified(HookRequest request) {
        Optional<String> refusal = verifier.refusal(request);
        if (refusal.isPresent()) {
            LOG.warnf("A webhook on /hooks/%s was refused: %s", getEndpoint().getPath(), refusal.get());
            return HookAnswer.problem(401, "Unauthorized", "the request is not signed as it should be, or the token is wrong",
                    "yêu cầu không có chữ ký hợp lệ hoặc sai mã xác thực");
        }
        List<RawRecord> records;
        try {
            records = records(request);
        } catch (UnreadableException e) {
            if (!preset.badRecordsAreAcknowledged()) {
                return HookAnswer.problem(400, "Bad Request", e.getMessage(), "không đọc được nội dung: " + e.getMessage());
            }
            String kept = new String(request.body(), 0, Math.min(request.body().length, KEPT_OF_UNREADABLE),
                    StandardCharsets.UTF_8);
            records = List.of(RawRecord.unreadable(TextNode.valueOf(kept), null, e.getMessage()));
        }
        return process(request, records);
    }

    private HookAnswer process(HookRequest request, List<RawRecord> records) {
        Exchange exchange = createExchange(false);
        try {
            for (String name : visibleHeaders) {
                String value = request.header(name);
                if (value != null) {
                    exchange.getMessage().setHeader(name, value);
                }
            }
            exchange.getMessage().setBody(records);
            getProcessor().process(exchange);
            Exception failure = exchange.getException();
            if (failure != null) {
                return failed(failure);
            }
            AppendResult result = exchange.getMessage().getBody(AppendResult.class);
            int status = getEndpoint().status(preset);
            return result == null
                    ? HookAnswer.accepted(status, records.size(), 0, 0)
                    : HookAnswer.accepted(status, result.received(), result.duplicate(), result.rejected());
        } catch (Exception e) {
            return failed(e);
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private HookAnswer failed(Exception failure) {
        if (ObjectHelper.getException(JournalUnavailableException.class, failure) != null) {
            return HookAnswer.unavailable("the record cannot be stored at the moment; send it again later",
                    "hiện không lưu được bản ghi; hãy gửi lại sau");
        }
        LOG.errorf(failure, "A webhook on /hooks/%s could not be processed", getEndpoint().getPath());
        return HookAnswer.problem(500, "Internal Server Error", "the record could not be processed; the log says why",
                "không xử lý được bản ghi; xem nhật ký");
    }

    private List<RawRecord> records(HookRequest request) throws UnreadableException {
        byte[] body = "gzip".equalsIgnoreCase(request.header("Content-Encoding")) ? unzip(request.body()) : request.body();
        List<RawRecord> records = new ArrayList<>();
        for (JsonNode value : component.parser().parse(body, request.header("Content-Type"))) {
            JsonNode content = unwrapped(value);
            if (content.isArray()) {
                content.forEach(item -> records.add(RawRecord.of(clean(item))));
            } else {
                records.add(RawRecord.of(clean(content)));
            }
        }
        return records;
    }

    private JsonNode unwrapped(JsonNode value) {
        String key = getEndpoint().getUnwrap();
        return !key.isBlank() && value.has("type") && value.path(key).isContainerNode() ? value.get(key) : value;
    }

    private JsonNode clean(JsonNode record) {
        if (record instanceof ObjectNode object) {
            object.remove(ignoredKeys);
        }
        return record;
    }

    private byte[] unzip(byte[] zipped) throws UnreadableException {
        long limit = component.maxBody() * EXPANSION;
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            byte[] body = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, limit + 1));
            if (body.length > limit) {
                throw new UnreadableException("the compressed body grows beyond " + limit + " bytes");
            }
            return body;
        } catch (IOException e) {
            throw new UnreadableException("the body is not gzip, although its Content-Encoding says so");
        }
    }
}
