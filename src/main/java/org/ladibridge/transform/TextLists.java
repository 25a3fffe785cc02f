package org.ladibridge.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** Tags and channels: a JSON list, or one text with commas, semicolons or bars; each entry cleaned, none twice. */
final class TextLists {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{24}");

    /** Google Contacts joins labels with colons, and marks its own ones. */
    private static final Pattern ENTRIES = Pattern.compile("[,;|]| ::: ");
    private static final String OF_GOOGLE = "* ";

    private TextLists() {
    }

    static boolean isId(String text) {
        return text.length() == 24 && ID.matcher(text).matches();
    }

    /** Whether a list, or a text with commas, holds nothing but ids. */
    static boolean areIds(JsonNode list) {
        for (JsonNode entry : list) {
            if (!isId(entry.asText().strip())) {
                return false;
            }
        }
        return !list.isTextual() || Arrays.stream(ENTRIES.split(list.textValue())).map(String::strip).allMatch(TextLists::isId);
    }

    /** Entries as they are. */
    static Value<JsonNode> parse(JsonNode node) {
        return parse(node, entry -> true, "an entry is not a text");
    }

    /** LadiFlow's identifiers only: it drops unknown ones in silence. */
    static Value<JsonNode> ids(JsonNode node) {
        Value<JsonNode> list = parse(node, TextLists::isId, "an entry is not a LadiFlow tag id; give names in tags_by_name");
        return list.map(entries -> {
            Collection<String> distinct = new LinkedHashSet<>();
            entries.forEach(id -> distinct.add(id.textValue().toLowerCase(Locale.ROOT)));
            ArrayNode ids = JsonNodeFactory.instance.arrayNode(distinct.size());
            distinct.forEach(ids::add);
            return ids;
        });
    }

    /** Mailchimp puts each of its tags into quotation marks. */
    private static String unquoted(String entry) {
        return entry.length() > 2 && entry.charAt(0) == '"' && entry.charAt(entry.length() - 1) == '"'
                ? entry.substring(1, entry.length() - 1).strip()
                : entry;
    }

    private static Value<JsonNode> parse(JsonNode node, Predicate<String> wanted, String remark) {
        Collection<String> entries = new LinkedHashSet<>();
        boolean allGood = true;
        if (node.isArray()) {
            for (JsonNode entry : node) {
                allGood &= add(Text.of(entry), entries, wanted);
            }
        } else if (node.isTextual()) {
            for (String entry : ENTRIES.split(node.textValue())) {
                if (!entry.startsWith(OF_GOOGLE)) {
                    allGood &= add(Value.of(unquoted(Text.clean(entry))), entries, wanted);
                }
            }
        } else {
            allGood = add(Text.of(node), entries, wanted);
        }
        JsonNode list = list(entries);
        return new Value<>(list, allGood ? null : Warning.Code.BAD_VALUE, allGood ? null : remark);
    }

    /** The entries of all of them. */
    static JsonNode together(List<JsonNode> lists) {
        Collection<String> entries = new LinkedHashSet<>();
        for (JsonNode list : lists) {
            JsonNode kept = parse(list).kept();
            if (kept != null) {
                entries.addAll(texts(kept));
            }
        }
        return JsonNodeFactory.instance.arrayNode().addAll(entries.stream().map(JsonNodeFactory.instance::textNode).toList());
    }

    /** Null for none. */
    static JsonNode list(Collection<String> entries) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode(entries.size());
        entries.forEach(list::add);
        return list.isEmpty() ? null : list;
    }

    /** The entries of a list of texts. */
    static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>(list.size());
        list.forEach(entry -> texts.add(entry.textValue()));
        return texts;
    }

    private static boolean add(Value<String> entry, Collection<String> entries, Predicate<String> wanted) {
        if (entry.kept() == null || Text.isNothing(entry.kept()) || Text.isNothingButAName(entry.kept())) {
            return entry.code() == null;
        }
        if (!wanted.test(entry.kept())) {
            return false;
        }
        entries.add(entry.kept());
        return true;
    }
}
