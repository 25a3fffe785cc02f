package org.ladibridge.intake.hook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.intake.hook.Refusal.Cause;
import org.ladibridge.intake.hook.Scheme.Layout;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed hash over the raw body, or over a template with id and timestamp around it.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
final class HmacVerifier implements Verifier {
    private static final Pattern PART = Pattern.compile("\\{(id|timestamp|method|uri|publicUri|body)}");

    private final Scheme scheme;
    private final List<SecretKeySpec> keys;
    private final Clock clock;
    private final PublicAddress publicAddress;

    /** @param publicAddress null when the template does not name it */
    HmacVerifier(Scheme scheme, List<byte[]> keys, Clock clock, PublicAddress publicAddress) {
        this.scheme = scheme;
        this.keys = keys.stream().map(key -> new SecretKeySpec(key, scheme.algorithm())).toList();
        this.clock = clock;
        this.publicAddress = publicAddress;
    }

    Scheme scheme() {
        return scheme;
    }

    @Override
    public Optional<Refusal> refusal(HookRequest request) {
        String header = request.header(scheme.header());
        if (header == null) {
            return notGenuine("the header " + scheme.header() + " is missing or repeated");
        }
        List<String> elements = List.of(scheme.layout().separator.split(header.strip()));
        String timestamp = timestamp(request, elements);
        Optional<Refusal> outdated = scheme.isTimestamped() ? outdated(timestamp) : Optional.empty();
        if (outdated.isPresent()) {
            return outdated;
        }
        if (scheme.idHeader() != null && request.header(scheme.idHeader()) == null) {
            return notGenuine("the header " + scheme.idHeader() + " is missing or repeated");
        }
        byte[] signed = signed(request, timestamp);
        List<byte[]> given = signatures(elements);
        boolean genuine = false;
        for (SecretKeySpec key : keys) {
            byte[] expected = hmac(key, signed);
            for (byte[] signature : given) {
                genuine |= MessageDigest.isEqual(expected, signature);
            }
        }
        return genuine
                ? Optional.empty()
                : notGenuine("the signature in " + scheme.header() + " does not fit the body and the secret");
    }

    /** Null when there is none, or several. */
    private String timestamp(HookRequest request, List<String> elements) {
        if (scheme.layout() == Layout.ELEMENTS) {
            List<String> times = elements.stream().filter(element -> element.startsWith("t=")).toList();
            return times.size() == 1 ? times.get(0).substring("t=".length()) : null;
        }
        return scheme.timestampHeader() == null ? null : request.header(scheme.timestampHeader());
    }

    private Optional<Refusal> outdated(String timestamp) {
        if (timestamp == null || !timestamp.matches("\\d{1,15}")) {
            return notGenuine("the timestamp in " + or(scheme.timestampHeader(), scheme.header())
                    + " is missing, repeated or no number");
        }
        long number = Long.parseLong(timestamp);
        Instant at = scheme.millis() ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        Duration off = Duration.between(at, clock.instant()).abs();
        return off.compareTo(Scheme.TOLERANCE) <= 0
                ? Optional.empty()
                : Optional.of(new Refusal(Cause.REPLAYED,
                        "the timestamp is " + off.toSeconds() + " s off: a replayed delivery, or a clock that is wrong"));
    }

    private static Optional<Refusal> notGenuine(String why) {
        return Optional.of(Refusal.notGenuine(why));
    }

    private static String or(String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    private List<byte[]> signatures(List<String> elements) {
        List<byte[]> signatures = new ArrayList<>();
        for (String element : elements) {
            if (element.startsWith(scheme.prefix())) {
                try {
                    signatures.add(scheme.encoding().decode(element.substring(scheme.prefix().length())));
                } catch (IllegalArgumentException e) {
                    // Not a signature of this kind; another in the list may be one.
                    continue;
                }
            }
        }
        return signatures;
    }

    private byte[] signed(HookRequest request, String timestamp) {
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
                case "timestamp" -> bytes(timestamp);
                case "method" -> bytes(request.method());
                case "uri" -> bytes(request.uri());
                case "publicUri" -> bytes(publicAddress.asSigned(request.uri()));
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
