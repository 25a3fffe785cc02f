package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.stream.Stream;

import org.ladibridge.intake.UnreadableException;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;

/** What a stranger sends to a webhook: it is never accepted unsigned, and never more than refused. */
class HookFuzzTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final BodyParser PARSER = new BodyParser();
    private static final String[] CONTENT_TYPES = {"application/json", "application/x-www-form-urlencoded", "text/plain", null,
            "multipart/form-data; boundary=b", "multipart/form-data", "application/json; charset=utf-16"};
    private static final String[] HEADERS = {"X-Shopify-Hmac-Sha256", "X-WC-Webhook-Signature", "X-HubSpot-Signature-v3",
            "X-HubSpot-Request-Timestamp", "Typeform-Signature", "X-Hub-Signature-256", "Stripe-Signature", "webhook-id",
            "webhook-timestamp", "webhook-signature", "X-Signature", "X-Timestamp", "Authorization", "X-Api-Key"};
    private static final List<Verifier> VERIFIERS = Stream.of("shopify", "woocommerce", "hubspot", "typeform", "meta", "stripe",
            "pipedrive", "bitrix24", "standard-webhooks", "hmac-body", "hmac-timestamped", "token")
            .map(preset -> Requests.verifier(preset, preset.equals("pipedrive") ? "user:" + SECRET : SECRET)).toList();

    @FuzzTest(maxDuration = "10m")
    void noRequestIsAcceptedThatWasNotSigned(FuzzedDataProvider data) {
        Verifier verifier = VERIFIERS.get(data.consumeInt(0, VERIFIERS.size() - 1));
        int count = data.consumeInt(0, 4);
        String[] headers = new String[2 * count];
        for (int i = 0; i < count; i++) {
            headers[2 * i] = data.pickValue(HEADERS);
            headers[2 * i + 1] = data.consumeString(200);
        }
        HookRequest request = Requests.request("/hooks/test?" + data.consumeAsciiString(40), data.consumeRemainingAsBytes(),
                headers);
        assertFalse(verifier.refusal(request).isEmpty(), "a request without a signature was accepted");
    }

    @FuzzTest(maxDuration = "10m")
    void aBodyIsReadOrRefused(FuzzedDataProvider data) {
        String contentType = data.pickValue(CONTENT_TYPES);
        try {
            for (JsonNode record : PARSER.parse(data.consumeRemainingAsBytes(), contentType)) {
                assertFalse(record == null);
            }
        } catch (UnreadableException e) {
            assertFalse(e.getMessage().isBlank());
        }
    }
}
