package org.ladibridge.intake.hook;

import static org.ladibridge.intake.hook.Requests.accepts;
import static org.ladibridge.intake.hook.Requests.request;
import static org.ladibridge.intake.hook.Requests.verifier;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Any single bit that is not as it was signed makes a request worthless. */
class TamperingPropertiesTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int ANY = Integer.MAX_VALUE;

    private final Verifier standard = verifier("standard-webhooks", "whsec_" + Base64.getEncoder().encodeToString(KEY));
    private final Verifier hex = verifier("hmac-body", new String(KEY, StandardCharsets.US_ASCII));

    private static byte[] hmac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        int at = bit % (copy.length * 8);
        copy[at / 8] ^= (byte) (1 << at % 8);
        return copy;
    }

    private boolean standardAccepts(byte[] body, byte[] signed) {
        byte[] signature = hmac("msg_1.1764000000.".getBytes(StandardCharsets.US_ASCII), signed);
        return accepts(standard, request(body, "webhook-id", "msg_1", "webhook-timestamp", "1764000000", "webhook-signature",
                "v1," + Base64.getEncoder().encodeToString(signature)));
    }

    @Property
    boolean aFlippedBitOfTheBodyIsRefused(@ForAll @Size(min = 1, max = 200) byte[] body, @ForAll @IntRange(max = ANY) int bit) {
        String signature = HexFormat.of().formatHex(hmac(body));
        return accepts(hex, request(body, "X-Signature", signature))
                && !accepts(hex, request(flipped(body, bit), "X-Signature", signature))
                && standardAccepts(body, body) && !standardAccepts(flipped(body, bit), body);
    }

    @Property
    boolean aFlippedBitOfTheSignatureIsRefused(@ForAll @Size(max = 50) byte[] body, @ForAll @IntRange(max = ANY) int bit) {
        return !accepts(hex, request(body, "X-Signature", HexFormat.of().formatHex(flipped(hmac(body), bit))));
    }

    @Property
    boolean aSignatureThatIsCutOffIsRefused(@ForAll @Size(max = 50) byte[] body, @ForAll @IntRange(max = 31) int length) {
        return !accepts(hex, request(body, "X-Signature", HexFormat.of().formatHex(hmac(body), 0, length)));
    }
}
