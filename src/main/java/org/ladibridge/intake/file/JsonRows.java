package org.ladibridge.intake.file;

import java.io.IOException;
import java.io.Reader;
import java.util.List;

import org.ladibridge.intake.UntrustedJson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** JSON: arrays of objects, objects one behind the other, an object per line, or one object that wraps an array of them. */
final class JsonRows implements RowReader {
    /** What an errors file adds to each object. */
    static final String ERROR = "_error";
    /** About what an object's member takes in memory beside its text. */
    private static final int MEMBER = 120;

    private final ObjectMapper json = UntrustedJson.mapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    /** Null when each line stands for itself. */
    private final JsonElements elements;
    private final CsvLines lines;
    private final JsonWrapper wrapper;

    /** @param wrapper where the records are; null when they are all there is */
    JsonRows(Reader reader, JsonWrapper wrapper) throws IOException {
        this.elements = new JsonElements(reader, wrapper == null ? -1 : wrapper.arrayAt());
        this.lines = null;
        this.wrapper = wrapper;
    }

    /** Each line is a value of its own: what is broken in it ends with it. */
    JsonRows(CsvLines lines) {
        this.elements = null;
        this.lines = lines;
        this.wrapper = null;
    }

    @Override
    public Row next() throws IOException {
        return elements == null ? nextLine() : nextElement();
    }

    private Row nextLine() throws IOException {
        for (String line = lines.next(); line != null; line = lines.next()) {
            String text = line.strip();
            text = text.startsWith("\uFEFF") ? text.substring(1).strip() : text;
            text = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
            if (lines.isTooLong() || text.length() > JsonElements.LONGEST) {
                return unreadable(new JsonElements.Element(lines.number(), 0, text, 0, "the object is longer than "
                        + JsonElements.LONGEST + " characters; split it, or leave out what is no customer's"));
            }
            if (!text.isEmpty()) {
                int members = (int) text.chars().filter(c -> c == ',').count();
                JsonElements.Element element = new JsonElements.Element(lines.number(), 0, text, members, null);
                try {
                    return row(element, json.readTree(text));
                } catch (JsonProcessingException e) {
                    return unreadable(new JsonElements.Element(lines.number(), 0, text, 0, "the line is not a JSON object"));
                }
            }
        }
        return null;
    }

    private Row nextElement() throws IOException {
        JsonElements.Element element = elements.next();
        if (element == null) {
            return null;
        }
        if (element.problem() != null) {
            return unreadable(element);
        }
        try {
            return row(element, json.readTree(element.text()));
        } catch (JsonProcessingException e) {
            return unreadable(elements.reject(element));
        }
    }

    private static Row unreadable(JsonElements.Element element) {
        return new Row(element.line(), TextNode.valueOf(cut(element.text())), List.of(), element.problem());
    }

    private static Row row(JsonElements.Element element, JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.remove(ERROR);
            return new Row(element.line(), value, List.of(), null,
                    2L * element.text().length() + (long) MEMBER * (element.members() + 1));
        }
        return new Row(element.line(), TextNode.valueOf(cut(value.toString())), List.of(), "a JSON object was expected");
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
    public List<FileProblem> notes() {
        return wrapper == null
                ? List.of()
                : List.of(
                        new FileProblem("the records are those of «" + wrapper.name() + "»; what stands beside it was left out",
                                "các bản ghi lấy từ «" + wrapper.name() + "»; phần bên cạnh được bỏ qua"));
    }

    @Override
    public void close() throws IOException {
        if (elements == null) {
            lines.close();
        } else {
            elements.close();
        }
    }
}
