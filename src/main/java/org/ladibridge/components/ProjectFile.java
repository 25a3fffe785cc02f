package org.ladibridge.components;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The {@code pom.xml} of a checkout: what was added to it stands between two comments, and nothing else is touched. */
final class ProjectFile {
    private static final String BEGIN = "<!-- components: begin -->";
    private static final String END = "<!-- components: end -->";
    private static final Pattern DEPENDENCY = Pattern.compile(
            "<dependency>\\s*<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*(?:<version>([^<]+)</version>)?");
    private static final Pattern CAMEL = Pattern.compile("<camel\\.version>([^<]+)</camel\\.version>");

    private final String head;
    private final String added;
    private final String tail;

    private ProjectFile(String head, String added, String tail) {
        this.head = head;
        this.added = added;
        this.tail = tail;
    }

    /** @throws IllegalArgumentException when it has no place for additions */
    static ProjectFile read(Path file) throws IOException {
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(file + " has no place for components: put the lines " + BEGIN + " and " + END
                    + " at the end of its <dependencies>");
        }
        int from = begin + BEGIN.length();
        return new ProjectFile(text.substring(0, from), text.substring(from, end), text.substring(end));
    }

    /** The version of Camel in the platform. */
    String camelVersion() {
        Matcher version = CAMEL.matcher(head);
        return version.find() ? version.group(1).strip() : "";
    }

    List<Artifact> added() {
        return artifacts(added);
    }

    /** What it takes besides. */
    List<Artifact> own() {
        return artifacts(head.replaceFirst("(?s)<dependencyManagement>.*?</dependencyManagement>", ""));
    }

    private static List<Artifact> artifacts(String text) {
        List<Artifact> artifacts = new ArrayList<>();
        Matcher dependency = DEPENDENCY.matcher(text);
        while (dependency.find()) {
            artifacts.add(new Artifact(dependency.group(1), dependency.group(2), dependency.group(3)));
        }
        return artifacts;
    }

    /** The same file with these additions, in this order, and no others. */
    ProjectFile with(List<Artifact> artifacts) {
        StringBuilder text = new StringBuilder("\n");
        for (Artifact artifact : artifacts) {
            text.append("    <dependency>\n      <groupId>").append(artifact.group())
                    .append("</groupId>\n      <artifactId>").append(artifact.name()).append("</artifactId>\n");
            if (artifact.version() != null) {
                text.append("      <version>").append(artifact.version()).append("</version>\n");
            }
            text.append("    </dependency>\n");
        }
        return new ProjectFile(head, text.append("    ").toString(), tail);
    }

    void write(Path file) throws IOException {
        Files.writeString(file, head + added + tail);
    }
}
