package org.ladibridge.intake.file;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What a source remembers of its files over a restart: which content it read last, which it had begun, and which file is stored but
 * stands in its folder still. Its JSON is the source's checkpoint.
 *
 * <p>
 * A content that comes again is another generation of it, so that its rows are told from the earlier ones; unless it is the last that
 * was begun, or was begun and not finished: then its rows are the same.
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
final class FileHistory {
    /** How often the process may end while it reads a file. */
    private static final int MOST_DEATHS = 2;
    private static final int MOST_OPEN = 100;
    private static final int MOST_UNMOVED = 1_000;

    /**
     * A content that was read.
     *
     * @param sha hash of its rows, see {@link DroppedFile#content()}
     * @param generation 0 = the first time, as far as the store knows
     */
    @RegisterForReflection
    record Read(String sha, long generation) {
    }

    /** @param begun how often it was begun and not ended, neither well nor ill */
    @RegisterForReflection
    record Reading(String version, int begun) {
    }

    /**
     * A file that is stored.
     *
     * @param folder where it belongs: done or errors
     */
    @RegisterForReflection
    record Unmoved(String version, String folder) {
    }

    @JsonProperty
    private long generation;
    @JsonProperty
    private Read last;
    /** By name. */
    @JsonProperty
    private Map<String, Reading> reading = new LinkedHashMap<>();
    /** Null between files. */
    private String current;
    @JsonProperty
    private Map<String, Long> open = new LinkedHashMap<>();
    @JsonProperty
    private Map<String, Boolean> allowed = new LinkedHashMap<>();
    @JsonProperty
    private Map<String, Unmoved> unmoved = new LinkedHashMap<>();

    /** @return false when the process ended too often while it read this very file */
    boolean begin(String name, String version) {
        Reading former = reading.get(name);
        int before = former != null && former.version().equals(version) ? former.begun() : 0;
        if (before >= MOST_DEATHS) {
            return false;
        }
        current = name;
        put(reading, name, new Reading(version, before + 1), MOST_OPEN);
        return true;
    }

    private static <T> void put(Map<String, T> map, String key, T value, int most) {
        map.remove(key);
        map.put(key, value);
        if (map.size() > most) {
            map.remove(map.keySet().iterator().next());
        }
    }

    /** Somebody let a content run, however many changes it brings. */
    void allow(String sha) {
        put(allowed, sha, true, MOST_OPEN);
    }

    /** Whether it was let run, or begun, when it was. */
    boolean mayRun(String sha) {
        return allowed.containsKey(sha) || open.containsKey(sha);
    }

    /** The reading ended for a known reason, and not by a crash. */
    void ended() {
        reading.remove(current);
        current = null;
    }

    /** As {@link #ended()}, of a file whose end could not be written when it came. */
    void ended(String name) {
        reading.remove(name);
    }

    boolean isReading() {
        return current != null;
    }

    /**
     * Which generation a content is.
     *
     * @param seenBefore whether the store holds rows of it
     */
    long open(String sha, BooleanSupplier seenBefore) {
        Long begun = open.get(sha);
        if (begun == null) {
            begun = last != null && last.sha().equals(sha)
                    ? last.generation()
                    : seenBefore.getAsBoolean() ? ++generation : 0L;
            put(open, sha, begun, MOST_OPEN);
        }
        if (last != null && !last.sha().equals(sha)) {
            // What is stored of this one is the last word now, even when it is never finished.
            last = null;
        }
        return begun;
    }

    /** What was read under this hash may not have been what was hashed. */
    void forget(String sha) {
        open.remove(sha);
        ended();
    }

    /** Every record of it is stored, and it is about to leave its folder. */
    void finished(String sha, String name, String version, String folder) {
        Long finished = sha == null ? null : open.remove(sha);
        allowed.remove(sha);
        if (finished != null) {
            last = new Read(sha, finished);
        }
        ended();
        unmoved.put(name, new Unmoved(version, folder));
    }

    Optional<Unmoved> stored(String name, String version) {
        return Optional.ofNullable(unmoved.get(name)).filter(file -> file.version().equals(version));
    }

    /** It left its folder. */
    boolean moved(String name) {
        return unmoved.remove(name) != null;
    }

    /** Whether no more can be remembered. */
    boolean isFull() {
        return unmoved.size() >= MOST_UNMOVED;
    }
}
