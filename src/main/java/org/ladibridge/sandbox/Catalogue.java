package org.ladibridge.sandbox;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

/** What people set up in LadiFlow: tags, with unique names, and the custom fields that are defined. Bounded, in memory. */
@ApplicationScoped
class Catalogue {
    private static final int MOST = 10_000;
    private static final int ID_BYTES = 12;

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Tag> tags = new LinkedHashMap<>();
    private final Map<String, String> fieldIds = new LinkedHashMap<>();

    Catalogue(Clock clock) {
        this.clock = clock;
    }

    /** A tag as {@code list-tag} tells it. */
    record Tag(String id, String name, String createdAt, String updatedAt) {
    }

    synchronized List<Tag> tags() {
        return new ArrayList<>(tags.values());
    }

    synchronized Optional<Tag> tag(String id) {
        return Optional.ofNullable(tags.get(id));
    }

    synchronized Optional<Tag> byName(String name) {
        String wanted = folded(name);
        return tags.values().stream().filter(tag -> folded(tag.name()).equals(wanted)).findFirst();
    }

    /** The tag with this name, made when there is none. */
    synchronized Tag named(String name) {
        return byName(name).orElseGet(() -> {
            if (tags.size() >= MOST) {
                tags.remove(tags.keySet().iterator().next());
            }
            String now = clock.instant().toString();
            Tag tag = new Tag(newId(), name.strip(), now, now);
            tags.put(tag.id(), tag);
            return tag;
        });
    }

    synchronized void clearTags() {
        tags.clear();
    }

    synchronized List<String> fields() {
        return new ArrayList<>(fieldIds.keySet());
    }

    /** The id of a custom field; empty when it is not defined. */
    synchronized Optional<String> fieldId(String name) {
        return Optional.ofNullable(fieldIds.get(name));
    }

    synchronized void define(String field) {
        if (fieldIds.size() < MOST) {
            fieldIds.putIfAbsent(field, newId());
        }
    }

    synchronized void clearFields() {
        fieldIds.clear();
    }

    private String newId() {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).strip().toLowerCase(Locale.ROOT);
    }
}
