package org.ladibridge.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A copy of this checkout whose build may be changed. Its classes are those that are compiled already: to take in a component they need
 * not be compiled again, which is what the test would wait for.
 */
final class Checkout {
    private static final List<String> PARTS = List.of("pom.xml", "application.properties", "ladibridge", "routes", "src/main",
            "src/format", "target/classes", "target/quarkus-app", "target/native");
    final Path folder;

    private Checkout(Path folder) {
        this.folder = folder;
    }

    static Checkout copyTo(Path folder) throws IOException {
        for (String part : PARTS) {
            Path from = Path.of(part);
            try (Stream<Path> files = Files.walk(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = folder.resolve(file);
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Path settings = Files.createDirectories(folder.resolve(".mvn"));
        Files.writeString(settings.resolve("maven.config"),
                "-Dmaven.main.skip=true\n-Dmaven.test.skip=true\n-Dformatter.skip=true\n-Dimpsort.skip=true\n-Dcyclonedx.skip=true\n");
        return new Checkout(folder);
    }

    Path jar() {
        return folder.resolve("target/quarkus-app/quarkus-run.jar");
    }

    Path routes() {
        return folder.resolve("routes");
    }

    /** Runs the launcher. */
    BridgeProcess.Command ladibridge(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(folder.resolve("ladibridge").toString()));
        command.addAll(List.of(arguments));
        Process run = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new BridgeProcess.Command(run.waitFor(), output);
    }
}
