package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.ManualClock;
import org.ladibridge.intake.hook.Refusal.Cause;

/** What an owner is told whose webhook refuses. */
class RefusedDeliveriesTest {
    private final ManualClock clock = new ManualClock(Requests.NOW);
    private final RefusedDeliveries refused = new RefusedDeliveries(clock);

    private Optional<RefusedDeliveries.Refused> told() {
        return refused.of(List.of("other", "form"));
    }

    @Test
    void threeInARowAreTheSenderAndADeliveryThatIsTakenEndsIt() {
        for (int n = 1; n <= 3; n++) {
            refused.refused("form", Cause.SIGNATURE, "wrong " + n);
            clock.advance(Duration.ofSeconds(60));
            assertEquals(n, told().orElseThrow().count());
            assertEquals(n == 3, told().orElseThrow().isMany());
        }
        assertEquals(Requests.NOW, told().orElseThrow().first());
        assertEquals(Requests.NOW.plusSeconds(120), told().orElseThrow().last());
        assertEquals("wrong 3", told().orElseThrow().message());
        refused.accepted("form");
        assertEquals(Optional.empty(), told());
    }

    @Test
    void aDayWithoutAnotherOneIsForgotten() {
        refused.refused("form", Cause.SIGNATURE, "wrong");
        clock.advance(Duration.ofHours(25));
        assertEquals(Optional.empty(), told());
        refused.refused("form", Cause.TOO_LARGE, "large");
        assertEquals(1, told().orElseThrow().count());
        assertEquals("too_large", told().orElseThrow().cause());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        hmac-body        |                          | the header X-Signature is missing or repeated; the sender does not prove who it is
        hmac-body        | X-Signature=%64          | the signature in X-Signature does not fit the body and the secret; compare the parameter secret with
        hmac-body        | X-Signature=abcd         | the signature in X-Signature has 2 bytes, SHA256 has 32; the sender signs in another way
        hmac-body        | X-Signature=hush!        | the signature in X-Signature is not written as hex; the sender signs in another way
        hmac-timestamped | X-Signature=%64,X-Timestamp=1763000000 | the timestamp is 1000000 s off: a replayed delivery, or a clock that is wrong; set the clocks
        token            |                          | neither X-Api-Key nor Authorization: Bearer was sent; the sender does not prove
        token            | X-Api-Key=hush           | the token is wrong; compare the parameter secret
        basic            | Authorization=Basic hush | user or password is wrong; compare
        """)
    void whyIsSaidWithTheRemedyInBothLanguagesAndNothingThatWasSent(String verify, String headers, String expected) {
        String[] pairs = headers == null ? new String[0] : headers.replace("%64", "ab".repeat(32)).split("[=,]");
        Refusal refusal = Requests.verifier(verify, "user:password", values -> {
        }).refusal(Requests.request(Requests.BODY, pairs)).orElseThrow();
        String told = refusal.advised("the parameter secret");
        assertTrue(told.startsWith(expected), told);
        assertFalse(told.contains("hush") || told.contains("abab") || told.contains("user:password"), told);
        refused.refused("form", refusal.cause(), told);
        assertNotEquals(told, told().orElseThrow().messageVi());
        assertFalse(told().orElseThrow().messageVi().contains("the "), told().orElseThrow().messageVi());
    }

    @Test
    void aSecretIsNamedByItsVariable() {
        assertEquals("SHOPIFY_SECRET",
                new HookSettings("shopify", Map.of("secret", "setting:shopify.secret")).variable("secret"));
        assertEquals("the parameter secret", new HookSettings("shopify", Map.of("secret", "hush")).variable("secret"));
    }
}
