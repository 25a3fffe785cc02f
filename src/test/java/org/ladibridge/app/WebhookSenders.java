package org.ladibridge.app;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Every sender of a shipped webhook: sets its source up, signs as it does, and posts. */
final class WebhookSenders {
    static final String PUBLIC_URL = "https://bridge.example.vn";
    private static final String SECRET = "dGVzdC1zZWNyZXQ=";
    private static final String WHSEC = BridgeProcess.WEBHOOK_SECRET;
    private static final String USER_AND_PASSWORD = "bridge:mật khẩu";

    private final BridgeProcess bridge;

    /** @param api where thin senders' records are fetched */
    WebhookSenders(BridgeProcess bridge, RecordApi api) {
        this(bridge);
        bridge.with("BRIDGE_PUBLIC_URL", PUBLIC_URL)
                .with("HUBSPOT_SECRET", SECRET).with("HUBSPOT_TOKEN", RecordApi.TOKEN).with("HUBSPOT_URL", api.address())
                .with("META_LEAD_ADS_SECRET", SECRET).with("META_LEAD_ADS_VERIFY_TOKEN", "verify-me")
                .with("META_LEAD_ADS_TOKEN", RecordApi.TOKEN).with("META_LEAD_ADS_URL", api.address())
                .with("BITRIX24_TOKEN", "application-token")
                .with("BITRIX24_URL", api.address() + "/rest/1/" + RecordApi.BITRIX_SECRET);
    }

    /** The senders of whole records only. */
    WebhookSenders(BridgeProcess bridge) {
        this.bridge = bridge;
        bridge.with("SHOPIFY_SECRET", SECRET).with("WOOCOMMERCE_SECRET", SECRET).with("TYPEFORM_SECRET", SECRET)
                .with("STRIPE_SECRET", SECRET).with("KIOTVIET_SECRET", SECRET).with("PIPEDRIVE_SECRET", USER_AND_PASSWORD)
                .with("GOOGLE_FORMS_SECRET", WHSEC).with("GOOGLE_SHEETS_SECRET", WHSEC).with("ANY_WEBHOOK_SECRET", SECRET)
                .with("ANY_WEBHOOK_VERIFY", "hmac-body")
                .with("ANY_WEBHOOK_HEADER", "X-Hub-Signature-256").with("ANY_WEBHOOK_PREFIX", "sha256=")
                .with("ANY_WEBHOOK_ENCODING", "base64").with("ANY_WEBHOOK_ID_HEADER", "X-Delivery");
    }

    HttpResponse<String> ladiPage(String form) throws IOException {
        return bridge.send("POST", "/hooks/ladipage-form", form.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type",
                "application/x-www-form-urlencoded", "X-Api-Key", BridgeProcess.FORM_TOKEN));
    }

    HttpResponse<String> shopify(String id, String body) throws IOException {
        return post("shopify", body, Map.of("X-Shopify-Hmac-Sha256", base64(hmac(body)), "X-Shopify-Webhook-Id", id));
    }

    HttpResponse<String> wooCommerce(String topic, String body) throws IOException {
        return post("woocommerce", body, Map.of("X-WC-Webhook-Signature", base64(hmac(body)), "X-WC-Webhook-Topic", topic,
                "X-WC-Webhook-Delivery-ID", "the-same-within-a-second"));
    }

    HttpResponse<String> typeform(String body) throws IOException {
        return post("typeform", body, Map.of("Typeform-Signature", "sha256=" + base64(hmac(body))));
    }

    HttpResponse<String> stripe(String body) throws IOException {
        long now = Instant.now().getEpochSecond();
        return post("stripe", body, Map.of("Stripe-Signature", "t=" + now + ",v1=" + hex(hmac(now + "." + body)) + ",v0=00"));
    }

    HttpResponse<String> kiotViet(String body) throws IOException {
        return post("kiotviet", body, Map.of("X-Hub-Signature", "sha1=" + hex(hmac(body))));
    }

    HttpResponse<String> pipedrive(String body) throws IOException {
        return post("pipedrive", body,
                Map.of("Authorization", "Basic " + base64(USER_AND_PASSWORD.getBytes(StandardCharsets.UTF_8))));
    }

    HttpResponse<String> googleForms(String id, String body) throws IOException {
        return standard("google-forms", id, body);
    }

    HttpResponse<String> googleSheets(String id, String body) throws IOException {
        return standard("google-sheets", id, body);
    }

    private HttpResponse<String> standard(String source, String id, String body) throws IOException {
        long now = Instant.now().getEpochSecond();
        try {
            return post(source, body, Map.of("webhook-id", id, "webhook-timestamp", String.valueOf(now),
                    "webhook-signature", new Webhook(WHSEC).sign(id, now, body)));
        } catch (WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> anyWebhook(String id, String body) throws IOException {
        return post("any-webhook", body, Map.of("X-Hub-Signature-256", "sha256=" + base64(hmac(body)), "X-Delivery", id));
    }

    HttpResponse<String> hubspot(String body) throws IOException {
        String now = String.valueOf(System.currentTimeMillis());
        return post("hubspot", body, Map.of("X-HubSpot-Signature-v3",
                base64(hmac("POST" + PUBLIC_URL + "/hooks/hubspot" + body + now)), "X-HubSpot-Request-Timestamp", now));
    }

    HttpResponse<String> meta(String body) throws IOException {
        return post("meta-lead-ads", body, Map.of("X-Hub-Signature-256", "sha256=" + hex(hmac(body))));
    }

    HttpResponse<String> bitrix24(String event, String id) throws IOException {
        String form = "event=" + event + "&data%5BFIELDS%5D%5BID%5D=" + id
                + "&ts=1764000000&auth%5Bdomain%5D=portal.example.vn&auth%5Bapplication_token%5D=application-token";
        return bridge.send("POST", "/hooks/bitrix24", form.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
    }

    private HttpResponse<String> post(String source, String body, Map<String, String> headers) throws IOException {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        return bridge.send("POST", "/hooks/" + source, body.getBytes(StandardCharsets.UTF_8), all);
    }

    private static byte[] hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
