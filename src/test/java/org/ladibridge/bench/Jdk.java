package org.ladibridge.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JDK of this machine. */
record Jdk(Path home, int feature, String version) {
    private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"((\\d+)[^\"]*)\"");

    /** As {@code ./ladibridge} finds them, the newest first. */
    static List<Jdk> all() throws IOException {
        List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
        Path debian = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> more = Files.list(debian)) {
                homes.addAll(more.toList());
            }
        }
        return homes.stream().flatMap(home -> of(home).stream()).sorted(Comparator.comparing(Jdk::feature).reversed()).toList();
    }

    private static Optional<Jdk> of(Path home) {
        if (!Files.isExecutable(home.resolve("bin/javac"))) {
            return Optional.empty();
        }
        try {
            Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
            return version.find()
                    ? Optional.of(new Jdk(home, Integer.parseInt(version.group(2)), version.group(1)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The beginning of a command with these options, behind those of the launcher `ladibridge`. */
    List<String> java(String... options) {
        List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
        if (feature >= 22) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms16m"));
        if (feature >= 25) {
            command.addAll(List.of("-XX:+UseCompactObjectHeaders", "-XX:TrimNativeHeapInterval=5000"));
        }
        command.addAll(List.of(options));
        return command;
    }
}
