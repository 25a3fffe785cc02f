package org.ladibridge.intake.hook;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.UntrustedJson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
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

    private final ObjectMapper json = UntrustedJson.mapper();

    /**
     * @param contentType null is taken for JSON
     * @return one element for an object or a form, one for each element of an array or line; in a list, one that is no object does
     *         not spoil the others
     */
    public List<JsonNode> parse(byte[] body, String contentType) throws UnreadableException {
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        if (isMultipart(type) || type.startsWith("application/x-www-form-urlencoded") && !looksLikeJson(body)) {
            return List.of(form(body, contentType));
        }
        return jsonValues(body);
    }

    private List<JsonNode> jsonValues(byte[] body) throws UnreadableException {
        List<JsonNode> records = new ArrayList<>();
        boolean array = false;
        try (JsonParser parser = json.createParser(body);
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
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ")";
            throw new UnreadableException("the body is not JSON" + where);
        } catch (IOException e) {
            throw new UnreadableException("the body is not JSON");
        }
        if (records.isEmpty() && isBlank(body)) {
            throw new UnreadableException("the body is empty");
        }
        if (records.size() == 1 && !array && !records.get(0).isObject()) {
            throw new UnreadableException(noRecord(records.get(0)));
        }
        return records;
    }

    /** What is said of a value that is no object. */
    static String noRecord(JsonNode value) {
        return "the body holds a JSON " + value.getNodeType().name().toLowerCase(Locale.ROOT)
                + " where a record, a JSON object, was expected";
    }

    private static boolean isMultipart(String contentType) {
        return contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data");
    }

    /** Some senders, and curl by default, call everything a form. */
    private static boolean looksLikeJson(byte[] body) {
        return body.length > 0 && (body[0] == '{' || body[0] == '[');
    }

    private static boolean isBlank(byte[] body) {
        for (byte b : body) {
            if (b < 0 || b > ' ') {
                return false;
            }
        }
        return true;
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

    /** A repeated field, such as several ticked boxes, becomes an array. */
    private static void add(ObjectNode record, String name, String value) {
        JsonNode before = record.get(name);
        if (before == null) {
            record.put(name, value);
        } else if (before.isArray()) {
            record.withArray(name).add(value);
        } else {
            record.putArray(name).add(before).add(value);
        }
    }
}
