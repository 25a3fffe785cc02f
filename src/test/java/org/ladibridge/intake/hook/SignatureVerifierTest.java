package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.intake.hook.Requests.BODY;
import static org.ladibridge.intake.hook.Requests.NOW;
import static org.ladibridge.intake.hook.Requests.accepts;
import static org.ladibridge.intake.hook.Requests.request;
import static org.ladibridge.intake.hook.Requests.verifier;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors were made with OpenSSL and with Node's crypto: they show our bytes, not how any vendor behaves. */
class SignatureVerifierTest {
    private static final String HEX = "c5806c5f2c6d1de4b115dbb640bca04006468dbc9a28981efb99e7067083352e";
    private static final String BASE64 = "xYBsXyxtHeSxFdu2QLygQAZGjbyaKJge+5nnBnCDNS4=";
    private static final String TIMESTAMPED = "9eb36b659998ecb592deaf27f4cfe6aed3fa7cdbeb821b6f322baa1ef46d6e94";

    private final Verifier hex = verifier("hmac-body", "test-secret");

    @Test
    void theVectorsOfTheRawBodyAreGenuine() {
        assertEquals(39, BODY.getBytes(StandardCharsets.UTF_8).length, "the vectors are about 39 bytes in NFC");
        assertTrue(accepts(hex, request(BODY, "X-Signature", HEX)));
        assertTrue(accepts(verifier("hmac-body", "test-secret", endpoint -> endpoint.put("encoding", "base64")),
                request(BODY, "X-Signature", BASE64)));
    }

    @ParameterizedTest
    @CsvSource({"utf8,dGVzdC1zZWNyZXQ=,b205e635279d14ce72cb2b504299c9629c394a0f8c9bbe6f551254d397d69005",
            "base64,dGVzdC1zZWNyZXQ=," + HEX, "hex,746573742d736563726574," + HEX})
    void theKeyIsDecodedAsTheParameterSays(String keyEncoding, String secret, String signature) {
        assertTrue(accepts(verifier("hmac-body", secret, endpoint -> endpoint.put("keyEncoding", keyEncoding)),
                request(BODY, "X-Signature", signature)));
    }

    @ParameterizedTest
    @CsvSource({"sha1,26a895d3660a76523d8dc676c72392ee4c125a89",
            "sha512,652366eb0a7ee04d5e6b9a84d8a2e2d545bcf32d9882d0f27af62e2b1573c5fb6e21327424775deefd7d7071f7f013e4ad4be812e49ed311163253c60a91a27c"})
    void theHashIsTheOneOfTheParameter(String algorithm, String signature) {
        Verifier other = verifier("hmac-body", "test-secret", endpoint -> endpoint.put("algorithm", algorithm));
        assertTrue(accepts(other, request(BODY, "X-Signature", signature)));
        assertFalse(accepts(other, request(BODY, "X-Signature", HEX)));
        assertFalse(accepts(hex, request(BODY, "X-Signature", signature)));
    }

    @Test
    void eitherOfTwoSecretsIsValidWhileOneIsBeingRotated() {
        assertTrue(accepts(verifier("hmac-body", "new, test-secret\n"), request(BODY, "X-Signature", HEX)));
        assertFalse(accepts(verifier("hmac-body", "new,newer"), request(BODY, "X-Signature", HEX)));
    }

    @Test
    void theSameTextInOtherBytesIsRefused() {
        for (String other : new String[]{Normalizer.normalize(BODY, Normalizer.Form.NFD), BODY + " ", BODY + "\n",
                "{\"name\":\"Nguyễn Văn A\",\"id\":\"evt_1\"}", ""}) {
            assertFalse(accepts(hex, request(other, "X-Signature", HEX)), other);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "zz", "c5", BASE64, "sha256=" + HEX, HEX + "00", HEX + "," + HEX, "ễ" + HEX,
            "c5806c5f2c6d1de4b115dbb640bca04006468dbc9a28981efb99e7067083352"})
    void aSignatureThatIsNotOneIsRefused(String signature) {
        assertFalse(accepts(hex, request(BODY, "X-Signature", signature)));
    }

    @Test
    void aMissingOrRepeatedHeaderIsRefusedWhateverItsCase() {
        assertFalse(accepts(hex, request(BODY)));
        assertFalse(accepts(hex, request(BODY, "X-Signature", HEX, "x-signature", HEX)));
        assertFalse(accepts(hex, request(BODY, "X-Signature", "00", "X-Signature", HEX)));
        assertTrue(accepts(hex, request(BODY, "x-SIGNATURE", HEX)));
    }

    @ParameterizedTest
    @CsvSource({"0,true", "300,true", "301,false", "-300,true", "-301,false", "86400,false", "-86400,false"})
    void aTimestampMayBeFiveMinutesOffBothWays(long secondsLater, boolean accepted) {
        Verifier timestamped = verifier("hmac-timestamped", "whsec_dGVzdA==", NOW.plusSeconds(secondsLater), endpoint -> {
        });
        assertEquals(accepted, accepts(timestamped,
                request(BODY, "X-Timestamp", "1764000000", "X-Signature", TIMESTAMPED)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "now", "1764000000.0", "+1764000000", "-1", "0x69", "99999999999999999999", "1764000001",
            "１７６４００００００"})
    void aTimestampThatIsNotTheSignedOneIsRefused(String timestamp) {
        assertFalse(accepts(verifier("hmac-timestamped", "whsec_dGVzdA=="),
                request(BODY, "X-Timestamp", timestamp, "X-Signature", TIMESTAMPED)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "\n"})
    void anEmptySecretNeverServesAnything(String secret) {
        Preset.all().forEach(
                preset -> assertThrows(IllegalArgumentException.class, () -> verifier(preset.label(), secret), preset.label()));
    }

    @Test
    void parametersThatCannotWorkAreNamedAndTheSecretIsNot() {
        for (Consumer<Map<String, String>> wrong : java.util.List.<Consumer<Map<String, String>>>of(
                endpoint -> endpoint.put("encoding", "base32"), endpoint -> endpoint.put("algorithm", "md4"),
                endpoint -> endpoint.put("keyEncoding", "hex"), endpoint -> endpoint.put("keyEncoding", "utf16"),
                endpoint -> endpoint.put("timestampUnit", "hours"), endpoint -> endpoint.put("template", "{timestamp}"),
                endpoint -> endpoint.put("template", "{id}.{body}"))) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> verifier("hmac-timestamped", "hush-hush", wrong))
                    .getMessage();
            assertTrue(message.matches("hook:test: .*(encoding|Encoding|algorithm|secret|timestampUnit|template|idHeader).*"),
                    message);
            assertFalse(message.contains("hush"), message);
        }
    }
}
