package org.ladibridge.intake.file;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.arc.Unremovable;

/** The sources that take files: how they read them, and where they look for them. */
@ApplicationScoped
@Unremovable
public class FileSources {
    private final Map<String, FileSettings> sources = new ConcurrentHashMap<>();
    private final Map<String, Path> folders = new ConcurrentHashMap<>();

    void add(FileSettings settings) {
        sources.put(settings.name(), settings);
    }

    /** A source that was loaded anew has other settings by then, which stay. */
    void remove(FileSettings settings) {
        sources.remove(settings.name(), settings);
    }

    void looksInto(String source, Path folder) {
        folders.put(source, folder);
    }

    public Set<String> names() {
        return new TreeSet<>(sources.keySet());
    }

    Optional<FileSettings> settings(String source) {
        return Optional.ofNullable(sources.get(source));
    }

    /** Where its files are dropped; empty when that is on a server. */
    Optional<Path> folder(String source) {
        return Optional.ofNullable(folders.get(source));
    }
}
