package org.ladibridge.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files of the routes folder that matter, as they were at one moment. A folder whose name begins with _ or a dot is left alone. */
record RouteFolder(Map<Path, Version> files) {
    static final String ROUTE = ".camel.yaml";
    static final String KAMELET = ".kamelet.yaml";
    static final String MAPPING = "mapping.jq";

    /** What changes when somebody saves a file. */
    record Version(FileTime modified, long size) {
    }

    /** @throws UncheckedIOException when the folder cannot be read */
    static RouteFolder read(Path folder) {
        Map<Path, Version> files = new TreeMap<>();
        try (Stream<Path> found = Files.find(folder, 2, RouteFolder::matters)) {
            for (Path file : found.toList()) {
                files.put(file, new Version(Files.getLastModifiedTime(file), Files.size(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new RouteFolder(files);
    }

    private static boolean matters(Path file, BasicFileAttributes attributes) {
        String name = file.getFileName().toString();
        return attributes.isRegularFile() && !file.getParent().getFileName().toString().matches("[_.].*")
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.equals(MAPPING));
    }

    /** One file of each folder that looks like a source and has no route. */
    List<Path> foldersWithoutRoute(Path root) {
        Map<Path, Path> folders = new TreeMap<>();
        files.keySet().stream().filter(file -> !file.getParent().equals(root))
                .forEach(file -> folders.putIfAbsent(file.getParent(), file));
        files.keySet().stream().filter(is(ROUTE).or(is(KAMELET))).forEach(file -> folders.remove(file.getParent()));
        return List.copyOf(folders.values());
    }

    List<Path> routes() {
        return files.keySet().stream().filter(is(ROUTE)).toList();
    }

    /** Files of that kind that are new, gone or different. */
    List<Path> changed(RouteFolder before, String kind) {
        return Stream.concat(files.keySet().stream(), before.files.keySet().stream()).distinct().filter(is(kind))
                .filter(file -> !Objects.equals(files.get(file), before.files.get(file))).toList();
    }

    private static Predicate<Path> is(String kind) {
        return file -> file.getFileName().toString().endsWith(kind);
    }

    static String name(Path file, String kind) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - kind.length());
    }

    /** The files of a folder whose names end so, sorted. */
    static Stream<Path> list(Path folder, String ending) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(ending)).sorted().toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
