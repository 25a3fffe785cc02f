package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.ladibridge.intake.hook.Refusal.Cause;
import org.ladibridge.intake.hook.Refusal.Likely;
import org.ladibridge.intake.hook.Template.Name;
import org.ladibridge.intake.hook.Template.Part;

import com.fasterxml.jackson.core.JsonPointer;

/**
 * Accepts a request that is signed by the scheme with one of the keys.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
final class SignatureVerifier implements Verifier {
    private final Scheme scheme;
    private final List<byte[]> keys;
    private final Map<String, String> settings;
    private final Clock clock;
    private final PublicAddress publicAddress;

    /**
     * @param settings what the scheme's {@code {setting:…}} stand for
     * @param publicAddress null when the scheme does not name it
     */
    SignatureVerifier(Scheme scheme, List<byte[]> keys, Map<String, String> settings, Clock clock,
            PublicAddress publicAddress) {
        this.scheme = scheme;
        this.keys = List.copyOf(keys);
        this.settings = Map.copyOf(settings);
        this.clock = clock;
        this.publicAddress = publicAddress;
    }

    Scheme scheme() {
        return scheme;
    }

    /** With the first key. */
    @Override
    public String signed(String value) {
        return scheme.encoding().encode(scheme.sign(keys.get(0), value.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<Refusal> refusal(HookRequest request) {
        List<String> written = scheme.signature().values(request);
        if (written.isEmpty()) {
            return notGenuine(scheme.signature().described() + " is missing or repeated", Likely.NOT_PROVEN);
        }
        String timestamp = scheme.timestamp() == null ? null : scheme.timestamp().value(request);
        Optional<Refusal> outdated = scheme.timestamp() == null ? Optional.empty() : outdated(timestamp);
        if (outdated.isPresent()) {
            return outdated;
        }
        if (scheme.id() != null && scheme.id().value(request) == null) {
            return notGenuine(scheme.id().described() + " is missing or repeated", Likely.NOT_PROVEN);
        }
        List<byte[]> given = signatures(written);
        boolean genuine = false;
        for (byte[] key : keys) {
            byte[] text = text(request, key);
            if (text == null) {
                return notGenuine("a value that is signed is missing or repeated: " + missing(request, timestamp, key),
                        Likely.NOT_PROVEN);
            }
            byte[] expected = scheme.sign(key, text);
            for (byte[] signature : given) {
                genuine |= MessageDigest.isEqual(expected, signature);
            }
        }
        return genuine ? Optional.empty() : unfitting(given);
    }

    /** Whether something stands there that is written as a signature of this scheme. */
    boolean canRead(HookRequest request) {
        return signatures(scheme.signature().values(request)).stream()
                .anyMatch(signature -> signature.length == scheme.hash().length());
    }

    private Optional<Refusal> unfitting(List<byte[]> given) {
        String where = "the signature in " + scheme.signature().described().replaceFirst("^the header ", "");
        if (given.isEmpty()) {
            return notGenuine(where + " is not written as " + scheme.encoding().name().toLowerCase(Locale.ROOT)
                    + (scheme.prefix().isEmpty() ? "" : " behind «" + scheme.prefix() + "»"), Likely.OTHER_WAY);
        }
        return given.stream().anyMatch(signature -> signature.length == scheme.hash().length())
                ? notGenuine(where + " does not fit the body and the secret", Likely.OTHER_SECRET)
                : notGenuine(where + " has " + given.get(0).length + " bytes, " + scheme.hash() + " has "
                        + scheme.hash().length(), Likely.OTHER_WAY);
    }

    private String missing(HookRequest request, String timestamp, byte[] key) {
        return scheme.signed().placeholders().filter(part -> value(part, request, timestamp, key) == null)
                .map(part -> part.place() == null ? part.name().written() : part.place().described()).findFirst().orElse("");
    }

    private Optional<Refusal> outdated(String timestamp) {
        Optional<Instant> at = timestamp == null ? Optional.empty() : scheme.timeUnit().instant(timestamp);
        if (at.isEmpty()) {
            return notGenuine("the timestamp in " + scheme.timestamp().described().replaceFirst("^the header ", "")
                    + " is missing, repeated or no "
                    + (scheme.timeUnit() == Scheme.TimeUnit.ISO ? "time" : "number"), Likely.OTHER_WAY);
        }
        Duration off = Duration.between(at.get(), clock.instant()).abs();
        return off.compareTo(scheme.tolerance()) <= 0
                ? Optional.empty()
                : Optional.of(new Refusal(Cause.REPLAYED,
                        "the timestamp is " + off.toSeconds() + " s off: a replayed delivery, or a clock that is wrong",
                        Likely.CLOCK));
    }

    private static Optional<Refusal> notGenuine(String why, Likely likely) {
        return Optional.of(Refusal.notGenuine(why, likely));
    }

    private List<byte[]> signatures(List<String> written) {
        List<byte[]> signatures = new ArrayList<>();
        for (String each : written) {
            if (each.startsWith(scheme.prefix())) {
                try {
                    signatures.add(scheme.encoding().decode(each.substring(scheme.prefix().length())));
                } catch (IllegalArgumentException e) {
                    // Not a signature of this kind; another in the list may be one.
                    continue;
                }
            }
        }
        return signatures;
    }

    /** What is signed of a request; null when a part of it is missing. */
    byte[] text(HookRequest request, byte[] key) {
        String timestamp = scheme.timestamp() == null ? null : scheme.timestamp().value(request);
        return scheme.signed().bytes(part -> value(part, request, timestamp, key));
    }

    private byte[] value(Part part, HookRequest request, String timestamp, byte[] key) {
        if (part.name() == Name.BODY) {
            return part.argument() == null ? request.body() : request.body(JsonPointer.compile(part.argument()));
        }
        if (part.name() == Name.SECRET) {
            return key;
        }
        String text = switch (part.name()) {
            case METHOD -> request.method();
            case URL -> publicAddress.base() + request.uri();
            case PUBLIC_URI -> publicAddress.asSigned(request.uri());
            case URI -> request.uri();
            case PATH -> request.path();
            case TIMESTAMP -> timestamp;
            case ID -> scheme.id().value(request);
            case SETTING -> settings.get(part.argument());
            default -> part.place().value(request);
        };
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
