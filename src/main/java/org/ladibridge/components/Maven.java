package org.ladibridge.components;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Asks Maven what a project file means. */
final class Maven implements ClassPaths {
    /** Maven writes some of it although nobody looks. */
    private static final Pattern COLOUR = Pattern.compile("\u001B\\[[;\\d]*m");

    private final Path project;
    private final List<String> command;

    /** @param command how Maven is called, with the options that every call gets */
    Maven(Path project, List<String> command) {
        this.project = project;
        this.command = command;
    }

    @Override
    public TreeSet<Path> of(ProjectFile file) throws IOException, InterruptedException {
        Path trial = project.resolve(".components.pom.xml");
        Path output = Files.createTempFile("ladibridge", ".classpath");
        try {
            file.write(trial);
            List<String> call = new ArrayList<>(command);
            call.addAll(List.of("-B", "-q", "-f", trial.toString(), "dependency:build-classpath", "-DincludeScope=runtime",
                    "-Dmdep.outputFile=" + output));
            Process run;
            try {
                run = new ProcessBuilder(call).directory(project.toFile()).redirectErrorStream(true).start();
            } catch (IOException e) {
                throw new IllegalArgumentException("Maven cannot be run: " + e.getMessage() + "; install Maven 3.8 or newer",
                        e);
            }
            String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (run.waitFor() != 0) {
                throw new Refused(why(said));
            }
            TreeSet<Path> jars = new TreeSet<>();
            Arrays.stream(Files.readString(output).strip().split(java.io.File.pathSeparator)).map(Path::of).forEach(jars::add);
            return jars;
        } finally {
            Files.deleteIfExists(trial);
            Files.deleteIfExists(output);
        }
    }

    /** The first error that says something. */
    static String why(String said) {
        return COLOUR.matcher(said).replaceAll("").lines().filter(line -> line.startsWith("[ERROR]"))
                .map(line -> line.substring("[ERROR]".length()).strip())
                .filter(line -> !line.isEmpty() && !line.startsWith("Some problems were encountered")
                        && !line.startsWith("[ERROR] Some problems"))
                .findFirst().orElse(said.isBlank() ? "it did not say why" : said.strip().lines().findFirst().orElse(""));
    }
}
