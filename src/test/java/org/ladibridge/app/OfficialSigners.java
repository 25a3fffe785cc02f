package org.ladibridge.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

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

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process node;
    private final BufferedReader answers;

    private OfficialSigners(Process node) {
        this.node = node;
        this.answers = node.inputReader(StandardCharsets.UTF_8);
    }

    /** Without Node, npm or its registry the test is skipped, and says why. */
    static OfficialSigners start() throws IOException, InterruptedException {
        return new OfficialSigners(NodeLibraries.start("send.mjs"));
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
