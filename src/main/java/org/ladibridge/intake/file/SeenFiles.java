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

    /** A file as it was looked at. */
    record Entry(String source, String file, Instant at, List<SeenBeginning> parts) {
        List<PartLook> looks() {
            return parts.stream().map(SeenBeginning::look).toList();
        }
    }

    private record Key(String source, String file) {
    }

    private final Map<Key, Entry> files = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(Entry entry) {
        files.put(new Key(entry.source(), entry.file()), entry);
    }

    synchronized Optional<Entry> find(String source, String file) {
        return Optional.ofNullable(files.get(new Key(source, file)));
    }

    synchronized List<Entry> all() {
        return List.copyOf(files.values());
    }
}
