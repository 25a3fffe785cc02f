package org.ladibridge.console.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.Mask;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Stored JSON as a page shows it. */
@ApplicationScoped
class Shown {
    private final ObjectMapper json;

    Shown(ObjectMapper json) {
        this.json = json;
    }

    /** What is not JSON is a text. */
    JsonNode tree(byte[] bytes) throws IOException {
        if (bytes == null) {
            return null;
        }
        try {
            return json.readTree(bytes);
        } catch (JsonProcessingException e) {
            return json.getNodeFactory().textNode(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    String pretty(String text, boolean masked) throws IOException {
        return text == null ? null : pretty(tree(text.getBytes(StandardCharsets.UTF_8)), masked);
    }

    String pretty(JsonNode tree, boolean masked) throws JsonProcessingException {
        if (tree == null) {
            return null;
        }
        JsonNode shown = masked ? Mask.tree(tree) : tree;
        return shown.isTextual() ? shown.textValue() : json.writerWithDefaultPrettyPrinter().writeValueAsString(shown);
    }

    /** @param warnings JSON array; null for none */
    List<Remark> remarks(String warnings) throws IOException {
        List<Remark> remarks = new ArrayList<>();
        if (warnings != null) {
            json.readTree(warnings).forEach(warning -> remarks.add(new Remark(warning.path("code").asText(),
                    warning.path("field").asText(""),
                    warning.path("detail").asText(""))));
        }
        return remarks;
    }
}
