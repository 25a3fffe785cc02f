package org.ladibridge.console.web;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import jakarta.ws.rs.core.MultivaluedMap;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.ledger.Replay;

/**
 * What a person wants to be sent instead, as they typed it.
 *
 * @param mapping what it is a change of
 * @param values what is typed for LadiFlow's fields; a field that is left blank stays as it is and is not among them
 * @param patch whatever else, as a JSON merge patch; blank for nothing
 */
record PatchForm(Replay.Mapping mapping, Map<String, String> values, String patch) {
    /** Begins the name of a field's input. */
    private static final String INPUT = "set.";

    /** As LadiFlow's documentation has the fields; what is none of them comes last. */
    private static final Comparator<String> IN_ORDER = Comparator.<String>comparingInt(
            name -> CustomerField.byWireName(name).map(CustomerField::ordinal).orElse(Integer.MAX_VALUE))
            .thenComparing(Comparator.naturalOrder());

    /** Reads an input for each field, or one for a field that is chosen. */
    static PatchForm of(MultivaluedMap<String, String> form) {
        Map<String, String> values = new TreeMap<>(IN_ORDER);
        form.forEach((name, typed) -> {
            if (name.startsWith(INPUT)) {
                values.put(name.substring(INPUT.length()), typed.get(0).strip());
            }
        });
        values.put(text(form, "field"), text(form, "value"));
        values.remove("");
        values.values().removeIf(String::isEmpty);
        return new PatchForm(Arrays.stream(Replay.Mapping.values())
                .filter(mapping -> mapping.label().equals(form.getFirst("mapping"))).findFirst().orElse(Replay.Mapping.LATEST),
                values,
                text(form, "patch"));
    }

    /** Nothing typed yet. */
    static PatchForm blank(Replay.Mapping mapping) {
        return new PatchForm(mapping, Map.of(), "");
    }

    /** Without what stood in the inputs already. */
    PatchForm without(Map<String, String> before) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.entrySet().removeIf(typed -> typed.getValue().equals(before.get(typed.getKey())));
        return new PatchForm(mapping, changed, patch);
    }

    static String text(MultivaluedMap<String, String> form, String name) {
        String text = form.getFirst(name);
        return text == null ? "" : text.strip();
    }
}
