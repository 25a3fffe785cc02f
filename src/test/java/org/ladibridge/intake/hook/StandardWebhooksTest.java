package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.intake.hook.Requests.BODY;
import static org.ladibridge.intake.hook.Requests.NOW;
import static org.ladibridge.intake.hook.Requests.accepts;
import static org.ladibridge.intake.hook.Requests.request;
import static org.ladibridge.intake.hook.Requests.verifier;

import java.net.http.HttpHeaders;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.standardwebhooks.Webhook;

/** The standard's own library signs, and judges the same requests. */
class StandardWebhooksTest {
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String VECTOR = "v1,aq4C+HaDYtP4UTU5GdB6rLHboodauOATQf80202r5xM=";

    private final Verifier standard = verifier("standard-webhooks", SECRET);

    private static HookRequest signed(String body, String signature) {
        return request(body, "webhook-id", "msg_1", "webhook-timestamp", "1764000000", "webhook-signature", signature);
    }

    @Test
    void theVectorIsGenuineAlsoWithoutThePrefixOfTheSecretAndBesideAnother() {
        assertTrue(accepts(standard, signed(BODY, VECTOR)));
        assertTrue(accepts(verifier("standard-webhooks", "whsec_AAAA," + SECRET.substring("whsec_".length())),
                signed(BODY, VECTOR)));
    }

    @Test
    void whatTheLibrarySignsIsGenuine() throws Exception {
        for (String body : List.of(BODY, "", "[]", "\uFEFF{}", "name=Nguy%E1%BB%85n", "{\"a\":\"\\u1ec5\"}")) {
            assertTrue(accepts(standard, signed(body, new Webhook(SECRET).sign("msg_1", NOW.getEpochSecond(), body))), body);
        }
    }

    /** The library judges by the system's clock, so this is about today. */
    @ParameterizedTest
    @CsvSource({"none,true", "nfd,false", "space,false", "reordered,false", "id,false", "timestamp,false", "old,false",
            "future,false", "v1a,false", "several,true", "otherSecret,false", "empty,false"})
    void theLibraryJudgesAlike(String tampering, boolean genuine) throws Exception {
        Instant now = Instant.now();
        Instant at = switch (tampering) {
            case "old" -> now.minus(Duration.ofMinutes(6));
            case "future" -> now.plus(Duration.ofDays(1));
            default -> now;
        };
        String secret = tampering.equals("otherSecret") ? "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" : SECRET;
        String good = new Webhook(secret).sign("msg_1", at.getEpochSecond(), BODY);
        String signature = switch (tampering) {
            case "v1a" -> good.replace("v1,", "v1a,");
            case "several" -> "v1,AAAA v1a,zzz " + good;
            case "empty" -> "v1,";
            default -> good;
        };
        String body = switch (tampering) {
            case "nfd" -> Normalizer.normalize(BODY, Normalizer.Form.NFD);
            case "space" -> BODY + " ";
            case "reordered" -> "{\"name\":\"Nguyễn Văn A\",\"id\":\"evt_1\"}";
            default -> BODY;
        };
        String id = tampering.equals("id") ? "msg_2" : "msg_1";
        String timestamp = Long.toString(at.getEpochSecond() + (tampering.equals("timestamp") ? 1 : 0));

        assertEquals(genuine, accepts(verifier("standard-webhooks", SECRET, now, endpoint -> {
        }), request(body, "webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", signature)));
        HttpHeaders headers = HttpHeaders.of(Map.of("webhook-id", List.of(id), "webhook-timestamp", List.of(timestamp),
                "webhook-signature", List.of(signature)), (name, value) -> true);
        if (genuine) {
            assertDoesNotThrow(() -> new Webhook(SECRET).verify(body, headers));
        } else {
            assertThrows(Exception.class, () -> new Webhook(SECRET).verify(body, headers));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook-id", "webhook-timestamp", "webhook-signature"})
    void eachHeaderIsNeededOnce(String header) {
        String[] all = {"webhook-id", "msg_1", "webhook-timestamp", "1764000000", "webhook-signature", VECTOR};
        String[] without = all.clone();
        String[] twice = Arrays.copyOf(all, 8);
        for (int i = 0; i < all.length; i += 2) {
            if (all[i].equals(header)) {
                without[i] = "X-Other";
                twice[6] = all[i];
                twice[7] = all[i + 1];
            }
        }
        assertFalse(accepts(standard, request(BODY, without)));
        assertFalse(accepts(standard, request(BODY, twice)));
        assertTrue(accepts(standard, request(BODY, all)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whsec_", "whsec_***", "not base64!", "whpk_AAAA"})
    void whatCannotBeASecretIsRefusedWithoutRepeatingIt(String secret) {
        String message = assertThrows(IllegalArgumentException.class, () -> verifier("standard-webhooks", secret)).getMessage();
        assertTrue(message.contains("secret"), message);
        assertFalse(message.contains(secret), message);
    }
}
