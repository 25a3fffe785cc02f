package org.ladibridge.intake.hook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.UntrustedJson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;

/** Makes records of a webhook's body: JSON, JSON lines, or a form. */
@ApplicationScoped
public class BodyParser {
    private static final int MOST_FIELDS = 1_000;

    /** About what Jackson's nodes take, and what is made of them: bytes. */
    private static final int OBJECT = 200;
    private static final int ARRAY = 120;
    private static final int FIELD = 100;
    private static final int TEXT = 72;
    private static final int NUMBER = 80;
    private static final int OTHER = 16;
    /** Of a form: its bytes as text, decoded, and as fields. */
    private static final int FORM = 8;
    /** Memory is reserved in blocks of this size, to reduce contention on the counter. */
    private static final int PORTION = 64 * 1024;

    private final ObjectMapper json = UntrustedJson.mapper();
    private final BodyMemory ownMemory = BodyMemory.ofHeap(Integer.MAX_VALUE);

    /**
     * @param contentType null is taken for JSON
     * @return one element for an object or a form, one for each element of an array or line; in a list, one that is no object does
     *         not spoil the others
     */
    public List<JsonNode> parse(byte[] body, String contentType) throws UnreadableException {
        try (BodyMemory.Share share = ownMemory.share()) {
            return parse(HookBody.plain(body), contentType, share);
        }
    }

    /**
     * @param share what it becomes is taken of this before it is made
     * @throws TooMuchException when it holds too many records, or would need too much memory
     * @throws BusyException when there is no memory for it at the moment
     */
    List<JsonNode> parse(HookBody body, String contentType, BodyMemory.Share share) throws UnreadableException {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        try {
            if (isMultipart(type) || type.startsWith("application/x-www-form-urlencoded") && !looksLikeJson(body.first())) {
                return List.of(form(whole(body, share), contentType));
            }
            weigh(body, share);
            return jsonValues(body);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
            throw new UnreadableException("the body is not JSON" + where);
        } catch (HookBody.GrownException e) {
            throw new UnreadableException("the compressed body grows beyond " + body.mostExpanded() + " bytes");
        } catch (IOException e) {
            throw new UnreadableException(body.gzip()
                    ? "the body is not gzip, although its Content-Encoding says so"
                    : "the body is not JSON");
        }
    }

    /** Reads it through without keeping anything of it. */
    private void weigh(HookBody body, BodyMemory.Share share) throws IOException, UnreadableException {
        try (JsonParser parser = json.createParser(body.open())) {
            long bytes = 0;
            int depth = 0;
            boolean list = false;
            boolean any = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                any = true;
                if (token == JsonToken.END_ARRAY || token == JsonToken.END_OBJECT) {
                    depth--;
                    continue;
                }
                if (depth == 0) {
                    list = token == JsonToken.START_ARRAY;
                }
                if (depth == 0 && !list || depth == 1 && list) {
                    share.record();
                }
                if (token.isStructStart()) {
                    depth++;
                }
                bytes += becomes(token, parser);
                if (bytes >= PORTION) {
                    share.take(bytes);
                    bytes = 0;
                }
            }
            if (!any) {
                throw new UnreadableException("the body is empty");
            }
            share.take(bytes);
        }
    }

    private static long becomes(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case START_OBJECT -> OBJECT;
            case START_ARRAY -> ARRAY;
            case FIELD_NAME -> FIELD + parser.getTextLength();
            case VALUE_STRING -> TEXT + 2L * parser.getTextLength();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> NUMBER + parser.getTextLength();
            default -> OTHER;
        };
    }

    private List<JsonNode> jsonValues(HookBody body) throws IOException, UnreadableException {
        List<JsonNode> records = new ArrayList<>();
        boolean array = false;
        try (JsonParser parser = json.createParser(body.open());
                MappingIterator<JsonNode> values = json.readerFor(JsonNode.class).readValues(parser)) {
            while (values.hasNextValue()) {
                JsonNode value = values.nextValue();
                if (value.isArray()) {
                    array = true;
                    value.forEach(records::add);
                } else {
                    records.add(value);
                }
            }
        }
        if (records.size() == 1 && !array && !records.get(0).isObject()) {
            throw new UnreadableException(noRecord(records.get(0)));
        }
        return records;
    }

    private static byte[] whole(HookBody body, BodyMemory.Share share) throws IOException, UnreadableException {
        if (!body.gzip()) {
            share.take((long) FORM * body.bytes().length);
            return body.bytes();
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[PORTION];
        try (InputStream in = body.open()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                share.take((long) FORM * count);
                all.write(buffer, 0, count);
            }
        }
        return all.toByteArray();
    }

    /** What is said of a value that is no object. */
    static String noRecord(JsonNode value) {
        return "the body holds a JSON " + value.getNodeType().name().toLowerCase(Locale.ROOT)
                + " where a record, a JSON object, was expected";
    }

    private static boolean isMultipart(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** Some senders, and curl by default, declare every body as a form. */
    private static boolean looksLikeJson(int first) {
        return first == '{' || first == '[';
    }

    private ObjectNode form(byte[] body, String contentType) throws UnreadableException {
        FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/",
                Unpooled.wrappedBuffer(body));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, contentType);
        HttpPostRequestDecoder decoder = null;
        try {
            decoder = new HttpPostRequestDecoder(new DefaultHttpDataFactory(false), request, StandardCharsets.UTF_8,
                    MOST_FIELDS,
                    Math.max(1, body.length));
            if (decoder.isMultipart() != isMultipart(contentType)) {
                throw new UnreadableException("the content type of the form names no boundary");
            }
            if (decoder.isMultipart() && !new String(body, StandardCharsets.ISO_8859_1).stripTrailing().endsWith("--")) {
                throw new UnreadableException("the form is cut off before its last boundary");
            }
            ObjectNode record = json.createObjectNode();
            for (InterfaceHttpData field : decoder.getBodyHttpDatas()) {
                if (field instanceof Attribute attribute) {
                    add(record, readable(attribute.getName()), readable(attribute.getValue()));
                } else if (field instanceof FileUpload file) {
                    add(record, readable(file.getName()), readable(file.getFilename()));
                }
            }
            if (record.isEmpty()) {
                throw new UnreadableException("the form has no fields");
            }
            return record;
        } catch (HttpPostRequestDecoder.TooManyFormFieldsException e) {
            throw new UnreadableException("the form has more than " + MOST_FIELDS + " fields");
        } catch (IOException | RuntimeException e) {
            throw new UnreadableException("the body is not the form that its content type says");
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    /** The decoder puts this character where the bytes are not UTF-8: damaged names are refused, not delivered. */
    private static String readable(String text) throws UnreadableException {
        if (text.indexOf('\uFFFD') >= 0) {
            throw new UnreadableException("the form is not UTF-8");
        }
        return text;
    }

    /**
     * A repeated field, such as several ticked boxes, becomes an array of what differs and is not blank; a form that has the same
     * field twice, once hidden and empty, means the one with something in it.
     */
    private static void add(ObjectNode record, String name, String value) {
        JsonNode before = record.get(name);
        if (before == null || before.isTextual() && before.textValue().isBlank()) {
            record.put(name, value);
        } else if (!value.isBlank() && !value.equals(before.textValue())) {
            if (!(before instanceof ArrayNode)) {
                record.putArray(name).add(before);
            }
            ArrayNode values = (ArrayNode) record.get(name);
            if (StreamSupport.stream(values.spliterator(), false).noneMatch(one -> one.textValue().equals(value))) {
                values.add(value);
            }
        }
    }
}
