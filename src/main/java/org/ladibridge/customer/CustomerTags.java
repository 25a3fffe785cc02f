package org.ladibridge.customer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What a record says of a customer's tags. No tag is both added and removed.
 *
 * @param cleared whether the customer loses all of them; then none is added
 * @param byName whether {@code added} are names; else they are LadiFlow's ids
 * @param added none when nothing is said of tags that the customer has
 * @param removed names
 */
public record CustomerTags(boolean cleared, boolean byName, List<String> added, List<String> removed) {
    private static final CustomerTags NOTHING = new CustomerTags(false, false, List.of(), List.of());

    public CustomerTags {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    public static CustomerTags of(CustomerUpdate customer) {
        if (!customer.fields().contains(CustomerField.TAGS) && !customer.fields().contains(CustomerField.TAGS_REMOVE)) {
            return NOTHING;
        }
        JsonNode tags = customer.value(CustomerField.TAGS).orElse(null);
        return new CustomerTags(tags != null && tags.isNull(),
                customer.value(CustomerField.IMPORT_BY_TAG_NAME).filter(JsonNode::asBoolean).isPresent(), texts(tags),
                texts(customer.value(CustomerField.TAGS_REMOVE).orElse(null)));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        if (list != null) {
            list.forEach(item -> texts.add(item.asText()));
        }
        return texts;
    }

    /** Two names that are one for the bridge fold to the same: NFC, trimmed, without capitals. */
    public static String fold(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** Whether the record says nothing of tags. */
    public boolean isNothing() {
        return !cleared && added.isEmpty() && removed.isEmpty();
    }

    /**
     * Combines two changes of tags, the later one second.
     *
     * @return empty when no single list surely does
     */
    Optional<CustomerTags> followedBy(CustomerTags later, TagsOnUpdate mode) {
        if (later.isNothing() || cleared && later.added.isEmpty() && !later.cleared) {
            return Optional.of(this);
        }
        if (isNothing() || later.cleared) {
            return Optional.of(later);
        }
        if (cleared || mixes(later)) {
            return Optional.empty();
        }
        if (mode == TagsOnUpdate.REPLACE && !later.added.isEmpty()) {
            // Whether LadiFlow replaces a list or adds to it is documented nowhere.
            return folded(later.added).containsAll(folded(added)) ? Optional.of(later) : Optional.empty();
        }
        List<String> all = plus(minus(added, later.removed), later.added);
        if (mode == TagsOnUpdate.REPLACE && all.isEmpty() && !added.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CustomerTags(false, added.isEmpty() ? later.byName : byName, all,
                plus(minus(removed, later.added), later.removed)));
    }

    /** Whether a tag may stand in one of them by its id and in the other one by its name. */
    private boolean mixes(CustomerTags later) {
        boolean ids = !byName && !added.isEmpty();
        boolean laterIds = !later.byName && !later.added.isEmpty();
        return ids && !later.removed.isEmpty() || laterIds && !removed.isEmpty()
                || !added.isEmpty() && !later.added.isEmpty() && byName != later.byName;
    }

    private static Set<String> folded(Collection<String> names) {
        return names.stream().map(CustomerTags::fold).collect(Collectors.toSet());
    }

    /** The names without those of the others. */
    public static List<String> minus(Collection<String> names, Collection<String> others) {
        Set<String> folded = folded(others);
        return names.stream().filter(name -> !folded.contains(fold(name))).toList();
    }

    private static List<String> plus(List<String> names, List<String> others) {
        List<String> all = new ArrayList<>(names);
        all.addAll(minus(others, names));
        return all;
    }

    /** Writes it in the place of what the customer says of tags. */
    void into(CustomerUpdate.Builder customer) {
        customer.remove(CustomerField.TAGS).remove(CustomerField.IMPORT_BY_TAG_NAME).remove(CustomerField.TAGS_REMOVE);
        if (cleared) {
            customer.clear(CustomerField.TAGS);
        } else {
            customer.set(CustomerField.TAGS, array(added));
            customer.set(CustomerField.IMPORT_BY_TAG_NAME, byName && !added.isEmpty() ? BooleanNode.TRUE : null);
        }
        customer.set(CustomerField.TAGS_REMOVE, array(removed));
    }

    private static JsonNode array(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }
}
