package org.ladibridge.console.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Mask;
import org.ladibridge.ledger.Replay;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.qute.TemplateData;

/**
 * One of LadiFlow's fields on its way, each step as text; null where it is absent. What differs is told by the values as they are,
 * not as they are shown.
 *
 * @param original as it was mapped at first, when a replay has replaced it
 * @param sentDiffers from what was mapped
 * @param answerDiffers from what was sent; LadiFlow does not repeat everything
 * @param isParked LadiFlow put it beside the customer's own fields
 * @param isSilent LadiFlow did not say what became of it
 */
@TemplateData
public record FieldRow(String name, String original, String mapped, String sent, String answered, boolean mappedDiffers,
        boolean sentDiffers, boolean answerDiffers, boolean isParked, boolean isSilent) {
    /** Fields that hold no personal data. */
    private static final Set<CustomerField> IMPERSONAL = Set.of(CustomerField.LANG, CustomerField.SOURCE,
            CustomerField.IMPORT_BY_TAG_NAME, CustomerField.COUNTRY);

    private static final String PARKED = "external_data";

    /** A field before and after; null where it is absent. */
    @TemplateData
    public record Change(String name, String before, String after, boolean isOlder) {
    }

    static boolean isPersonal(String name) {
        return CustomerField.byWireName(name).filter(IMPERSONAL::contains).isEmpty();
    }

    static List<FieldRow> of(JsonNode original, JsonNode mapped, JsonNode sent, JsonNode answered, boolean masked) {
        List<FieldRow> rows = new ArrayList<>();
        for (CustomerField field : CustomerField.values()) {
            JsonNode first = get(original, field);
            JsonNode placed = get(mapped, field);
            JsonNode went = get(sent, field);
            JsonNode stands = get(answered, field);
            if (first != null || placed != null || went != null) {
                boolean hide = masked && !IMPERSONAL.contains(field);
                rows.add(new FieldRow(field.wireName(), text(first, hide), text(placed, hide), text(went, hide),
                        text(stands, hide), original != null && !same(first, placed), sent != null && !same(placed, went),
                        went != null && stands != null && !same(went, stands),
                        went != null && stands == null && parks(answered, field),
                        went != null && stands == null && answered != null && !parks(answered, field)));
            }
        }
        return rows;
    }

    /** @param content what was typed of it is shown to who typed it */
    static List<Change> changes(Replay.Plan plan, Replay.Content content, boolean masked) {
        Set<String> names = new LinkedHashSet<>(Arrays.stream(CustomerField.values()).map(CustomerField::wireName).toList());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            plan.diff().stream().filter(difference -> difference.field().equals(name)).forEach(difference -> {
                boolean hide = masked && isPersonal(name);
                changes.add(new Change(name, text(difference.before(), hide),
                        text(difference.after(), hide && (content.patch() == null || !content.patch().has(name))), false));
            });
            if (plan.leftOut().contains(name)) {
                JsonNode ours = plan.before() == null ? null : plan.before().get(name);
                changes.add(new Change(name, text(ours, masked && isPersonal(name)), null, true));
            }
        }
        return changes;
    }

    /** The customer in an answer of LadiFlow's; null when there is none. */
    static JsonNode customer(JsonNode answer) {
        JsonNode data = answer == null ? null : answer.path("data");
        if (data == null || !data.isObject()) {
            return null;
        }
        return data.path("customer").isObject() ? data.path("customer") : data;
    }

    private static boolean parks(JsonNode answered, CustomerField field) {
        for (JsonNode parked : answered == null ? List.<JsonNode>of() : answered.path(PARKED)) {
            if (parked.path("name").asText().equals(field.wireName())) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode get(JsonNode tree, CustomerField field) {
        return tree == null ? null : tree.get(field.wireName());
    }

    static boolean same(JsonNode a, JsonNode b) {
        return a == null || b == null ? a == b : a.equals(b) || a.isNumber() && b.isNumber() && a.asDouble() == b.asDouble();
    }

    static String text(JsonNode value, boolean hide) {
        if (value == null) {
            return null;
        }
        JsonNode shown = hide ? Mask.tree(value) : value;
        return shown.isTextual() ? shown.textValue() : shown.toString();
    }
}
