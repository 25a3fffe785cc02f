package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.intake.hook.Requests.BODY;
import static org.ladibridge.intake.hook.Requests.NOW;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.ManualClock;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.journal.JournalFixture;

/**
 * Every sender, over HTTP: what it is believed, what it is answered. A row of the table is a sender.
 * <p>
 * The signatures were made by OpenSSL 3 (the body by {@code printf '%s'}, then {@code openssl dgst -sha256 -mac HMAC -macopt
 * key:…}, {@code -r} for hex, {@code -binary | openssl base64 -A} for base64), those of {@link Requests#BODY} by Node's crypto
 * too. They show that the bytes and the encodings are those of the senders' documents; not how any sender repeats, batches or
 * gives up.
 */
class SendersTest {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String NOT_JSON = "not json";
    private static final String HEX = "c5806c5f2c6d1de4b115dbb640bca04006468dbc9a28981efb99e7067083352e";
    private static final String BASE64 = "xYBsXyxtHeSxFdu2QLygQAZGjbyaKJge+5nnBnCDNS4=";
    private static final String NOT_JSON_HEX = "fe68c90da0bbb712f0f5c50663c6a30698f249678fb190ddd85d95dfe208faa6";
    private static final String NOT_JSON_BASE64 = "/mjJDaC7txLw9cUGY8ajBpjySWePsZDd2F2V3+II+qY=";
    private static final String STRIPE = "9eb36b659998ecb592deaf27f4cfe6aed3fa7cdbeb821b6f322baa1ef46d6e94";
    private static final String NOT_JSON_STRIPE = "89e59f02d5ae92439ec81d16bda490cc66cab08228057c7b10e80c62e921f475";
    private static final String SIXTEEN_ZEROS = "0000000000000000000000000000000000000000000000000000000000000000";
    private static final String BITRIX24 = "event=ONCRMCONTACTUPDATE&event_handler_id=7&data%5BFIELDS%5D%5BID%5D=12&ts=1764000000"
            + "&auth%5Bdomain%5D=shop.bitrix24.vn&auth%5Baccess_token%5D=opens-everything";

    /** What a sender is answered: 2xx for what is stored, for what is not genuine, for a body that is no record. */
    private record Expected(int stored, int notGenuine, int unreadable) {
        static final Expected PLAIN = new Expected(202, 401, 400);
        static final Expected LENIENT = new Expected(200, 401, 200);
        static final Expected NEVER_4XX = new Expected(200, 503, 200);
    }

    /** @param proof headers by which it is believed: name, value, name, value, … */
    private record Delivery(String query, String contentType, String body, List<String> proof) {
        static Delivery of(String contentType, String body, String... proof) {
            return new Delivery("", contentType, body, List.of(proof));
        }

        Delivery at(String otherQuery) {
            return new Delivery(otherQuery, contentType, body, proof);
        }

        Delivery withBody(String other) {
            return new Delivery(query, contentType, other, proof);
        }

        Delivery with(List<String> other) {
            return new Delivery(query, contentType, body, other);
        }
    }

    /**
     * @param parameters of the hook beside path, verification and secret, {@code a=b&c=d}
     * @param dated whether a delivery is worth nothing five minutes later
     */
    private record Sender(String name, String path, String parameters, String secret, boolean dated, Expected expected,
            Delivery genuine, Delivery unreadable) {
        String hook(UnaryOperator<String> secretOf) {
            return "hook:" + path + "?" + parameters + "&secret=RAW(" + secretOf.apply(secret) + ")";
        }

        boolean isSigned() {
            return !Set.of("token", "basic", "pipedrive", "bitrix24").contains(path) && !path.startsWith("token");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Sender signed(String name, String secret, Expected expected, boolean dated, Delivery genuine,
            Delivery unreadable) {
        return new Sender(name, name, "verify=" + name, secret, dated, expected, genuine, unreadable);
    }

    /** One header signs one body with {@code test-secret}. */
    private static Sender signed(String name, Expected expected, String header, String prefix, boolean base64) {
        return signed(name, "test-secret", expected, false,
                Delivery.of(JSON, BODY, header, prefix + (base64 ? BASE64 : HEX)),
                Delivery.of(JSON, NOT_JSON, header, prefix + (base64 ? NOT_JSON_BASE64 : NOT_JSON_HEX)));
    }

    /** KiotViet's secret is base64 text; who signs may decode it or not. */
    private static Sender kiotViet(String variant, String signature, String signatureOfUnreadable) {
        return new Sender("kiotviet, " + variant, "kiotviet", "verify=kiotviet", "dGVzdC1zZWNyZXQ=", false, Expected.NEVER_4XX,
                Delivery.of(JSON, BODY, "X-Hub-Signature", signature),
                Delivery.of(JSON, NOT_JSON, "X-Hub-Signature", signatureOfUnreadable));
    }

    private static Sender hubSpot(String variant, String query, String signature, String signatureOfUnreadable) {
        return new Sender("hubspot, " + variant, "hubspot", "verify=hubspot", "test-secret", true, Expected.LENIENT,
                Delivery.of(JSON, BODY, "X-HubSpot-Signature-v3", signature, "X-HubSpot-Request-Timestamp", "1764000000000")
                        .at(query),
                Delivery.of(JSON, NOT_JSON, "X-HubSpot-Signature-v3", signatureOfUnreadable, "X-HubSpot-Request-Timestamp",
                        "1764000000000").at(query));
    }

    @Test
    void whatTheRouteNamesOfADeliveryGoesAlongAndNobodyElseCanSayIt(@TempDir Path other) throws Exception {
        String hook = "hook:along?verify=token&secret=RAW(s)&delivery=header:X-Topic,header:X-Part[v],query:shop";
        try (JournalFixture journal = new JournalFixture(other, Clock.fixed(NOW, ZoneOffset.UTC));
                HookReceiver receiver = new HookReceiver(journal.journal, Clock.fixed(NOW, ZoneOffset.UTC), List.of(hook))) {
            receiver.send("POST", "/hooks/along?shop=H%C3%A0+N%E1%BB%99i&other=1",
                    "{\"a\":1,\"_delivery\":{\"headers\":{\"X-Topic\":\"forged\",\"X-More\":\"forged\"}}}",
                    List.of("Content-Type", JSON, "X-Api-Key", "s", "X-Topic", "created", "X-Part", "t=1;v=2"));
            receiver.send("POST", "/hooks/along", "{\"a\":2,\"_delivery\":{\"query\":{\"shop\":\"forged\"}}}",
                    List.of("Content-Type", JSON, "X-Api-Key", "s"));
            assertEquals(List.of(
                    "{\"a\":1,\"_delivery\":{\"headers\":{\"X-Topic\":\"created\",\"v\":\"2\"},\"query\":{\"shop\":\"Hà Nội\"}}}",
                    "{\"a\":2}"), receiver.records.stream().map(record -> record.body().toString()).toList());
        }
    }

    @Test
    void theTimeOfAnEnvelopeGoesAlongWithEachOfItsRecords(@TempDir Path other) throws Exception {
        String hook = "hook:along?verify=token&secret=RAW(s)&unwrap=data&delivery=body:/timestamp";
        try (JournalFixture journal = new JournalFixture(other, Clock.fixed(NOW, ZoneOffset.UTC));
                HookReceiver receiver = new HookReceiver(journal.journal, Clock.fixed(NOW, ZoneOffset.UTC), List.of(hook))) {
            for (String body : List.of(
                    "{\"type\":\"t\",\"timestamp\":\"2026-01-20\",\"data\":[{\"a\":1},{\"a\":2,\"_delivery\":{\"body\":{\"timestamp\":\"forged\"}}}]}",
                    "{\"type\":\"t\",\"data\":{\"a\":3}}", "{\"a\":4,\"timestamp\":\"2026-01-21\"}")) {
                receiver.send("POST", "/hooks/along", body, List.of("Content-Type", JSON, "X-Api-Key", "s"));
            }
            assertEquals(List.of("{\"a\":1,\"_delivery\":{\"body\":{\"timestamp\":\"2026-01-20\"}}}",
                    "{\"a\":2,\"_delivery\":{\"body\":{\"timestamp\":\"2026-01-20\"}}}", "{\"a\":3}",
                    "{\"a\":4,\"timestamp\":\"2026-01-21\"}"),
                    receiver.records.stream().map(record -> record.body().toString()).toList());
        }
    }

    private static Sender login(String name, Expected expected) {
        String[] proof = {"Authorization",
                "Basic " + Base64.getEncoder().encodeToString("lan:test-secret".getBytes(StandardCharsets.UTF_8))};
        return new Sender(name, name, "verify=" + name, "lan:test-secret", false, expected, Delivery.of(JSON, BODY, proof),
                Delivery.of(JSON, NOT_JSON, proof));
    }

    private static Sender token(String path, String parameters, String... proof) {
        return new Sender(path, path, "verify=token" + parameters, "test-secret", false, Expected.PLAIN,
                Delivery.of(JSON, BODY, proof), Delivery.of(JSON, NOT_JSON, proof));
    }

    private static final List<Sender> TABLE = List.of(
            signed("shopify", Expected.LENIENT, "X-Shopify-Hmac-Sha256", "", true),
            // The shop shows the secret s3cret&key with an entity, and signs without.
            signed("woocommerce", "s3cret&amp;key", Expected.LENIENT, false,
                    Delivery.of(JSON, BODY, "X-WC-Webhook-Signature", "WP+caHOFObo5SQuAzld4l5Rc1b1h3yEYRs3DvnH8ge8="),
                    Delivery.of(JSON, NOT_JSON, "X-WC-Webhook-Signature", "DWRkfD3gsF/AG58fh3CDU9GcRxEgts1sJqZSXbX+ppA=")),
            // Signed: POST, https://bridge.example.com/hooks/hubspot?x=1, the body, 1764000000000.
            hubSpot("plain query", "?x=1", "ykYHCAvPhxlkoYmCaf1WBFWudLo7wBpoSW7spIJe5cE=",
                    "c6IkZZRkBuO/NV212Nt/Zqrrz1f1gphyRRJL4hd1QWw="),
            // Signed with ?cb=a:b/c.
            hubSpot("escaped query", "?cb=a%3Ab%2fc", "Bsm/iBofbkgMkByc4R5x4rXNb+m3NVkiKePcqj/uAh8=",
                    "IdrO4zeBJnpjJhHY0Lc1F/4sPMfeWSBKnUvGgXmVFyw="),
            signed("typeform", Expected.LENIENT, "Typeform-Signature", "sha256=", true),
            // Meta writes what is not ASCII as six characters, and signs those.
            new Sender("meta", "meta", "verify=meta&verifyToken=RAW(hello+there)", "test-secret", false, Expected.LENIENT,
                    Delivery.of(JSON, "{\"name\":\"Nguy\\u1ec5n\"}", "X-Hub-Signature-256",
                            "sha256=a6f34b2b750db31b9d84d9c515491be78a78ac06a880f49525e63b522b7d2ecc"),
                    Delivery.of(JSON, NOT_JSON, "X-Hub-Signature-256", "sha256=" + NOT_JSON_HEX)),
            signed("stripe", "whsec_dGVzdA==", Expected.LENIENT, true,
                    Delivery.of(JSON, BODY, "Stripe-Signature",
                            "t=1764000000,v1=" + SIXTEEN_ZEROS + ",v1=" + STRIPE + ",v0=" + SIXTEEN_ZEROS),
                    Delivery.of(JSON, NOT_JSON, "Stripe-Signature", "t=1764000000,v1=" + NOT_JSON_STRIPE)),
            kiotViet("hex, key as it is", "b205e635279d14ce72cb2b504299c9629c394a0f8c9bbe6f551254d397d69005",
                    "580e9ae54ebc4b5d5b30a4ed4f50c476f017cb0d24d9b8b6101283c11d95fe8a"),
            kiotViet("hex after sha1=, key as it is", "sha1=b205e635279d14ce72cb2b504299c9629c394a0f8c9bbe6f551254d397d69005",
                    "sha1=580e9ae54ebc4b5d5b30a4ed4f50c476f017cb0d24d9b8b6101283c11d95fe8a"),
            kiotViet("base64, key as it is", "sgXmNSedFM5yyytQQpnJYpw5Sg+Mm75vVRJU05fWkAU=",
                    "WA6a5U68S11bMKTtT1DEdvAXyw0k2bi2EBKDwR2V/oo="),
            kiotViet("base64 after sha256=, key decoded", "sha256=" + BASE64, "sha256=" + NOT_JSON_BASE64),
            login("pipedrive", Expected.LENIENT),
            new Sender("bitrix24", "bitrix24", "verify=bitrix24", "test-secret", false, Expected.LENIENT,
                    Delivery.of(FORM, BITRIX24 + "&auth%5Bapplication_token%5D=test-secret"),
                    Delivery.of(FORM, "name=Nguy%C5n&auth[application_token]=test-secret")),
            signed("standard-webhooks", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", Expected.PLAIN, true,
                    Delivery.of(JSON, BODY, "webhook-id", "msg_1", "webhook-timestamp", "1764000000", "webhook-signature",
                            "v1,aq4C+HaDYtP4UTU5GdB6rLHboodauOATQf80202r5xM="),
                    Delivery.of(JSON, NOT_JSON, "webhook-id", "msg_1", "webhook-timestamp", "1764000000", "webhook-signature",
                            "v1,X/YfgFUiQGbbyXLCBoxgru+6DFDoAHONsAOIl1Guy2A=")),
            signed("hmac-body", Expected.PLAIN, "X-Signature", "", false),
            signed("hmac-timestamped", "test-secret", Expected.PLAIN, true,
                    Delivery.of(JSON, BODY, "X-Signature", "af197c7c2ec35dac462b7d799ee52b16bf34cd238a918e8f401a3eade8e344c5",
                            "X-Timestamp", "1764000000"),
                    Delivery.of(JSON, NOT_JSON, "X-Signature",
                            "5071d3f4bd9697b3bddde58c9b71972c7fdf54bade11f008f62c107759f5dae9", "X-Timestamp", "1764000000")),
            new Sender("digest", "digest", "verify=digest&template=RAW({body}{secret})", "test-secret", false, Expected.PLAIN,
                    Delivery.of(JSON, BODY, "X-Signature", "3c814aa88a1831b4a8595853f6c1f354205c86701da242fcf6ea64f7641fc0e6"),
                    Delivery.of(JSON, NOT_JSON, "X-Signature",
                            "6b8cf8d61459a111f702ce9ea920233b7cdd437d0fa0edd0953cd90a6f001ade")),
            token("token", "", "X-Api-Key", "test-secret"), token("token-bearer", "", "Authorization", "Bearer test-secret"),
            token("token-in-a-header-of-its-own", "&header=X-Shop-Token", "X-Shop-Token", "test-secret"),
            login("basic", Expected.PLAIN));

    @TempDir
    static Path folder;
    private static final ManualClock CLOCK = new ManualClock(NOW);
    private static JournalFixture journal;
    private static HookReceiver receiver;
    private static HookReceiver withAnotherSecret;
    private static HookReceiver whileASecretIsRotated;

    @BeforeAll
    static void start() throws Exception {
        CLOCK.set(NOW);
        journal = new JournalFixture(folder, CLOCK);
        receiver = receiver(CLOCK, secret -> secret);
        withAnotherSecret = receiver(CLOCK, secret -> "whsec_AAAA" + "A".repeat(40));
        whileASecretIsRotated = receiver(CLOCK, secret -> "whsec_AAAA" + "A".repeat(40) + "," + secret);
    }

    private static HookReceiver receiver(Clock CLOCK, UnaryOperator<String> secret) throws Exception {
        return new HookReceiver(journal.journal, CLOCK,
                TABLE.stream().map(sender -> sender.hook(secret)).distinct().toList());
    }

    @AfterAll
    static void stop() throws Exception {
        receiver.close();
        withAnotherSecret.close();
        whileASecretIsRotated.close();
        journal.close();
    }

    @BeforeEach
    void aNewRun() {
        CLOCK.set(NOW);
        for (HookReceiver each : List.of(receiver, withAnotherSecret, whileASecretIsRotated)) {
            each.run = UUID.randomUUID().toString();
            each.records.clear();
        }
    }

    static Stream<Sender> everySender() {
        return TABLE.stream();
    }

    static Stream<Sender> everySenderThatSigns() {
        return TABLE.stream().filter(Sender::isSigned);
    }

    private static HttpResponse<String> post(HookReceiver to, Sender sender, Delivery delivery) throws Exception {
        List<String> headers = new ArrayList<>(List.of("Content-Type", delivery.contentType()));
        headers.addAll(delivery.proof());
        return to.send("POST", "/hooks/" + sender.path() + delivery.query(), delivery.body(), headers);
    }

    private static HttpResponse<String> post(Sender sender, Delivery delivery) throws Exception {
        return post(receiver, sender, delivery);
    }

    private static void stored(Sender sender, HttpResponse<String> answer) {
        assertEquals(sender.expected().stored() + " {\"received\":1,\"duplicate\":0,\"rejected\":0}",
                answer.statusCode() + " " + answer.body());
    }

    private static void refused(Sender sender, HttpResponse<String> answer) {
        assertEquals(sender.expected().notGenuine(), answer.statusCode(), answer.body());
        assertEquals(sender.expected().notGenuine() == 503, answer.headers().firstValue("Retry-After").isPresent());
        assertEquals(List.of(), receiver.records);
    }

    @Test
    void everyPresetHasARow() {
        assertEquals(Preset.all().map(Preset::label).collect(Collectors.toSet()),
                TABLE.stream().map(sender -> sender.parameters().replaceAll("verify=|&.*", "")).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("everySender")
    void whatIsGenuineIsStored(Sender sender) throws Exception {
        stored(sender, post(sender, sender.genuine()));
        assertEquals(1, receiver.records.size());
    }

    @ParameterizedTest
    @MethodSource("everySender")
    void theSameAgainIsADuplicateAndAnsweredAlike(Sender sender) throws Exception {
        post(sender, sender.genuine());
        HttpResponse<String> again = post(sender, sender.genuine());
        String expected = sender.expected().stored() + " {\"received\":1,\"duplicate\":1,\"rejected\":0";
        assertEquals(expected, (again.statusCode() + " " + again.body()).substring(0, expected.length()));
    }

    @ParameterizedTest
    @MethodSource("everySender")
    void anotherSecretIsRefused(Sender sender) throws Exception {
        refused(sender, post(withAnotherSecret, sender, sender.genuine()));
        assertEquals(List.of(), withAnotherSecret.records);
    }

    @ParameterizedTest
    @MethodSource("everySender")
    void eitherOfTwoSecretsIsGood(Sender sender) throws Exception {
        stored(sender, post(whileASecretIsRotated, sender, sender.genuine()));
    }

    @ParameterizedTest
    @MethodSource("everySenderThatSigns")
    void aChangedBodyIsRefused(Sender sender) throws Exception {
        String body = sender.genuine().body();
        for (String changed : List.of(body + " ", body.replace("Nguy", "nguy"), "", NOT_JSON)) {
            refused(sender, post(sender, sender.genuine().withBody(changed)));
        }
        String nfd = Normalizer.normalize(body, Normalizer.Form.NFD);
        if (!nfd.equals(body)) {
            refused(sender, post(sender, sender.genuine().withBody(nfd)));
        }
    }

    @ParameterizedTest
    @MethodSource("everySender")
    void aMissingOrRepeatedProofIsRefused(Sender sender) throws Exception {
        List<String> proof = sender.genuine().proof();
        for (int i = 0; i < proof.size(); i += 2) {
            List<String> missing = new ArrayList<>(proof);
            missing.subList(i, i + 2).clear();
            refused(sender, post(sender, sender.genuine().with(missing)));
            List<String> repeated = new ArrayList<>(proof);
            repeated.addAll(proof.subList(i, i + 2));
            refused(sender, post(sender, sender.genuine().with(repeated)));
        }
    }

    @ParameterizedTest
    @MethodSource("everySender")
    void aReplayIsRefusedWhereTheSenderDatesWhatItSigns(Sender sender) throws Exception {
        for (long late : List.of(301L, -301L, 86_400L, -86_400L)) {
            CLOCK.set(NOW.plusSeconds(late));
            if (sender.dated()) {
                refused(sender, post(sender, sender.genuine()));
            }
        }
        for (long late : List.of(300L, -300L)) {
            aNewRun();
            CLOCK.set(NOW.plusSeconds(late));
            stored(sender, post(sender, sender.genuine()));
        }
    }

    /** A sender that takes a 4xx for a command to stop hears of a bad record nothing but that it arrived. */
    @ParameterizedTest
    @MethodSource("everySender")
    void aBodyThatIsNoRecordIsAnsweredAsTheSenderBearsIt(Sender sender) throws Exception {
        HttpResponse<String> answer = post(sender, sender.unreadable());
        assertEquals(sender.expected().unreadable(), answer.statusCode(), answer.body());
        if (answer.statusCode() == 200) {
            assertEquals("{\"received\":1,\"duplicate\":0,\"rejected\":1}", answer.body());
            assertEquals(1, receiver.records.stream().filter(record -> record.unreadable() != null).count());
        } else {
            assertEquals(List.of(), receiver.records);
        }
    }

    @ParameterizedTest
    @MethodSource("everySender")
    void whatCannotBeStoredIsAskedForAgain(Sender sender, @TempDir Path other) throws Exception {
        JournalFixture stopped = new JournalFixture(other, Clock.fixed(NOW, ZoneOffset.UTC));
        stopped.close();
        try (HookReceiver full = new HookReceiver(stopped.journal, Clock.fixed(NOW, ZoneOffset.UTC),
                List.of(sender.hook(secret -> secret)))) {
            HttpResponse<String> answer = post(full, sender, sender.genuine());
            assertEquals(503, answer.statusCode(), answer.body());
            assertTrue(answer.headers().firstValue("Retry-After").isPresent());
        }
    }

    @ParameterizedTest
    @MethodSource("everySender")
    void onlyWhoShakesHandsMayGet(Sender sender) throws Exception {
        for (String method : List.of("GET", "PUT", "DELETE", "HEAD")) {
            HttpResponse<String> answer = receiver.send(method, "/hooks/" + sender.path(), "", List.of());
            boolean handshake = sender.path().equals("meta") && method.equals("GET");
            assertEquals(handshake ? 403 : 405, answer.statusCode());
        }
    }

    @Test
    void metaIsAnsweredWithItsChallenge() throws Exception {
        String asked = "/hooks/meta?hub.mode=subscribe&hub.challenge=115%3C8201%26444&hub.verify_token=hello%2Bthere";
        HttpResponse<String> answer = receiver.send("GET", asked, "", List.of());
        assertEquals("200 115<8201&444", answer.statusCode() + " " + answer.body());
        assertEquals("text/plain;charset=UTF-8", answer.headers().firstValue("Content-Type").orElse(""));
        for (String other : List.of(asked.replace("hello", "Hello"), asked.replace("subscribe", "unsubscribe"),
                asked.replace("hub.challenge", "challenge"), asked + "&hub.verify_token=hello%2Bthere",
                asked.replace("hub.verify_token=hello%2Bthere", ""), asked.replace("%2B", "+"))) {
            assertEquals(403, receiver.send("GET", other, "", List.of()).statusCode(), other);
        }
        assertEquals(List.of(), receiver.records);
    }

    @Test
    void theShopsPingIsAnsweredWithoutASignatureAndNotStored() throws Exception {
        HttpResponse<String> answer = receiver.send("POST", "/hooks/woocommerce", "webhook_id=12",
                List.of("Content-Type", FORM + "; charset=UTF-8"));
        assertEquals("200 ", answer.statusCode() + " " + answer.body());
        assertEquals(List.of(), receiver.records);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"webhook_id=12&email=an@example.vn|application/x-www-form-urlencoded|",
            "email=an@example.vn|application/x-www-form-urlencoded|", "webhook_id=x|application/x-www-form-urlencoded|",
            "webhook_id=|application/x-www-form-urlencoded|", "webhook_id=12|application/json|",
            "webhook_id=12|application/x-www-form-urlencoded|AAAA", "{\"webhook_id\":12}|application/json|"})
    void nothingButExactlyThePingGoesUnsigned(String body, String type, String signature) throws Exception {
        List<String> headers = new ArrayList<>(List.of("Content-Type", type));
        if (signature != null) {
            headers.addAll(List.of("X-WC-Webhook-Signature", signature));
        }
        assertEquals(401, receiver.send("POST", "/hooks/woocommerce", body, headers).statusCode());
        assertEquals(401, receiver.send("POST", "/hooks/shopify", "webhook_id=12", List.of("Content-Type", FORM)).statusCode());
    }

    @Test
    void theShopsSecretMayHoldEveryCharacterOfHtml() throws Exception {
        assertEquals("a&b<c>d\"e'f'&lt;", new String(
                Scheme.KeyEncoding.HTML.decode("a&amp;b&lt;c&gt;d&quot;e&#039;f&#x27;&amp;lt;"), StandardCharsets.UTF_8));
    }

    /** Signed: the twelve escapes as the characters they stand for, %26 and %20 as they are. */
    @Test
    void hubSpotSignsTwelveCharactersOfTheQueryUnescaped() throws Exception {
        Sender hubSpot = TABLE.stream().filter(sender -> sender.path().equals("hubspot")).findFirst().orElseThrow();
        List<String> proof = new ArrayList<>(hubSpot.genuine().proof());
        proof.set(1, "/ykoFHBShXxbRK4+0BYK6mi37uDtct5hH+6lNtht+W4=");
        String query = "?q=%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B%26%20";
        stored(hubSpot, post(hubSpot, hubSpot.genuine().at(query).with(proof)));
        refused(hubSpot, post(hubSpot, hubSpot.genuine().at(query)), 1);
    }

    private static void refused(Sender sender, HttpResponse<String> answer, int storedBefore) {
        assertEquals(sender.expected().notGenuine(), answer.statusCode(), answer.body());
        assertEquals(storedBefore, receiver.records.size());
    }

    @ParameterizedTest
    @CsvSource({"https://bridge.example.vn,https://bridge.example.vn/hooks/a",
            "https://bridge.example.vn/,https://bridge.example.vn/hooks/a",
            "https://example.vn:8443/bridge/,https://example.vn:8443/bridge/hooks/a",
            "http://[::1]:8080,http://[::1]:8080/hooks/a"})
    void thePublicAddressStandsBeforeThePath(String base, String signed) {
        assertEquals(signed, new PublicAddress(base).asSigned("/hooks/a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bridge.example.vn", "ftp://bridge.example.vn", "https://", "https://bridge.example.vn?x=1",
            "https:// a"})
    void whatIsNoPublicAddressIsNamed(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> new PublicAddress(text)).getMessage();
        assertTrue(message.startsWith("BRIDGE_PUBLIC_URL"), message);
    }

    @Test
    void hubSpotDoesNotStartWithoutThePublicAddress() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Requests.endpoint("hubspot", "test-secret", null, NOW, endpoint -> {
                }).hook()).getMessage();
        assertEquals("hook:test: BRIDGE_PUBLIC_URL is not set; hubspot signs the address it calls, such as "
                + "https://bridge.example.vn", message);
    }

    @Test
    void aWrongPublicAddressConcernsOnlyWhoSignsIt() {
        UnaryOperator<String> start = preset -> Requests.endpoint(preset, "test-secret", "bridge", NOW, endpoint -> {
        }).hook().toString();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> start.apply("hubspot")).getMessage()
                .startsWith("BRIDGE_PUBLIC_URL"));
        assertDoesNotThrow(() -> start.apply("shopify"));
    }

    @Test
    void metaDoesNotStartWithoutAVerifyToken() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> Requests.endpoint("meta", "test-secret", null, NOW, endpoint -> {
                }).hook()).getMessage();
        assertTrue(message.startsWith("hook:test: the verifyToken is empty"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1=" + STRIPE, "t=1764000000", "t=1764000000,v0=" + STRIPE, "t=1764000000,v1=",
            "t=,v1=" + STRIPE,
            "t=1764000000,t=1764000000,v1=" + STRIPE, "t=1764000001,v1=" + STRIPE, "t=1764000000 v1=" + STRIPE, STRIPE})
    void aHeaderOfStripeThatLacksSomethingIsRefused(String header) throws Exception {
        Sender stripe = TABLE.stream().filter(sender -> sender.path().equals("stripe")).findFirst().orElseThrow();
        refused(stripe, post(stripe, stripe.genuine().with(List.of("Stripe-Signature", header))));
    }

    /** Once the log has said how KiotViet signs, a route may accept nothing else. */
    @Test
    void oneWayOfKiotVietCanBePinned() {
        Verifier pinned = Requests.verifier("kiotviet", "dGVzdC1zZWNyZXQ=", endpoint -> {
            endpoint.put("encoding", "hex");
            endpoint.put("prefix", "none");
            endpoint.put("keyEncoding", "utf8");
        });
        for (Sender variant : TABLE.stream().filter(sender -> sender.path().equals("kiotviet")).toList()) {
            assertEquals(variant.name().equals("kiotviet, hex, key as it is"), Requests.accepts(pinned,
                    Requests.request(BODY, variant.genuine().proof().toArray(String[]::new))), variant.name());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"&auth%5Bapplication_token%5D=wrong", "&auth%5Bapplication_token%5D=",
            "&auth%5Bapplication_token%5D", "", "&Auth%5Bapplication_token%5D=test-secret",
            "&auth%5Bapplication_token%5D=test-secret&auth[application_token]=test-secret",
            "&auth%5Bapplication_token%5D=wrong&auth[application_token]=test-secret",
            "&auth%5Bapplication_token%5D=test-secret%", "&x=auth%5Bapplication_token%5D%3Dtest-secret"})
    void aFormWithoutExactlyOneGoodTokenIsRefused(String token) throws Exception {
        Sender bitrix24 = TABLE.stream().filter(sender -> sender.path().equals("bitrix24")).findFirst().orElseThrow();
        refused(bitrix24, post(bitrix24, bitrix24.genuine().withBody(BITRIX24 + token)));
    }

    @Test
    void theTokensInAFormAreNotStored() throws Exception {
        Sender bitrix24 = TABLE.stream().filter(sender -> sender.path().equals("bitrix24")).findFirst().orElseThrow();
        post(bitrix24, bitrix24.genuine());
        post(bitrix24, bitrix24.unreadable());
        assertEquals("{\"event\":\"ONCRMCONTACTUPDATE\",\"event_handler_id\":\"7\",\"data[FIELDS][ID]\":\"12\","
                + "\"ts\":\"1764000000\",\"auth[domain]\":\"shop.bitrix24.vn\"}", receiver.records.get(0).body().toString());
        for (RawRecord record : receiver.records) {
            assertFalse(record.toString().contains("test-secret"), record.toString());
        }
    }

    @Test
    void aRouteSeesTheHeadersOfItsSenderAndNoOther() throws Exception {
        Sender shop = TABLE.stream().filter(sender -> sender.path().equals("woocommerce")).findFirst().orElseThrow();
        List<String> headers = new ArrayList<>(shop.genuine().proof());
        headers.addAll(List.of("x-wc-webhook-topic", "customer.updated", "X-WC-Webhook-Delivery-ID", "5f2d", "CamelHttpUri",
                "http://evil.example.vn", "Authorization", "Bearer x"));
        stored(shop, post(shop, shop.genuine().with(headers)));
        assertEquals("{X-WC-Webhook-Delivery-ID=5f2d, X-WC-Webhook-Topic=customer.updated}", receiver.headers.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"404", "302", "ok", "20", "2000"})
    void anAnswerThatIsNoSuccessIsNotServed(String answer) {
        assertThrows(IllegalArgumentException.class,
                () -> Requests.endpoint("token", "x", null, NOW, endpoint -> endpoint.put("answer", answer))
                        .createConsumer(exchange -> {
                        }));
    }
}
