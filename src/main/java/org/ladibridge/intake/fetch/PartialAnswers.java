package org.ladibridge.intake.fetch;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Of references that were answered in part: the ids whose records are stored, so that they are not asked for again. */
final class PartialAnswers {
    private static final int REMEMBERED = 1_000;

    private final Map<Long, Set<String>> stored = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Set<String>> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<Long, Set<String>> offered = new ConcurrentHashMap<>();

    synchronized Set<String> of(long reference) {
        return Set.copyOf(stored.getOrDefault(reference, Set.of()));
    }

    /** Their records are on the way to the store. */
    void offer(long reference, Set<String> ids) {
        offered.put(reference, ids);
    }

    /** What was offered is stored. */
    synchronized void stored(long reference) {
        Set<String> ids = offered.remove(reference);
        if (ids != null) {
            stored.computeIfAbsent(reference, key -> new HashSet<>()).addAll(ids);
        }
    }

    /** Nothing is left to be asked. */
    synchronized void forget(long reference) {
        stored.remove(reference);
    }
}
