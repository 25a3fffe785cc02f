package org.ladibridge.intake.hook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed hash over the raw body, or over a template with id and timestamp around it.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
final class HmacVerifier implements Verifier {
    private static final Pattern PART = Pattern.compile("\\{(id|timestamp|method|uri|body)}");

    /** How bytes are written as text. */
    enum Encoding {
        HEX, BASE64;

        /** @throws IllegalArgumentException when the text is not in this encoding */
        byte[] decode(String text) {
            return this == HEX ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text);
        }
    }

    /**
     * @param header carries one signature, or several separated by blanks
     * @param prefix stands before each signature
     * @param template what is signed: text with {@code {id} {timestamp} {method} {uri} {body}}
     * @param timestampHeader null when the template has no timestamp
     * @param idHeader null when the template has no id
     * @param millis whether the timestamp counts milliseconds
     * @param tolerance how far the timestamp may be from now, both ways
     */
    record Scheme(String header, String algorithm, Encoding encoding, String prefix, String template, String timestampHeader,
            String idHeader, boolean millis, Duration tolerance) {
    }

    private final Scheme scheme;
    private final List<SecretKeySpec> keys;
    private final Clock clock;

    HmacVerifier(Scheme scheme, List<byte[]> keys, Clock clock) {
        this.scheme = scheme;
        this.keys = keys.stream().map(key -> new SecretKeySpec(key, scheme.algorithm())).toList();
        this.clock = clock;
    }

    @Override
    public Optional<String> refusal(HookRequest request) {
        String header = request.header(scheme.header());
        if (header == null) {
            return Optional.of("the header " + scheme.header() + " is missing or repeated");
        }
        Optional<String> outdated = scheme.timestampHeader() == null ? Optional.empty() : outdated(request);
        if (outdated.isPresent()) {
            return outdated;
        }
        if (scheme.idHeader() != null && request.header(scheme.idHeader()) == null) {
            return Optional.of("the header " + scheme.idHeader() + " is missing or repeated");
        }
        byte[] signed = signed(request);
        List<byte[]> given = signatures(header);
        boolean genuine = false;
        for (SecretKeySpec key : keys) {
            byte[] expected = hmac(key, signed);
            for (byte[] signature : given) {
                genuine |= MessageDigest.isEqual(expected, signature);
            }
        }
        return genuine
                ? Optional.empty()
                : Optional.of("the signature in " + scheme.header() + " does not fit the body and the secret");
    }

    private Optional<String> outdated(HookRequest request) {
        String text = request.header(scheme.timestampHeader());
        if (text == null || !text.matches("\\d{1,15}")) {
            return Optional.of("the header " + scheme.timestampHeader() + " is missing, repeated or no number");
        }
        long number = Long.parseLong(text);
        Instant at = scheme.millis() ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        Duration off = Duration.between(at, clock.instant()).abs();
        return off.compareTo(scheme.tolerance()) <= 0
                ? Optional.empty()
                : Optional.of("the timestamp is " + off.toSeconds() + " s off: a replayed delivery, or a clock that is wrong");
    }

    private List<byte[]> signatures(String header) {
        List<byte[]> signatures = new ArrayList<>();
        for (String text : header.strip().split(" +")) {
            if (text.startsWith(scheme.prefix())) {
                try {
                    signatures.add(scheme.encoding().decode(text.substring(scheme.prefix().length())));
                } catch (IllegalArgumentException e) {
                    // Not a signature of this kind; another in the list may be one.
                    continue;
                }
            }
        }
        return signatures;
    }

    private byte[] signed(HookRequest request) {
        if (scheme.template().equals("{body}")) {
            return request.body();
        }
        ByteArrayOutputStream signed = new ByteArrayOutputStream(request.body().length + 100);
        Matcher part = PART.matcher(scheme.template());
        int from = 0;
        while (part.find()) {
            signed.writeBytes(scheme.template().substring(from, part.start()).getBytes(StandardCharsets.UTF_8));
            signed.writeBytes(switch (part.group(1)) {
                case "id" -> bytes(request.header(scheme.idHeader()));
                case "timestamp" -> bytes(request.header(scheme.timestampHeader()));
                case "method" -> bytes(request.method());
                case "uri" -> bytes(request.uri());
                default -> request.body();
            });
            from = part.end();
        }
        signed.writeBytes(scheme.template().substring(from).getBytes(StandardCharsets.UTF_8));
        return signed.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] hmac(SecretKeySpec key, byte[] signed) {
        try {
            Mac mac = Mac.getInstance(scheme.algorithm());
            mac.init(key);
            return mac.doFinal(signed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(scheme.algorithm() + " cannot be computed", e);
        }
    }
}
