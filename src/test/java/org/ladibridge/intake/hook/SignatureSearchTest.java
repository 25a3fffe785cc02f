package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.intake.hook.Requests.NOW;
import static org.ladibridge.intake.hook.Requests.PUBLIC_URL;
import static org.ladibridge.intake.hook.Requests.request;
import static org.ladibridge.intake.hook.Requests.verifier;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Given a delivery and its secret, the way of signing is found; given another secret, nothing is. */
class SignatureSearchTest {
    static List<SignatureSchemesTest.Sender> senders() {
        return SignatureSchemesTest.senders();
    }

    private static SignatureSearch.Result search(HookRequest delivery, String secret, Instant now) {
        return new SignatureSearch(List.of(delivery), secret, new PublicAddress(PUBLIC_URL), Clock.fixed(now, ZoneOffset.UTC))
                .result();
    }

    @ParameterizedTest
    @MethodSource("senders")
    void whatIsFoundBelievesTheDeliveryAndNoOther(SignatureSchemesTest.Sender sender) {
        String secret = sender.secret().replaceFirst(",.*", "");
        SignatureSearch.Result result = search(sender.genuine(), secret, sender.now());
        if (sender.isBeyondGuessing()) {
            assertNull(result.found());
            return;
        }
        assertNotNull(result.found(), String.join("\n", result.looked()));
        Verifier found = verifier(result.found().parameters().get("verify"), secret, sender.now(),
                values -> values.putAll(result.found().parameters()));
        assertEquals("", found.refusal(sender.genuine()).map(Refusal::why).orElse(""));
        if (!sender.isOnlyTooOld()) {
            assertFalse(found.refusal(sender.another()).isEmpty(), result.found().described());
        }
    }

    @ParameterizedTest
    @MethodSource("senders")
    void withAnotherSecretNothingFitsAndItSaysWhatSpeaksAgainst(SignatureSchemesTest.Sender sender) {
        SignatureSearch.Result result = search(sender.genuine(), "another-secret", sender.now());
        assertNull(result.found());
        assertTrue(result.looked().size() >= 1, result.looked().toString());
        assertFalse(String.join(" ", result.looked()).contains("another-secret"));
    }

    @Test
    void aPresetIsCalledByItsName() {
        assertEquals("{verify=shopify}", search(request(Requests.BODY, "x-shopify-hmac-sha256",
                "xYBsXyxtHeSxFdu2QLygQAZGjbyaKJge+5nnBnCDNS4="), "test-secret", NOW).found().parameters().toString());
        assertEquals("{verify=stripe}", search(request(Requests.BODY, "Stripe-Signature",
                "t=1764000000,v1=9eb36b659998ecb592deaf27f4cfe6aed3fa7cdbeb821b6f322baa1ef46d6e94"), "whsec_dGVzdA==", NOW)
                .found().parameters().toString());
        assertEquals("{verify=standard-webhooks}",
                search(request(Requests.BODY, "webhook-id", "msg_1", "webhook-timestamp", "1764000000",
                        "webhook-signature", "v1,aq4C+HaDYtP4UTU5GdB6rLHboodauOATQf80202r5xM="),
                        "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", NOW).found().parameters().toString());
        assertEquals("{verify=typeform}", search(request(Requests.BODY, "Typeform-Signature",
                "sha256=xYBsXyxtHeSxFdu2QLygQAZGjbyaKJge+5nnBnCDNS4="), "test-secret", NOW).found().parameters().toString());
        assertEquals("{verify=hubspot}",
                search(Requests.request("/hooks/hubspot?x=1", Requests.BODY.getBytes(StandardCharsets.UTF_8),
                        "X-HubSpot-Signature-v3", "ykYHCAvPhxlkoYmCaf1WBFWudLo7wBpoSW7spIJe5cE=", "X-HubSpot-Request-Timestamp",
                        "1764000000000"),
                        "test-secret", NOW).found().parameters().toString());
        assertEquals("{verify=token}", search(request("{}", "X-Api-Key", "k"), "k", NOW).found().parameters().toString());
        assertEquals("{verify=basic}",
                search(request("{}", "Authorization", "Basic bGFuOng="), "lan:x", NOW).found().parameters().toString());
    }

    @Test
    void whoDoesNotSignIsToldSo() {
        List<String> looked = search(request("{\"name\":\"An\"}", "Content-Type", "application/json"), "secret", NOW).looked();
        assertTrue(looked.get(0).startsWith("nothing in the headers, the address or the body is written like a signature"),
                looked.toString());
    }

    @Test
    void allDeliveriesMustBeExplained() {
        HookRequest first = request("a", "X-A", SignatureSchemesTest.digest("SHA-256", "as"));
        HookRequest second = request("b", "X-A", SignatureSchemesTest.digest("SHA-256", "sb"));
        assertNull(new SignatureSearch(List.of(first, second), "s", null, Clock.fixed(NOW, ZoneOffset.UTC)).result().found());
        assertNotNull(new SignatureSearch(List.of(first), "s", null, Clock.fixed(NOW, ZoneOffset.UTC)).result().found());
    }
}
