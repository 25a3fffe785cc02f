package org.ladibridge.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The vendors' own JavaScript libraries, as {@code src/test/node/package.json} pins them. */
final class NodeLibraries {
    private static final Path SCRIPTS = Path.of("src/test/node");
    private static final Path FOLDER = Path.of("target/node");
    private static final int INSTALL_MINUTES = 5;

    private NodeLibraries() {
    }

    /** Runs a script beside the libraries, which are installed when that was not done yet; what cannot be installed skips the test. */
    static Process start(String script, String... arguments) throws IOException, InterruptedException {
        assumeTrue(isInstalled("node") && isInstalled("npm"), "node and npm (Node 20 or newer) are not installed");
        Files.createDirectories(FOLDER);
        install();
        copy(script);
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(FOLDER.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Two test processes run at a time; the second waits for what the first installs. */
    private static void install() throws IOException, InterruptedException {
        try (FileChannel lock = FileChannel.open(FOLDER.resolve("npm.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
                FileLock mine = lock.lock()) {
            Path installed = FOLDER.resolve("installed.json");
            Path wanted = SCRIPTS.resolve("package-lock.json");
            if (!Files.exists(installed) || Files.mismatch(installed, wanted) >= 0) {
                copy("package.json");
                copy("package-lock.json");
                Path log = FOLDER.resolve("npm.log").toAbsolutePath();
                Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                        .directory(FOLDER.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
                boolean ended = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
                npm.destroyForcibly();
                assumeTrue(ended && npm.exitValue() == 0,
                        "npm ci did not install src/test/node/package.json; " + log + " says why");
                Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void copy(String file) throws IOException {
        Files.copy(SCRIPTS.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isInstalled(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(List.of(program, "--version")).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
