package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The shipped folders as their senders use them: signed samples, and what each sender changes when it repeats a delivery. */
class WebhookSourcesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "dGVzdC1zZWNyZXQ=";
    private static final String WHSEC = BridgeProcess.WEBHOOK_SECRET;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        bridge = new BridgeProcess(folder).with("WOOCOMMERCE_SECRET", SECRET).with("TYPEFORM_SECRET", SECRET)
                .with("STRIPE_SECRET", SECRET).with("KIOTVIET_SECRET", SECRET).with("PIPEDRIVE_SECRET", "bridge:mật khẩu")
                .with("GOOGLE_FORMS_SECRET", WHSEC).with("ANY_WEBHOOK_SECRET", SECRET).with("ANY_WEBHOOK_VERIFY", "hmac-body")
                .with("ANY_WEBHOOK_HEADER", "X-Hub-Signature-256").with("ANY_WEBHOOK_PREFIX", "sha256=")
                .with("ANY_WEBHOOK_ENCODING", "base64").with("ANY_WEBHOOK_ID_HEADER", "X-Delivery").start();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    @Test
    void twoCustomersInOneSecondOfWooCommerceAreTwoEventsAndARepetitionIsNone() throws Exception {
        String one = sample("woocommerce/samples/customer-updated.json");
        String other = sample("woocommerce/samples/customer-billing-name-only.json");
        assertAnswer(1, 0, 0, wooCommerce("customer.updated", one));
        assertAnswer(1, 0, 0, wooCommerce("customer.updated", other));
        assertAnswer(1, 1, 0, wooCommerce("customer.updated", one));
        assertAnswer(1, 0, 0, wooCommerce("customer.updated", one.replace("2026-01-21T03:04:05", "2026-01-21T03:04:06")));
        assertAnswer(1, 0, 1, wooCommerce("customer.deleted", sample("woocommerce/samples/customer-deleted.json")));
        assertBalanced("woocommerce", 5);
    }

    @Test
    void aResponseOfTypeformIsStoredOnceAndAPartialOneIgnored() throws Exception {
        String response = sample("typeform/samples/response.json");
        assertAnswer(1, 0, 0, typeform(response));
        assertAnswer(1, 1, 0, typeform(response));
        assertAnswer(0, 0, 0, typeform(sample("typeform/samples/partial.json")));
        assertBalanced("typeform", 2);
    }

    @Test
    void anEventOfStripeIsKnownAgainAlthoughItCountsItsWebhooks() throws Exception {
        String event = sample("stripe/samples/customer-updated.json");
        assertAnswer(1, 0, 0, stripe(event));
        assertAnswer(1, 1, 0, stripe(event.replace("\"pending_webhooks\":1", "\"pending_webhooks\":0")));
        assertAnswer(1, 0, 1, stripe(sample("stripe/samples/customer-deleted.json")));
        assertAnswer(0, 0, 0, stripe(sample("stripe/samples/subscription.json")));
        assertBalanced("stripe", 3);
    }

    @Test
    void eachCustomerOfADeliveryOfKiotVietIsARecordAndAnotherAttemptADuplicate() throws Exception {
        String delivery = sample("kiotviet/samples/many-customers.json");
        assertAnswer(4, 0, 1, kiotViet(delivery));
        assertAnswer(4, 4, 0, kiotViet(delivery.replace("\"Attempt\":2", "\"Attempt\":3")));
        assertAnswer(2, 0, 2, kiotViet(sample("kiotviet/samples/customer-delete.json")));
        assertBalanced("kiotviet", 10);
    }

    @Test
    void anotherAttemptOfPipedriveIsADuplicate() throws Exception {
        String change = sample("pipedrive/samples/person-change.json");
        assertAnswer(1, 0, 0, pipedrive(change));
        assertAnswer(1, 1, 0, pipedrive(change.replace("\"attempt\":3", "\"attempt\":4")));
        assertAnswer(1, 0, 1, pipedrive(sample("pipedrive/samples/person-merged.json")));
        assertAnswer(0, 0, 0, pipedrive(sample("pipedrive/samples/deal-change.json")));
        assertBalanced("pipedrive", 3);
    }

    @Test
    void anEditedResponseOfGoogleFormsIsANewRecordUnderTheSameId() throws Exception {
        String response = sample("google-forms/samples/response.json");
        assertAnswer(1, 0, 0, googleForms(response));
        assertAnswer(1, 1, 0, googleForms(response));
        assertAnswer(1, 0, 0, googleForms(response.replace("Nguyễn Thị Mai", "Nguyễn Thị Mài")));
        assertBalanced("google-forms", 3);
    }

    @Test
    void anyWebhookIsSetUpByVariablesAlone() throws Exception {
        String customer = "{\"Họ tên\":\"Lê Thị Hoa\",\"sdt\":\"0987 654 320\"}";
        assertAnswer(1, 0, 0, anyWebhook("d-1", customer));
        assertAnswer(1, 1, 0, anyWebhook("d-1", customer));
        assertAnswer(2, 0, 0, anyWebhook("d-2", "{\"type\":\"leads\",\"data\":[" + customer + "," + customer + "]}"));
        assertBalanced("any-webhook", 4);
    }

    private static void assertAnswer(int received, int duplicate, int rejected, HttpResponse<String> answer) throws Exception {
        assertEquals(
                JSON.readTree("{\"received\":" + received + ",\"duplicate\":" + duplicate + ",\"rejected\":" + rejected + "}"),
                JSON.readTree(answer.body()));
        assertEquals(2, answer.statusCode() / 100);
    }

    private static void assertBalanced(String source, int received) {
        JsonNode ledger = bridge.awaitAllDelivered(received, Duration.ofSeconds(30));
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        assertEquals(received, ledger.path("sources").path(source).path("received").asInt(), ledger.toString());
        assertEquals(0, ledger.path("sources").path(source).path("dead").asInt(), ledger.toString());
    }

    private static String sample(String path) throws Exception {
        return Files.readString(Path.of("routes").resolve(path));
    }

    private static HttpResponse<String> wooCommerce(String topic, String body) throws Exception {
        return post("woocommerce", body, Map.of("X-WC-Webhook-Signature", base64(hmac(body)), "X-WC-Webhook-Topic", topic,
                "X-WC-Webhook-Delivery-ID", "the-same-within-a-second"));
    }

    private static HttpResponse<String> typeform(String body) throws Exception {
        return post("typeform", body, Map.of("Typeform-Signature", "sha256=" + base64(hmac(body))));
    }

    private static HttpResponse<String> stripe(String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        return post("stripe", body, Map.of("Stripe-Signature", "t=" + now + ",v1=" + hex(hmac(now + "." + body)) + ",v0=00"));
    }

    private static HttpResponse<String> kiotViet(String body) throws Exception {
        return post("kiotviet", body, Map.of("X-Hub-Signature", "sha1=" + hex(hmac(body))));
    }

    private static HttpResponse<String> pipedrive(String body) throws Exception {
        return post("pipedrive", body, Map.of("Authorization",
                "Basic " + base64("bridge:mật khẩu".getBytes(StandardCharsets.UTF_8))));
    }

    private static HttpResponse<String> googleForms(String body) throws Exception {
        long now = Instant.now().getEpochSecond();
        return post("google-forms", body, Map.of("webhook-id", "2_ABa1", "webhook-timestamp", String.valueOf(now),
                "webhook-signature", new Webhook(WHSEC).sign("2_ABa1", now, body)));
    }

    private static HttpResponse<String> anyWebhook(String id, String body) throws Exception {
        return post("any-webhook", body, Map.of("X-Hub-Signature-256", "sha256=" + base64(hmac(body)), "X-Delivery", id));
    }

    private static HttpResponse<String> post(String source, String body, Map<String, String> headers) throws Exception {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        return bridge.send("POST", "/hooks/" + source, body.getBytes(StandardCharsets.UTF_8), all);
    }

    private static byte[] hmac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
