package org.ladibridge.intake.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;

import org.ladibridge.intake.UntrustedJson;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** JSON: one array of objects, one object, or an object per line. Which of them, the first characters tell. */
final class JsonRows implements RowReader {
    /** What an errors file adds to each object. */
    static final String ERROR = "_error";
    private static final int SNIFFED = 1024 * 1024;

    private final ObjectMapper json = UntrustedJson.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** What follows an element is the next one, not rubbish. */
    private final ObjectReader element = json.readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final BufferedReader in;
    /** Null when every line is a record of its own. */
    private final JsonParser document;
    private long line;
    private boolean begun;
    private boolean ended;

    JsonRows(Reader reader) throws IOException {
        this.in = new BufferedReader(reader, SNIFFED + 1);
        this.document = everyLineIsARecord() ? null : json.getFactory().createParser(in);
    }

    private boolean everyLineIsARecord() throws IOException {
        in.mark(SNIFFED);
        char[] sniffed = new char[SNIFFED];
        int n = in.read(sniffed, 0, SNIFFED);
        in.reset();
        String head = n < 0 ? "" : new String(sniffed, 0, n).stripLeading();
        if (!head.startsWith("{")) {
            return false;
        }
        try {
            return json.readTree(head.lines().findFirst().orElse("")).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    @Override
    public Row next() throws IOException {
        return ended ? null : document == null ? nextLine() : nextElement();
    }

    private Row nextLine() throws IOException {
        for (String text = in.readLine(); text != null; text = in.readLine()) {
            line++;
            if (!text.isBlank()) {
                try {
                    return row(line, json.readTree(text));
                } catch (JsonProcessingException e) {
                    return new Row(line, TextNode.valueOf(cut(text)), List.of(), "the line is not a JSON object");
                }
            }
        }
        ended = true;
        return null;
    }

    private Row nextElement() throws IOException {
        try {
            if (!begun) {
                begun = true;
                if (document.nextToken() == JsonToken.START_ARRAY) {
                    document.nextToken();
                }
            }
            if (document.currentToken() == null || document.currentToken() == JsonToken.END_ARRAY) {
                ended = true;
                return null;
            }
            long at = document.currentTokenLocation().getLineNr();
            JsonNode value = element.readValue(document);
            document.nextToken();
            return row(at, value);
        } catch (JsonProcessingException e) {
            // What follows has lost its beginning: one record stands for the rest.
            ended = true;
            long at = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            return new Row(at, TextNode.valueOf(""), List.of(), "the JSON breaks off or is malformed from here on");
        }
    }

    private static Row row(long line, JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.remove(ERROR);
        }
        return value.isObject()
                ? new Row(line, value, List.of(), null)
                : new Row(line, TextNode.valueOf(cut(value.toString())), List.of(), "a JSON object was expected");
    }

    private static String cut(String text) {
        return text.length() <= 10_000 ? text : text.substring(0, 10_000);
    }

    @Override
    public List<String> header() {
        return List.of();
    }

    @Override
    public String delimiter() {
        return null;
    }

    @Override
    public void close() throws IOException {
        if (document != null) {
            document.close();
        }
        in.close();
    }
}
