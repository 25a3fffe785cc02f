package org.ladibridge.cli;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.ladibridge.BridgeConfig;
import org.ladibridge.routes.SourcesLoaded;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** {@code ladibridge demo}: plays the senders, with the shipped samples and over real HTTP, once after the start. */
@ApplicationScoped
class Demo {
    private static final Logger LOG = Logger.getLogger(Demo.class);

    private final BridgeConfig bridge;
    private final Config settings;
    private final Clock clock;
    private final HttpClient http = HttpClient.newHttpClient();

    Demo(BridgeConfig bridge, Config settings, Clock clock) {
        this.bridge = bridge;
        this.settings = settings;
        this.clock = clock;
    }

    void play(@ObservesAsync SourcesLoaded event) throws Exception {
        if (!bridge.demo()) {
            return;
        }
        send("PUT", "/sandbox/hubspot/contacts", Files.readAllBytes(bridge.routes().resolve("hubspot-poll/demo-contacts.json")),
                "application/json", Map.of());
        send("PUT", "/sandbox/tags", "[\"VIP\",\"spa\",\"yoga\"]".getBytes(StandardCharsets.UTF_8), "application/json",
                Map.of());
        send("PUT", "/sandbox/custom-fields", "[\"loyalty_tier\"]".getBytes(StandardCharsets.UTF_8), "application/json",
                Map.of());
        for (Path sample : samples("ladipage-form")) {
            boolean form = sample.toString().endsWith(".form");
            send("POST", "/hooks/ladipage-form", Files.readAllBytes(sample),
                    form ? "application/x-www-form-urlencoded" : "application/json",
                    Map.of("X-Api-Key", setting("ladipage-form.token")));
        }
        for (Path sample : samples("shopify")) {
            byte[] body = Files.readAllBytes(sample);
            String signature = hmac(setting("shopify.secret").getBytes(StandardCharsets.UTF_8), body);
            send("POST", "/hooks/shopify", body, "application/json", Map.of("X-Shopify-Topic", "customers/update",
                    "X-Shopify-Webhook-Id", "demo-" + sample.getFileName(), "X-Shopify-Hmac-Sha256", signature));
        }
        for (Path sample : samples("standard-webhook")) {
            byte[] body = Files.readAllBytes(sample);
            String id = "demo_" + sample.getFileName();
            String timestamp = String.valueOf(clock.instant().getEpochSecond());
            byte[] key = Base64.getDecoder().decode(setting("standard-webhook.secret").replaceFirst("^whsec_", ""));
            byte[] prefix = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
            send("POST", "/hooks/standard-webhook", body, "application/json",
                    Map.of("webhook-id", id, "webhook-timestamp", timestamp,
                            "webhook-signature", "v1," + hmac(key, prefix, body)));
        }
        for (String source : List.of("csv-drop", "json-drop")) {
            for (Path sample : samples(source)) {
                drop(source, sample);
            }
        }
        String base = "http://localhost:" + settings.getValue("quarkus.http.port", String.class);
        """
            The samples are on their way to the built-in LadiFlow. Where to look:
              console                  %1$s/console (the admin token is demo)
              customers that arrived   %1$s/sandbox
              ledger                   curl -H 'Authorization: Bearer demo' %1$s/api/ledger
              status                   ./ladibridge status --token demo --url %1$s
              drop folder              %2$s
              health                   %1$s/q/health
            Ctrl-C ends the demo; its data folder is thrown away at the next one."""
                .formatted(base, bridge.data().resolve("inbox/csv-drop")).lines().forEach(LOG::info);
    }

    private List<Path> samples(String source) throws IOException {
        Path folder = bridge.routes().resolve(source).resolve("samples");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(".expected.json")).sorted().toList();
        }
    }

    private String setting(String name) {
        return settings.getValue(name, String.class).split(",")[0].trim();
    }

    private void drop(String source, Path sample) throws IOException {
        Path inbox = Files.createDirectories(bridge.data().resolve("inbox").resolve(source));
        Path partial = Files.copy(sample, inbox.resolve(sample.getFileName() + ".part"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(partial, inbox.resolve(sample.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    private void send(String method, String path, byte[] body, String contentType, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://localhost:" + settings.getValue("quarkus.http.port", String.class) + path))
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body)).header("Content-Type", contentType);
        headers.forEach(request::header);
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            LOG.warnf("The demo's %s %s was answered HTTP %d: %s", method, path, response.statusCode(), response.body());
        }
    }

    private static String hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return Base64.getEncoder().encodeToString(mac.doFinal());
    }
}
