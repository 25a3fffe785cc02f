package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ladibridge.app.OfficialSigners.Answer;
import org.ladibridge.app.OfficialSigners.Delivery;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The packaged bridge believes what the vendors' own libraries sign, and nothing that they themselves refuse. It shows bytes,
 * encodings and tolerances; not how the vendors repeat, order or batch, and not how HubSpot escapes a query, of which its library
 * knows nothing.
 */
class OfficialSignersIT {
    private static final String PUBLIC_URL = "https://bridge.example.com/crm";
    private static final AtomicInteger CUSTOMERS = new AtomicInteger();

    /** A vendor's library, and how it treats a date in the future: a day ahead we refuse whatever it says. */
    private enum Vendor {
        STRIPE("stripe", "whsec_dGVzdA==", 200, true, true),
        STANDARD_WEBHOOKS("standard-webhooks",
                BridgeProcess.WEBHOOK_SECRET, 202, true, false),
        HUBSPOT("hubspot", "hubspot-client-secret", 200, true,
                true),
        SHOPIFY("shopify", "shopify-client-secret", 200, false, true);

        final String preset;
        final String secret;
        final int stored;
        final boolean dated;
        final boolean acceptsTheFuture;

        Vendor(String preset, String secret, int stored, boolean dated, boolean acceptsTheFuture) {
            this.preset = preset;
            this.secret = secret;
            this.stored = stored;
            this.dated = dated;
            this.acceptsTheFuture = acceptsTheFuture;
        }

        Delivery delivery(String body) {
            String path = "/hooks/" + preset;
            return new Delivery(preset, secret, System.currentTimeMillis(), "http://127.0.0.1:" + bridge.port + path,
                    PUBLIC_URL + path, body, body);
        }
    }

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static OfficialSigners signers;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        signers = OfficialSigners.start();
        Path routes = folder.resolve("routes");
        for (Vendor vendor : Vendor.values()) {
            Path source = Files.createDirectories(routes.resolve(vendor.preset));
            Files.writeString(source.resolve(vendor.preset + ".camel.yaml"), """
                - route:
                    id: %1$s
                    from:
                      uri: kamelet:webhook-source
                      parameters: { path: %1$s, verify: %1$s, secret: "{{%1$s.secret}}" }
                      steps:
                        - to: { uri: kamelet:ladiflow-sink, parameters: { source: %1$s } }
                """.formatted(vendor.preset));
            Files.writeString(source.resolve("mapping.jq"), "{ email, full_name: .name }");
        }
        Path kamelets = Files.createDirectories(routes.resolve("kamelets"));
        try (var shipped = Files.list(Path.of("routes/kamelets"))) {
            for (Path kamelet : shipped.toList()) {
                Files.copy(kamelet, kamelets.resolve(kamelet.getFileName()));
            }
        }
        bridge = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.toString()).with("BRIDGE_PUBLIC_URL", PUBLIC_URL + "/");
        for (Vendor vendor : Vendor.values()) {
            String variable = vendor.preset.toUpperCase(java.util.Locale.ROOT).replace('-', '_') + "_SECRET";
            bridge.with(variable, "whsec_" + "A".repeat(40) + "," + vendor.secret);
        }
        bridge.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (signers != null) {
            signers.close();
        }
        if (bridge != null) {
            bridge.close();
        }
    }

    private static String customer() {
        return "{\"email\":\"an" + CUSTOMERS.incrementAndGet() + "@example.vn\",\"name\":\"Nguyễn Văn Ấn\"}";
    }

    private static void stored(Vendor vendor, int records, int duplicates, Answer answer) {
        String told = answer.status() + " " + answer.answer();
        assertTrue(told.startsWith(vendor.stored + " {\"received\":" + records + ",\"duplicate\":" + duplicates
                + ",\"rejected\":0" + (duplicates == 0 ? "}" : ",\"earlier\":{")), told);
        assertTrue(answer.judged(), "the vendor's own verifier refuses it");
    }

    @ParameterizedTest
    @EnumSource
    void whatTheVendorsLibrarySignsIsStoredAndRepeatedIsADuplicate(Vendor vendor) throws Exception {
        Delivery delivery = vendor.delivery(customer());
        stored(vendor, 1, 0, signers.send(delivery));
        stored(vendor, 1, 1, signers.send(delivery));
        stored(vendor, 1, 1, signers.send(delivery.at(Instant.now().plusSeconds(1))));
    }

    /** From one delivery to an address that was opened for it. */
    @ParameterizedTest
    @EnumSource
    void whatTheVendorsLibrarySignsIsRecognised(Vendor vendor) throws Exception {
        String name = "learn-" + vendor.preset;
        String path = "/hooks/" + bridge.api("POST", "/api/learn/" + name, "").path("path").asText();
        String body = customer();
        signers.send(
                new Delivery(vendor.preset, vendor.secret, System.currentTimeMillis(), "http://127.0.0.1:" + bridge.port + path,
                        PUBLIC_URL + path, body, body));
        JsonNode learned = bridge.api("POST", "/api/learn/" + name + "/proposal", "{\"secret\":\"" + vendor.secret + "\"}");
        assertEquals(vendor.preset, learned.path("parameters").path("verify").asText(), learned.toString());
    }

    @ParameterizedTest
    @EnumSource
    void whatTheVendorsLibraryRefusesIsRefused(Vendor vendor) throws Exception {
        Delivery good = vendor.delivery(customer());
        String body = good.signed();
        for (Delivery tampered : new Delivery[]{good.sending(body + " "), good.sending(body.replace("Nguy", "nguy")),
                good.sending(Normalizer.normalize(body, Normalizer.Form.NFD)),
                good.sending(body.replace("ễ", "\\u1ec5"))}) {
            assertEquals(new Answer(401, "", false), withoutText(signers.send(tampered)), tampered.sent());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anotherSecretIsRefused(Vendor vendor) throws Exception {
        assertEquals(401, signers.send(vendor.delivery(customer()).keyedBy("whsec_" + "B".repeat(40))).status());
    }

    @ParameterizedTest
    @EnumSource
    void sixMinutesOldIsRefusedWhereADateIsSigned(Vendor vendor) throws Exception {
        Answer answer = signers.send(vendor.delivery(customer()).at(Instant.now().minus(Duration.ofMinutes(6))));
        assertEquals(vendor.dated ? 401 : vendor.stored, answer.status());
        assertEquals(!vendor.dated, answer.judged());
    }

    /** Stricter than two of the vendors, on purpose: what is signed for tomorrow could be replayed until then. */
    @ParameterizedTest
    @EnumSource
    void aDayAheadIsRefusedWhereADateIsSigned(Vendor vendor) throws Exception {
        Answer answer = signers.send(vendor.delivery(customer()).at(Instant.now().plus(Duration.ofDays(1))));
        assertEquals(vendor.dated ? 401 : vendor.stored, answer.status());
        assertEquals(vendor.acceptsTheFuture, answer.judged());
    }

    @Test
    void hubSpotSignsThePublicAddressAndNotTheOneItReachesUsBy() throws Exception {
        Delivery good = Vendor.HUBSPOT.delivery(customer());
        Delivery escaped = new Delivery(good.sender(), good.secret(), good.at(), good.url() + "?cb=a%3Ab%2Fc%26",
                good.signedUrl() + "?cb=a:b/c%26", good.signed(), good.sent());
        stored(Vendor.HUBSPOT, 1, 0, signers.send(escaped));
        assertEquals(401, signers.send(good.signedFor(good.url())).status());
        assertEquals(401, signers.send(good.signedFor("https://evil.example.com/hooks/hubspot")).status());
    }

    @Test
    void aHundredEventsInOneArrayAreAHundredRecordsInLadiFlow() throws Exception {
        JsonNode before = bridge.ledger().path("sources").path("hubspot");
        String events = IntStream.range(0, 100).mapToObj(i -> customer()).collect(Collectors.joining(",", "[", "]"));
        stored(Vendor.HUBSPOT, 100, 0, signers.send(Vendor.HUBSPOT.delivery(events)));
        bridge.awaitAllDelivered(bridge.ledger().path("received").asLong(), Duration.ofSeconds(120));
        JsonNode after = bridge.ledger();
        assertEquals(100, after.path("sources").path("hubspot").path("delivered").asLong() - before.path("delivered").asLong());
        assertTrue(after.path("balanced").asBoolean(), after.toString());
    }

    @Test
    void aBodyThatIsNoRecordDoesNotMakeTheSenderStop() throws Exception {
        Map<Vendor, Integer> expected = Map.of(Vendor.STRIPE, 200, Vendor.HUBSPOT, 200, Vendor.SHOPIFY, 200,
                Vendor.STANDARD_WEBHOOKS, 400);
        for (Vendor vendor : Vendor.values()) {
            assertEquals(expected.get(vendor), signers.send(vendor.delivery("no JSON " + customer())).status(), vendor.preset);
        }
    }

    private static Answer withoutText(Answer answer) {
        return new Answer(answer.status(), "", answer.judged());
    }
}
