package org.ladibridge.components;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The libraries that were added to the build of a checkout: Camel components that sources name, and drivers. */
public final class Components {
    private final Path file;
    private final ClassPaths classPaths;
    private final CamelCatalog catalog;

    /**
     * A library that is part of the build from now on.
     *
     * @param wanted as it was asked for
     * @param jars what came with it, by file name
     * @param bytes of these
     * @param gone jars of which another version came, by file name
     * @param without what was preferred and is not to be had
     */
    public record Added(String wanted, Artifact artifact, List<String> jars, long bytes, List<String> gone,
            List<Artifact> without) {
    }

    Components(Path file, ClassPaths classPaths, CamelCatalog catalog) {
        this.file = file;
        this.classPaths = classPaths;
        this.catalog = catalog;
    }

    /** @param project the folder that holds {@code pom.xml} */
    public static Components of(Path project) {
        return new Components(project.resolve("pom.xml"), new Maven(project, List.of("mvn")), CamelCatalog.read());
    }

    /** What was added so far. */
    public List<Artifact> added() throws IOException {
        return ProjectFile.read(file).added();
    }

    /**
     * Adds libraries, all or none of them.
     *
     * @param wanted a component, an artifact of Camel, or {@code group:artifact[:version]}
     * @throws IllegalArgumentException says which is unknown, there already, or not to be had
     */
    public List<Added> add(List<String> wanted) throws IOException, InterruptedException {
        ProjectFile project = ProjectFile.read(file);
        List<List<Artifact>> all = new ArrayList<>();
        for (String name : wanted) {
            List<Artifact> candidates = Artifact.candidates(name, project.camelVersion(), catalog);
            Stream.concat(project.own().stream(), project.added().stream()).filter(candidates.get(0)::isAs).findFirst()
                    .ifPresent(there -> {
                        throw new IllegalArgumentException("«" + name + "» is in the bridge already, as " + there);
                    });
            all.add(candidates);
        }
        Addition addition = new Addition(project, classPaths.of(project));
        List<Added> added = new ArrayList<>();
        for (int i = 0; i < wanted.size(); i++) {
            added.add(addition.take(wanted.get(i), all.get(i)));
        }
        addition.project.write(file);
        return added;
    }

    /** The project as it becomes, one library after the other. */
    private final class Addition {
        private ProjectFile project;
        private SortedSet<Path> jars;

        private Addition(ProjectFile project, SortedSet<Path> jars) {
            this.project = project;
            this.jars = jars;
        }

        /** Takes the first that is to be had. */
        private Added take(String wanted, List<Artifact> candidates) throws IOException, InterruptedException {
            List<Artifact> without = new ArrayList<>();
            String why = "";
            for (Artifact candidate : candidates) {
                try {
                    SortedSet<Path> before = jars;
                    resolve(candidate);
                    SortedSet<Path> fresh = minus(jars, before);
                    return new Added(wanted, candidate, names(fresh), bytes(fresh), names(minus(before, jars)), without);
                } catch (ClassPaths.Refused e) {
                    without.add(candidate);
                    why = e.getMessage();
                }
            }
            throw new IllegalArgumentException("«" + wanted + "» cannot be had; tried "
                    + String.join(", ", without.stream().map(Artifact::toString).toList()) + ". Maven says: " + why);
        }

        /** With what an earlier patch needs of the same patch, where the registry has no later one of that either. */
        private void resolve(Artifact candidate) throws IOException, InterruptedException {
            List<Artifact> dependencies = new ArrayList<>(project.added());
            dependencies.add(candidate);
            while (true) {
                try {
                    if (candidate.deployment().isPresent()) {
                        classPaths.of(project.with(
                                Stream.concat(dependencies.stream(), candidate.deployment().stream()).toList()));
                    }
                    jars = classPaths.of(project.with(dependencies));
                    project = project.with(dependencies);
                    return;
                } catch (ClassPaths.Refused e) {
                    Artifact sibling = candidate.sibling(e.getMessage()).filter(other -> !dependencies.contains(other))
                            .orElseThrow(() -> e);
                    dependencies.add(dependencies.size() - 1, sibling);
                }
            }
        }
    }

    /**
     * Takes libraries out that were added.
     *
     * @throws IllegalArgumentException when one was not
     */
    public List<Artifact> remove(List<String> wanted) throws IOException {
        ProjectFile project = ProjectFile.read(file);
        List<Artifact> left = new ArrayList<>(project.added());
        List<Artifact> removed = new ArrayList<>();
        for (String name : wanted) {
            Artifact meant = Artifact.candidates(name, project.camelVersion(), catalog).get(0);
            Artifact there = left.stream().filter(meant::isAs).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("«" + name + "» was not added; there "
                            + (left.isEmpty()
                                    ? "is none"
                                    : "are " + String.join(", ", left.stream().map(Artifact::toString).toList()))));
            left.remove(there);
            removed.add(there);
        }
        project.with(left).write(file);
        return removed;
    }

    private static SortedSet<Path> minus(SortedSet<Path> these, SortedSet<Path> others) {
        SortedSet<Path> rest = new TreeSet<>(these);
        rest.removeAll(others);
        return rest;
    }

    private static List<String> names(SortedSet<Path> jars) {
        return jars.stream().map(jar -> jar.getFileName().toString()).sorted().toList();
    }

    private static long bytes(SortedSet<Path> jars) throws IOException {
        long sum = 0;
        for (Path jar : jars) {
            sum += Files.size(jar);
        }
        return sum;
    }
}
