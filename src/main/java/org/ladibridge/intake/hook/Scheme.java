package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import org.ladibridge.intake.hook.Template.Name;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a sender signs: what, how, and where the signature and what belongs to it stand.
 *
 * @param signed what is signed
 * @param encoding how the signature is written
 * @param prefix stands before each signature
 * @param keyEncoding how the key is written as a secret
 * @param signature where one signature stands, or several
 * @param timestamp where the time of signing stands; null = nobody says it
 * @param id where the id stands that {@code {id}} means; null when nothing names it
 * @param tolerance how far the time of signing may be from now, both ways
 */
record Scheme(Method method, Hash hash, Template signed, Encoding encoding, String prefix, KeyEncoding keyEncoding,
        Place signature,
        Place timestamp, TimeUnit timeUnit, Place id, Duration tolerance) {
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    /** What a signed text may be made of. */
    static final Set<Name> PLACEHOLDERS = EnumSet.complementOf(EnumSet.of(Name.SIGNED));

    /** How the secret goes into the signature. */
    enum Method {
        /** As the key of RFC 2104. */
        HMAC,
        /** As {@code {secret}}, a part of what is hashed. */
        DIGEST
    }

    /** A hash by the names that {@link MessageDigest} and {@link Mac} have for it. */
    enum Hash {
        SHA256("SHA-256", 32),
        SHA1("SHA-1", 20),
        SHA512("SHA-512", 64),
        SHA384("SHA-384", 48),
        MD5("MD5", 16);

        private final String digest;
        private final int length;

        Hash(String digest, int length) {
            this.digest = digest;
            this.length = length;
        }

        /** Bytes of a signature. */
        int length() {
            return length;
        }

        private String hmac() {
            return "Hmac" + digest.replace("-", "");
        }

        /** Whether the way of signing can be trusted no longer: it is taken because some sender has no other. */
        boolean isBroken() {
            return this == MD5;
        }
    }

    /** How bytes are written as text. */
    enum Encoding {
        /** In capitals too. */
        HEX,
        BASE64,
        /** With {@code -} and {@code _}. */
        BASE64URL;

        /** @throws IllegalArgumentException when the text is not in this encoding */
        byte[] decode(String text) {
            return switch (this) {
                case HEX -> HexFormat.of().parseHex(text);
                case BASE64 -> Base64.getDecoder().decode(text);
                case BASE64URL -> Base64.getUrlDecoder().decode(text);
            };
        }

        String encode(byte[] bytes) {
            return switch (this) {
                case HEX -> HexFormat.of().formatHex(bytes);
                case BASE64 -> Base64.getEncoder().encodeToString(bytes);
                case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            };
        }
    }

    /** How the key is written as a secret. */
    enum KeyEncoding {
        UTF8,
        HEX,
        BASE64,
        /** Base64 after {@code whsec_}. */
        WHSEC,
        /** Text in which WordPress wrote the characters of HTML as entities. */
        HTML;

        private static final Pattern ENTITY = Pattern.compile("&(?:amp|lt|gt|quot|#0*39|#x0*27);");
        private static final Map<String, String> CHARACTERS = Map.of("&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", "\"");

        /** @throws IllegalArgumentException when the text is not in this encoding; its message may quote the secret */
        byte[] decode(String secret) {
            return switch (this) {
                case HEX -> HexFormat.of().parseHex(secret);
                case BASE64 -> Base64.getDecoder().decode(secret);
                case WHSEC -> Base64.getDecoder()
                        .decode(secret.startsWith("whsec_") ? secret.substring("whsec_".length()) : secret);
                case HTML -> ENTITY.matcher(secret).replaceAll(entity -> CHARACTERS.getOrDefault(entity.group(), "'"))
                        .getBytes(StandardCharsets.UTF_8);
                case UTF8 -> secret.getBytes(StandardCharsets.UTF_8);
            };
        }
    }

    /** How the time of signing is written. */
    enum TimeUnit {
        S,
        MS,
        /** ISO 8601 with an offset. */
        ISO;

        private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

        /** Empty when the text is no time in this unit. */
        Optional<Instant> instant(String text) {
            if (this == ISO) {
                try {
                    return Optional.of(OffsetDateTime.parse(text).toInstant());
                } catch (DateTimeException e) {
                    return Optional.empty();
                }
            }
            if (!NUMBER.matcher(text).matches()) {
                return Optional.empty();
            }
            long number = Long.parseLong(text);
            return Optional.of(this == MS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number));
        }
    }

    /** HMAC-SHA256 of the raw body with the secret as it is. */
    static Scheme ofBody(String header, Encoding encoding, String prefix) {
        return new Scheme(Method.HMAC, Hash.SHA256, template("{body}"), encoding, prefix, KeyEncoding.UTF8,
                Place.header(header),
                null, TimeUnit.S, null, FIVE_MINUTES);
    }

    /** @throws IllegalArgumentException when it names what cannot be signed */
    static Template template(String text) {
        return Template.of(text, PLACEHOLDERS);
    }

    Scheme keyedBy(KeyEncoding other) {
        return new Scheme(method, hash, signed, encoding, prefix, other, signature, timestamp, timeUnit, id, tolerance);
    }

    /** Another text is signed, that names the time of signing. */
    Scheme timestamped(String otherTemplate, Place otherTimestamp, TimeUnit unit) {
        return new Scheme(method, hash, template(otherTemplate), encoding, prefix, keyEncoding, signature, otherTimestamp, unit,
                id,
                tolerance);
    }

    Scheme signedAt(Place other) {
        return new Scheme(method, hash, signed, encoding, prefix, keyEncoding, other, timestamp, timeUnit, id, tolerance);
    }

    Scheme withId(Place other) {
        return new Scheme(method, hash, signed, encoding, prefix, keyEncoding, signature, timestamp, timeUnit, other,
                tolerance);
    }

    Scheme digesting(Template other) {
        return new Scheme(Method.DIGEST, hash, other, encoding, prefix, keyEncoding, signature, timestamp, timeUnit, id,
                tolerance);
    }

    boolean namesPublicUrl() {
        return signed.names(Name.URL) || signed.names(Name.PUBLIC_URI);
    }

    /** The signature of a text that is complete, the secret included when it is a part of it. */
    byte[] sign(byte[] key, byte[] text) {
        try {
            if (method == Method.DIGEST) {
                return MessageDigest.getInstance(hash.digest).digest(text);
            }
            Mac mac = Mac.getInstance(hash.hmac());
            mac.init(new SecretKeySpec(key, hash.hmac()));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(hash + " cannot be computed", e);
        }
    }

    /** As a person says it: {@code HMAC-SHA256, base64, over {body}, in the header X-Haravan-Hmacsha256}. */
    String described() {
        return (method == Method.HMAC ? "HMAC-" : "") + hash.name() + ", " + lower(encoding) + ", over " + signed + ", in "
                + signature.described() + (prefix.isEmpty() ? "" : " behind «" + prefix + "»")
                + (keyEncoding == KeyEncoding.UTF8 ? "" : ", the secret written as " + lower(keyEncoding));
    }

    /** As the parameters that would ask for just this. */
    @Override
    public String toString() {
        return "encoding: " + lower(encoding) + ", prefix: " + (prefix.isEmpty() ? "none" : prefix) + ", keyEncoding: "
                + lower(keyEncoding);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
