package org.ladibridge.intake.file;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The beginnings of the files that were looked at lately, so that a person can be shown what would come of them. In memory only. */
final class SeenFiles {
    private static final int MOST = 100;

    /**
     * What has a header of its own in a file.
     *
     * @param look with the first rows only
     * @param columns as they were understood when the file was looked at
     */
    record SeenBeginning(PartLook look, List<ColumnUse> columns) {
    }

    /**
     * A file as it was looked at.
     *
     * @param waits whether somebody has to say what its columns are: such a one is kept before those that were read
     * @param reading how far it came
     * @param notes what its report says besides
     */
    record Entry(String source, String file, Instant at, boolean waits, Reading reading, List<SeenBeginning> parts,
            List<FileProblem> notes) {
        Entry noted(List<FileProblem> told) {
            return new Entry(source, file, at, waits, Reading.DONE, parts, List.copyOf(told));
        }

        Entry ended() {
            return new Entry(source, file, at, waits, reading == Reading.NOW ? Reading.BROKEN_OFF : reading, parts, notes);
        }

        List<PartLook> looks() {
            return parts.stream().map(SeenBeginning::look).toList();
        }
    }

    /** How far a file came. */
    enum Reading {
        /** It is counted, or its rows are stored. */
        NOW,
        /** Nothing of it is stored, or not all: it waits, is gone, or is read again. */
        BROKEN_OFF,
        /** All of it is stored. */
        DONE
    }

    private record Key(String source, String file) {
    }

    private final Map<Key, Entry> files = new LinkedHashMap<>();

    synchronized void add(Entry entry) {
        Key key = new Key(entry.source(), entry.file());
        files.remove(key);
        files.put(key, entry);
        if (files.size() > MOST) {
            Key eldest = files.entrySet().stream().filter(file -> !file.getValue().waits()).map(Map.Entry::getKey).findFirst()
                    .orElseGet(() -> files.keySet().iterator().next());
            files.remove(eldest);
        }
    }

    /** Nobody reads it any longer. */
    synchronized void ended(String source, String file) {
        files.computeIfPresent(new Key(source, file), (key, entry) -> entry.ended());
    }

    synchronized Optional<Entry> find(String source, String file) {
        return Optional.ofNullable(files.get(new Key(source, file)));
    }

    synchronized List<Entry> all() {
        return List.copyOf(files.values());
    }
}
