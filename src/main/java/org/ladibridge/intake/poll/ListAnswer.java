package org.ladibridge.intake.poll;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an answer of an unknown API shows: the list, and in its rows the id and the time of change.
 *
 * @param items where the list stands
 * @param rows its elements
 * @param id where the id stands in each; null when nothing is different in all rows
 * @param updated where the time of change stands; null when none was found
 * @param created where the time stands at which it was made; null when none was found
 */
record ListAnswer(JsonNode tree, JsonPointer items, List<JsonNode> rows, JsonPointer id, JsonPointer updated,
        JsonPointer created) {
    private static final int DEEPEST = 4;
    private static final Pattern UPDATED = Pattern.compile(".*(updat|modif|chang|edit|writedate|mtime|capnhat).*");
    private static final Pattern CREATED = Pattern.compile(".*(creat|addtime|added|insert|regist|signup|joined|ngaytao).*");
    private static final Set<String> IDS = Set.of("id", "uuid", "guid", "uid");
    private static final Pattern OWN_ID = Pattern
            .compile(
                    "(customer|contact|person|user|lead|member|partner|client|record|row|khachhang|ma(kh)?)(id|uuid|code|no)?");
    private static final Pattern CODE = Pattern.compile("(code|no|number|key|ref|stt)");
    private static final Set<String> NEXT = Set.of("next", "nexturl", "nextlink", "nextpageurl", "nexthref", "odatanextlink",
            "nextpagelink", "nextpage", "nextcursor", "nextpagetoken", "nexttoken", "nextpagecursor", "continuationtoken",
            "pagetoken", "cursor", "endcursor", "scrollid", "after");
    private static final Set<String> MORE = Set.of("hasmore", "more", "hasnext", "hasnextpage", "moreitemsincollection",
            "morerecords", "hasmorepages", "ismore");

    /**
     * @param sinceField what the request compares with its time: there is the time of change; null when it does not say
     * @throws IllegalArgumentException when there is no list with rows
     */
    static ListAnswer of(JsonNode tree, String sinceField) {
        Map<JsonPointer, JsonNode> lists = new LinkedHashMap<>();
        lists(JsonPointer.empty(), tree, lists);
        Optional<Map.Entry<JsonPointer, JsonNode>> longest = lists.entrySet().stream()
                .max(Comparator.<Map.Entry<JsonPointer, JsonNode>>comparingInt(list -> list.getValue().size())
                        .thenComparing(list -> -list.getKey().toString().length()));
        if (longest.isEmpty()) {
            throw new IllegalArgumentException("the answer holds no list of objects with something in it" + said(tree)
                    + "; ask for one that has at least three customers");
        }
        List<JsonNode> rows = new ArrayList<>();
        longest.get().getValue().forEach(rows::add);
        Map<JsonPointer, Integer> ids = new LinkedHashMap<>();
        Map<JsonPointer, Integer> updated = new LinkedHashMap<>();
        Map<JsonPointer, Integer> created = new LinkedHashMap<>();
        for (JsonPointer place : places(rows)) {
            String name = ListRequest.plain(last(place));
            int depth = depth(place);
            if (isDifferent(rows, place)) {
                int rank = IDS.contains(name) ? 0 : OWN_ID.matcher(name).matches() ? 1 : CODE.matcher(name).matches() ? 2 : -1;
                if (rank >= 0 && depth <= 2) {
                    ids.put(place, rank + 10 * depth);
                }
            }
            if (isTime(rows, place)) {
                if (last(place).equals(sinceField)) {
                    updated.put(place, -1);
                } else if (UPDATED.matcher(name).matches()) {
                    updated.put(place, depth);
                } else if (CREATED.matcher(name).matches()) {
                    created.put(place, depth);
                }
            }
        }
        return new ListAnswer(tree, longest.get().getKey(), rows, best(ids), best(updated), best(created));
    }

    /** An API's own word for what went wrong, when the answer is small. */
    private static String said(JsonNode tree) {
        List<String> keys = new ArrayList<>();
        tree.fieldNames().forEachRemaining(keys::add);
        return keys.isEmpty() ? "" : " (its keys: " + String.join(", ", keys.subList(0, Math.min(8, keys.size()))) + ")";
    }

    private static JsonPointer best(Map<JsonPointer, Integer> ranked) {
        return ranked.entrySet().stream().min(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(null);
    }

    private static void lists(JsonPointer at, JsonNode node, Map<JsonPointer, JsonNode> lists) {
        if (node.isArray() && !node.isEmpty() && node.get(0).isObject()) {
            lists.put(at, node);
        } else if (node.isObject() && depth(at) < DEEPEST) {
            node.properties().forEach(field -> lists(at.appendProperty(field.getKey()), field.getValue(), lists));
        }
    }

    /** Every place at which some row has a plain value. */
    private static Set<JsonPointer> places(List<JsonNode> rows) {
        Set<JsonPointer> places = new java.util.LinkedHashSet<>();
        rows.stream().limit(20).forEach(row -> places(JsonPointer.empty(), row, places));
        return places;
    }

    private static void places(JsonPointer at, JsonNode node, Set<JsonPointer> places) {
        if (node.isObject() && depth(at) < DEEPEST) {
            node.properties().forEach(field -> places(at.appendProperty(field.getKey()), field.getValue(), places));
        } else if (node.isValueNode()) {
            places.add(at);
        }
    }

    private static boolean isDifferent(List<JsonNode> rows, JsonPointer place) {
        Set<String> seen = new HashSet<>();
        return rows.stream().map(row -> row.at(place))
                .allMatch(value -> value.isValueNode() && !value.isNull() && !value.isBoolean() && !value.asText().isBlank()
                        && seen.add(value.asText()));
    }

    /** Whether all that stands there is a time; some may have none. */
    private static boolean isTime(List<JsonNode> rows, JsonPointer place) {
        boolean any = false;
        for (JsonNode row : rows) {
            JsonNode value = row.at(place);
            boolean nothing = value.isMissingNode() || value.isNull() || value.asText().isBlank();
            if (!nothing && TimeFormats.read(value) == null) {
                return false;
            }
            any |= !nothing;
        }
        return any;
    }

    static String last(JsonPointer place) {
        return place.last() == null ? "" : place.last().getMatchingProperty();
    }

    private static int depth(JsonPointer place) {
        int depth = 0;
        for (JsonPointer rest = place; !rest.matches(); rest = rest.tail()) {
            depth++;
        }
        return depth;
    }

    /** The same list, as another answer shows what is outside it. */
    ListAnswer of(JsonNode other) {
        return new ListAnswer(other, items, rows, id, updated, created);
    }

    /** The time of change as a row has it, an example; null when none has one. */
    String exampleOfTime() {
        for (JsonPointer place : new JsonPointer[]{updated, created}) {
            if (place != null) {
                Optional<String> text = rows.stream().map(row -> row.at(place).asText()).filter(each -> !each.isBlank()
                        && !each.equals("null")).findFirst();
                if (text.isPresent()) {
                    return text.get();
                }
            }
        }
        return null;
    }

    /** What names the next page, outside the list; the value may be null where this is the last. */
    Optional<JsonPointer> next() {
        return outside(NEXT, false);
    }

    /** A flag that says whether there are more. */
    Optional<JsonPointer> more() {
        return outside(MORE, true);
    }

    private Optional<JsonPointer> outside(Set<String> names, boolean flag) {
        Map<JsonPointer, Integer> found = new LinkedHashMap<>();
        outside(JsonPointer.empty(), tree, names, flag, found);
        return Optional.ofNullable(best(found));
    }

    private void outside(JsonPointer at, JsonNode node, Set<String> names, boolean flag, Map<JsonPointer, Integer> found) {
        if (at.equals(items) || !node.isObject() || depth(at) >= DEEPEST) {
            return;
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonPointer place = at.appendProperty(field.getKey());
            JsonNode value = field.getValue();
            boolean inNext = value.isValueNode() && ListRequest.plain(last(at)).equals("next")
                    && Set.of("href", "url", "link", "after", "cursor").contains(ListRequest.plain(field.getKey()));
            boolean named = names.contains(ListRequest.plain(field.getKey())) && (flag
                    ? value.isBoolean()
                    : value.isValueNode()
                            && !value.isBoolean());
            if (named || !flag && inNext) {
                // Of a cursor and a link the cursor keeps the request's own parameters; what has a value goes before what has none.
                boolean weak = ListRequest.plain(field.getKey()).matches("cursor|after|pagetoken") && !inNext;
                found.put(place, depth(place) + (value.isNull() ? 100 : 0) + (weak ? 10 : 0));
            }
            outside(place, value, names, flag, found);
        }
    }
}
