package org.ladibridge.app;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The vendors' own JavaScript libraries in a Node process: they sign, post, and say whether they would accept it themselves. */
final class OfficialSigners implements AutoCloseable {
    /** One delivery; what is sent may differ from what was signed, and the address called from the address signed. */
    record Delivery(String sender, String secret, long at, String url, String signedUrl, String signed, String sent) {
        Delivery sending(String other) {
            return new Delivery(sender, secret, at, url, signedUrl, signed, other);
        }

        Delivery at(Instant other) {
            return new Delivery(sender, secret, other.toEpochMilli(), url, signedUrl, signed, sent);
        }

        Delivery keyedBy(String other) {
            return new Delivery(sender, other, at, url, signedUrl, signed, sent);
        }

        Delivery signedFor(String other) {
            return new Delivery(sender, secret, at, url, other, signed, sent);
        }
    }

    /** @param judged whether the vendor's own verifier accepts it */
    record Answer(int status, String answer, boolean judged) {
    }

    private static final Path SCRIPTS = Path.of("src/test/node");
    private static final Path FOLDER = Path.of("target/node");
    private static final int INSTALL_MINUTES = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process node;
    private final BufferedReader answers;

    private OfficialSigners(Process node) {
        this.node = node;
        this.answers = node.inputReader(StandardCharsets.UTF_8);
    }

    /** Installs the libraries when that was not done yet; without Node, npm or its registry the test is skipped, and says why. */
    static OfficialSigners start() throws IOException, InterruptedException {
        assumeTrue(isInstalled("node") && isInstalled("npm"), "node and npm (Node 20 or newer) are not installed");
        Files.createDirectories(FOLDER);
        Path installed = FOLDER.resolve("installed.json");
        Path lock = SCRIPTS.resolve("package-lock.json");
        if (!Files.exists(installed) || Files.mismatch(installed, lock) >= 0) {
            copy("package.json");
            copy("package-lock.json");
            Path log = FOLDER.resolve("npm.log").toAbsolutePath();
            Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                    .directory(FOLDER.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            boolean ended = npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES);
            npm.destroyForcibly();
            assumeTrue(ended && npm.exitValue() == 0,
                    "npm ci did not install src/test/node/package.json; " + log + " says why");
            Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
        }
        copy("send.mjs");
        return new OfficialSigners(new ProcessBuilder("node", "send.mjs").directory(FOLDER.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start());
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

    Answer send(Delivery delivery) throws IOException {
        node.outputWriter(StandardCharsets.UTF_8).append(JSON.writeValueAsString(delivery)).append('\n').flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException("src/test/node/send.mjs ended; its output says why");
        }
        JsonNode answer = JSON.readTree(line);
        return new Answer(answer.path("status").asInt(), answer.path("answer").asText(), answer.path("judged").asBoolean());
    }

    @Override
    public void close() {
        node.destroy();
    }
}
