package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.intake.hook.Requests.NOW;
import static org.ladibridge.intake.hook.Requests.PUBLIC_URL;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.transform.MappingProposal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is learned of a sender: of the shipped ones the preset, of others, written down from their public documentation, a scheme and
 * where the customer stands.
 */
class LearnedSendersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "dGVzdC1zZWNyZXQ=";
    private static final String WHSEC = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final int LONG = 510;
    private static final String AT = String.valueOf(NOW.getEpochSecond());

    private static byte[] hmac(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String digest(String algorithm, String text) {
        try {
            return hex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SignatureSearch.Result search(HookRequest delivery, String secret) {
        return new SignatureSearch(List.of(delivery), secret, new PublicAddress(PUBLIC_URL), Clock.fixed(NOW, ZoneOffset.UTC))
                .result();
    }

    /** How each vendor signs: the headers of a body. */
    private static final Map<String, BiFunction<String, String, List<String>>> VENDORS = Map.of(
            "shopify",
            (body, uri) -> List.of("X-Shopify-Hmac-Sha256", base64(hmac(SECRET, body)), "X-Shopify-Webhook-Id", "5f2d"),
            "woocommerce", (body, uri) -> List.of("X-WC-Webhook-Signature", base64(hmac(SECRET, body)), "X-WC-Webhook-ID", "7"),
            "typeform", (body, uri) -> List.of("Typeform-Signature", "sha256=" + base64(hmac(SECRET, body))),
            "meta-lead-ads", (body, uri) -> List.of("X-Hub-Signature-256", "sha256=" + hex(hmac(SECRET, body))),
            "stripe",
            (body, uri) -> List.of("Stripe-Signature", "t=" + AT + ",v1=" + hex(hmac(SECRET, AT + "." + body)) + ",v0=00"),
            "kiotviet", (body, uri) -> List.of("X-Hub-Signature", "sha1=" + hex(hmac(SECRET, body))),
            "hubspot",
            (body, uri) -> List.of("X-HubSpot-Signature-v3", base64(hmac(SECRET, "POST" + PUBLIC_URL + uri + body + AT
                    + "000")), "X-HubSpot-Request-Timestamp", AT + "000"),
            "pipedrive",
            (body, uri) -> List.of("Authorization", "Basic " + base64("lan:bí mật".getBytes(StandardCharsets.UTF_8))),
            "standard-webhook", (body, uri) -> standard(body), "google-forms", (body, uri) -> standard(body));
    /** Where the folder is not called like the preset; Pipedrive shows a password, as any may. */
    private static final Map<String, String> PRESETS = Map.of("meta-lead-ads", "meta", "google-forms", "standard-webhooks",
            "standard-webhook", "standard-webhooks", "pipedrive", "basic");

    private static List<String> standard(String body) {
        try {
            return List.of("webhook-id", "msg_1", "webhook-timestamp", AT, "webhook-signature",
                    new Webhook(WHSEC).sign("msg_1", NOW.getEpochSecond(), body));
        } catch (com.standardwebhooks.exceptions.WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }

    static Stream<Path> shippedSamples() throws IOException {
        return VENDORS.keySet().stream().sorted().flatMap(source -> {
            try (Stream<Path> files = Files.list(Path.of("routes", source, "samples"))) {
                return files.filter(file -> file.toString().endsWith(".json") && !file.toString().endsWith(".expected.json"))
                        .sorted()
                        .toList().stream();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("shippedSamples")
    void whatAShippedSourceTakesIsRecognisedAsItsPreset(Path sample) throws IOException {
        String source = sample.getName(1).toString();
        String body = Files.readString(sample);
        String secret = source.equals("pipedrive")
                ? "lan:bí mật"
                : source.matches("standard-webhook|google-forms") ? WHSEC : SECRET;
        String uri = "/hooks/" + source + "?a=1";
        HookRequest delivery = Requests.request(uri, body.getBytes(StandardCharsets.UTF_8),
                VENDORS.get(source).apply(body, uri).toArray(String[]::new));
        SignatureSearch.Result result = search(delivery, secret);
        assertEquals(PRESETS.getOrDefault(source, source), result.found() == null
                ? result.looked().toString()
                : result.found().parameters().get("verify"));
        // To try every way takes seconds for a large delivery, and says the same of each.
        if (body.length() > LONG) {
            return;
        }
        SignatureSearch.Result wrong = search(delivery, "wrong:secret");
        assertNull(wrong.found());
        assertTrue(!wrong.looked().isEmpty() && wrong.looked().stream().noneMatch(said -> said.contains("wrong:secret")),
                wrong.looked().toString());
    }

    /**
     * @param parameters what has to be found of the signature
     * @param placed what has to be found of the customer
     */
    record Unknown(String name, String secret, HookRequest delivery, String parameters, String placed, String occurrence) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Unknown unknown(String name, String secret, String body, String parameters, String placed, String occurrence,
            String... headers) {
        return new Unknown(name, secret, Requests.request("/hooks/x", body.getBytes(StandardCharsets.UTF_8), headers),
                parameters, placed,
                occurrence);
    }

    static List<Unknown> unknownSenders() {
        String haravan = "{\"id\":1001,\"email\":\"lan@example.vn\",\"phone\":\"0912345678\",\"first_name\":\"Lan\",\"last_name\":\"Lê\","
                + "\"created_at\":\"2025-11-24T15:00:00Z\",\"updated_at\":\"2025-11-24T16:00:00Z\",\"default_address\":{\"city\":\"Huế\"}}";
        String paddle = "{\"event_id\":\"evt_1\",\"event_type\":\"customer.created\",\"occurred_at\":\"2025-11-24T15:57:25.205966Z\","
                + "\"notification_id\":\"ntf_1\",\"data\":{\"id\":\"ctm_1\",\"name\":\"Jo Brown\",\"email\":\"jo@example.com\","
                + "\"locale\":\"en\",\"status\":\"active\",\"updated_at\":\"2025-11-24T15:57:24.813Z\"}}";
        String tally = "{\"eventId\":\"a4cb511e-d513-4fa5-baee-b815d718dfd1\",\"eventType\":\"FORM_RESPONSE\","
                + "\"createdAt\":\"2025-11-24T16:00:00.000Z\",\"data\":{\"responseId\":\"2wgx4n\",\"formName\":\"Lead\",\"fields\":["
                + "{\"key\":\"question_1\",\"label\":\"Họ và tên\",\"type\":\"INPUT_TEXT\",\"value\":\"Lê Lan\"},"
                + "{\"key\":\"question_2\",\"label\":\"Email\",\"type\":\"INPUT_EMAIL\",\"value\":\"lan@example.vn\"},"
                + "{\"key\":\"question_3\",\"label\":\"Số điện thoại\",\"type\":\"INPUT_PHONE_NUMBER\",\"value\":\"+84912345678\"}]}}";
        String calendly = "{\"event\":\"invitee.created\",\"created_at\":\"2025-11-24T16:00:00.000000Z\",\"payload\":{"
                + "\"email\":\"jane@example.com\",\"name\":\"Jane Smith\",\"first_name\":null,\"text_reminder_number\":\"+84 912 345 678\","
                + "\"uri\":\"https://api.calendly.com/scheduled_events/E/invitees/I\",\"updated_at\":\"2025-11-24T16:00:00.000000Z\","
                + "\"scheduled_event\":{\"name\":\"30 Min\",\"start_time\":\"2026-05-20T14:00:00Z\"}}}";
        String cal = "{\"triggerEvent\":\"BOOKING_CREATED\",\"createdAt\":\"2025-11-24T16:00:00.000Z\",\"payload\":{\"uid\":\"b1\","
                + "\"title\":\"30 Min\",\"attendees\":[{\"email\":\"jane@example.com\",\"name\":\"Jane Smith\",\"timeZone\":\"Asia/Ho_Chi_Minh\"}],"
                + "\"organizer\":{\"email\":\"you@example.vn\",\"name\":\"You\"}}}";
        String zalo = "{\"app_id\":\"4321\",\"event_name\":\"user_submit_info\",\"timestamp\":\"" + AT
                + "123\",\"info\":{\"name\":\"Lê Lan\","
                + "\"phone\":\"84912345678\",\"city\":\"Huế\"},\"recipient\":{\"id\":\"9\"},\"sender\":{\"id\":\"5\"}}";
        String lark = "{\"schema\":\"2.0\",\"header\":{\"event_id\":\"e1\",\"event_type\":\"contact.user.created_v3\"},\"event\":{\"object\":{"
                + "\"name\":\"Lê Lan\",\"email\":\"lan@example.vn\",\"mobile\":\"+84912345678\"}}}";
        String pay = "{\"customer_email\":\"lan@example.vn\",\"customer_phone\":\"0912345678\",\"order\":7,\"amount\":1000,\"sign\":\""
                + digest("MD5", "amount=1000&customer_email=lan@example.vn&customer_phone=0912345678&order=7&key=pay")
                        .toUpperCase(
                                Locale.ROOT)
                + "\"}";
        return List.of(
                unknown("Haravan", "hara", haravan,
                        "{verify=hmac-body, signatureAt=header:X-Haravan-Hmacsha256, encoding=base64}",
                        "{email=.email, phone=.phone, first_name=.first_name, last_name=.last_name, city=.default_address.city}",
                        "{changedAt=/updated_at}", "X-Haravan-Topic", "customers/update", "X-Haravan-Hmacsha256",
                        base64(hmac("hara", haravan))),
                unknown("Paddle", "pdl_ntfset_1", paddle,
                        "{verify=hmac-body, signatureAt=header:Paddle-Signature[h1], template={timestamp}:{body}, "
                                + "timestampAt=header:Paddle-Signature[ts]}",
                        "{email=.data.email, full_name=.data.name, lang=.data.locale}",
                        "{eventIdAt=/event_id, changedAt=/data/updated_at}", "Paddle-Signature",
                        "ts=" + AT + ";h1=" + hex(hmac("pdl_ntfset_1", AT + ":" + paddle))),
                unknown("Tally", "tally", tally, "{verify=hmac-body, signatureAt=header:Tally-Signature, encoding=base64}",
                        "{}",
                        "{eventIdAt=/eventId}", "Tally-Signature", base64(hmac("tally", tally))),
                unknown("Calendly", "cal-key", calendly,
                        "{verify=hmac-body, signatureAt=header:Calendly-Webhook-Signature[v1], template={timestamp}.{body}, "
                                + "timestampAt=header:Calendly-Webhook-Signature[t]}",
                        "{email=.payload.email, phone=.payload.text_reminder_number, full_name=.payload.name, first_name=.payload.first_name}",
                        "{changedAt=/payload/updated_at}", "Calendly-Webhook-Signature",
                        "t=" + AT + ",v1=" + hex(hmac("cal-key", AT + "." + calendly))),
                unknown("Cal.com", "calcom", cal, "{verify=hmac-body, signatureAt=header:X-Cal-Signature-256}",
                        "{email=.email, full_name=.name}", "{}", "X-Cal-Signature-256", hex(hmac("calcom", cal))),
                unknown("Zalo OA", "oa-secret", zalo,
                        "{verify=digest, signatureAt=header:X-ZEvent-Signature, template={id}{body}{timestamp}{secret}, "
                                + "prefix=mac=, timestampAt=body:/timestamp, timestampUnit=ms, idAt=body:/app_id}",
                        "{phone=.info.phone, full_name=.info.name, city=.info.city}", "{changedAt=/timestamp}",
                        "X-ZEvent-Signature",
                        "mac=" + digest("SHA-256", "4321" + zalo + AT + "123oa-secret")),
                unknown("Lark", "encrypt-key", lark,
                        "{verify=digest, signatureAt=header:X-Lark-Signature, "
                                + "template={timestamp}{header:X-Lark-Request-Nonce}{secret}{body}, "
                                + "timestampAt=header:X-Lark-Request-Timestamp}",
                        "{email=.event.object.email, phone=.event.object.mobile, full_name=.event.object.name}", "{}",
                        "X-Lark-Signature",
                        digest("SHA-256", AT + "n0" + "encrypt-key" + lark), "X-Lark-Request-Timestamp", AT,
                        "X-Lark-Request-Nonce", "n0"),
                unknown("sorted fields", "pay", pay,
                        "{verify=digest, signatureAt=body:/sign, template=amount={body:/amount}&customer_email={body:/customer_email}"
                                + "&customer_phone={body:/customer_phone}&order={body:/order}&key={secret}, algorithm=md5}",
                        "{email=.customer_email, phone=.customer_phone}", "{}"));
    }

    @ParameterizedTest
    @MethodSource("unknownSenders")
    void aSenderThatIsNotShippedIsLearned(Unknown sender) throws IOException {
        SignatureSearch.Result result = search(sender.delivery(), sender.secret());
        assertEquals(sender.parameters(), result.found() == null
                ? result.looked().toString()
                : result.found().parameters().toString());
        MappingProposal proposal = MappingProposal.of(JSON.readTree(sender.delivery().body()), "x");
        assertEquals(sender.placed(), proposal.placed().toString(), proposal.program());
        if (proposal.unwrap().isEmpty()) {
            assertEquals(sender.occurrence(),
                    Occurrence.of(sender.delivery(), JSON.readTree(sender.delivery().body())).parameters().toString());
        }
    }

    @Test
    void aHexadecimalHashIsNotTakenForALongerOneInBase64() {
        List<String> looked = search(Requests.request("{}", "X-Sign", hex(hmac("a", "b"))), "wrong").looked();
        assertTrue(looked.get(0).contains("written like a SHA256 in hex"), looked.toString());
        assertTrue(String.join(" ", looked).indexOf("SHA384") < 0, looked.toString());
    }

    /** sendgrid/sendgrid-python 950 and team-telnyx/telnyx-node 81: no secret explains it, and hours are lost. */
    @Test
    void aSignatureByAPrivateKeyIsToldApart() {
        for (String[] header : new String[][]{{"X-Twilio-Email-Event-Webhook-Signature",
                "MEQCIHQkjRdbcbM/gXxai4eTHRDxsa6XyiIfXrqD6tBV7FUDAiAPZQSdHQU9O4Q/U9xA1wiDb8SppEgQbilr/Sb7sI5zCQ=="},
                {"telnyx-signature-ed25519", base64(new byte[64])}}) {
            List<String> looked = search(Requests.request("{}", header), "secret").looked();
            assertTrue(looked.get(0).contains("private key"), looked.toString());
        }
    }

    @Test
    void anIdThatAProxyAddsIsNotTheSenders() throws IOException {
        HookRequest delivery = Requests.request("{\"email\":\"a@b.vn\"}", "X-Request-Id", "1", "X-Shop-Delivery-Id", "2");
        assertEquals("{eventId=${header.X-Shop-Delivery-Id}}",
                Occurrence.of(delivery, JSON.readTree("{}")).parameters().toString());
    }
}
