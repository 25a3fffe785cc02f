package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a sender signs with a keyed hash.
 *
 * @param header carries one signature, or several, written as the layout says
 * @param prefix stands before each signature
 * @param template what is signed: text with {@code {id} {timestamp} {method} {uri} {publicUri} {body}}
 * @param timestampHeader null when the template has no timestamp, or the signature's header holds it
 * @param idHeader null when the template has no id
 * @param millis whether the timestamp counts milliseconds, not seconds
 */
record Scheme(String header, Layout layout, String algorithm, Encoding encoding, String prefix, KeyEncoding keyEncoding,
        String template, String timestampHeader, String idHeader, boolean millis) {
    /** How far a timestamp may be from now, both ways. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** How a header lists its signatures. */
    enum Layout {
        /** Signatures with blanks between them. */
        BLANKS(" +"),
        /** {@code t=1764000000,v1=…,v1=…}: the timestamp and the signatures. */
        ELEMENTS(",");

        final Pattern separator;

        Layout(String separator) {
            this.separator = Pattern.compile(separator);
        }
    }

    /** How bytes are written as text. */
    enum Encoding {
        HEX,
        BASE64;

        /** @throws IllegalArgumentException when the text is not in this encoding */
        byte[] decode(String text) {
            return this == HEX ? HexFormat.of().parseHex(text) : Base64.getDecoder().decode(text);
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

    /** HMAC-SHA256 of the raw body with the secret as it is. */
    static Scheme ofBody(String header, Encoding encoding, String prefix) {
        return new Scheme(header, Layout.BLANKS, "HmacSHA256", encoding, prefix, KeyEncoding.UTF8, "{body}", null, null, false);
    }

    Scheme keyedBy(KeyEncoding other) {
        return new Scheme(header, layout, algorithm, encoding, prefix, other, template, timestampHeader, idHeader, millis);
    }

    /** The body with a timestamp beside it; the header null = the timestamp stands in the signature's header. */
    Scheme timestamped(String otherTemplate, String otherTimestampHeader, boolean inMillis) {
        return new Scheme(header, otherTimestampHeader == null ? Layout.ELEMENTS : Layout.BLANKS, algorithm, encoding, prefix,
                keyEncoding, otherTemplate, otherTimestampHeader, idHeader, inMillis);
    }

    Scheme withId(String otherIdHeader) {
        return new Scheme(header, layout, algorithm, encoding, prefix, keyEncoding, template, timestampHeader, otherIdHeader,
                millis);
    }

    boolean isTimestamped() {
        return layout == Layout.ELEMENTS || timestampHeader != null;
    }

    boolean namesPublicUri() {
        return template.contains("{publicUri}");
    }

    /** As the parameters that would ask for just this. */
    @Override
    public String toString() {
        return "encoding: " + encoding.name().toLowerCase(Locale.ROOT) + ", prefix: " + (prefix.isEmpty() ? "none" : prefix)
                + ", keyEncoding: " + keyEncoding.name().toLowerCase(Locale.ROOT);
    }
}
