package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import org.ladibridge.intake.hook.Template.Name;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * The question by which a sender finds out whether the address belongs to its subscriber, and the answer that it wants. Nothing of
 * it is stored.
 *
 * @param asked where something stands that only a question has; null = every GET and HEAD is one
 * @param value what stands there; null = anything
 * @param answer what it wants to read
 * @param header a header of the answer that carries the same; empty = none
 * @param tokens the texts one of which must stand in {@code hub.verify_token}; empty = none is asked for
 * @see <a href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started/">Meta: verification requests</a>
 */
record Handshake(Place asked, String value, Template answer, String header, List<String> tokens) {
    /** The question of PubSubHubbub, which Meta, Haravan and others ask: a GET with a token, and a text to repeat. */
    static final String HUB = "hub";
    /** Every GET: the sender only checks that the address exists. */
    static final String GET = "get";
    /** What an answer may be made of: nothing that is a secret. */
    private static final Set<Name> PLACEHOLDERS = EnumSet.of(Name.QUERY, Name.HEADER, Name.BODY, Name.SIGNED);
    /** The HTTP status of an answer to a question that is not answered. */
    static final int REFUSED = 403;
    private static final String TOKEN = "hub.verify_token";
    private static final int LONGEST = 2000;
    /**
     * A text that is signed on request must never look like a delivery, or a caller could have forged ones signed: no
     * brackets, no {@code &}, no {@code :}, and {@code =} at the end only.
     */
    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_.+/~-]{1,200}={0,2}");

    /**
     * @param asked {@code hub}, {@code get}, a place, or {@code place=value}
     * @param answer empty = what stands at the place
     * @param tokens for {@code hub}
     * @throws IllegalArgumentException that names the parameter
     */
    static Handshake of(String asked, String answer, String header, List<String> tokens) {
        if (!asked.equals(HUB) && !tokens.isEmpty()) {
            throw new IllegalArgumentException("verifyToken has no effect without handshake: hub");
        }
        if (asked.equals(HUB)) {
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException(
                        "the verifyToken is empty; the sender asks for it before it sends anything (handshake: hub)");
            }
            if (!answer.isEmpty()) {
                throw new IllegalArgumentException(
                        "handshakeAnswer has no effect with handshake: hub, which answers hub.challenge");
            }
            return new Handshake(new Place(Place.Kind.QUERY, "hub.challenge", null), null,
                    answer("{query:hub.challenge}"), header, tokens);
        }
        if (asked.equals(GET)) {
            return new Handshake(null, null, answer(answer), header, List.of());
        }
        int equals = asked.indexOf('=');
        Place place;
        try {
            place = Place.of(equals < 0 ? asked : asked.substring(0, equals));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("handshake takes hub, get, or a place with or without =value: " + e.getMessage(),
                    e);
        }
        if (equals >= 0 && answer.isEmpty()) {
            throw new IllegalArgumentException(
                    "handshake: " + asked + " needs a handshakeAnswer: what the sender wants to read");
        }
        return new Handshake(place, equals < 0 ? null : asked.substring(equals + 1).strip(),
                answer(answer.isEmpty() ? "{" + place + "}" : answer), header, List.of());
    }

    private static Template answer(String text) {
        if (text.contains("{secret}")) {
            throw new IllegalArgumentException(
                    "handshakeAnswer: {secret} would send the secret to anybody who asks; a signed answer is {signed:query:name}");
        }
        try {
            return Template.of(text, PLACEHOLDERS);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("handshakeAnswer: " + e.getMessage(), e);
        }
    }

    /** Whether the answer shows what only the owner of the secret can make. */
    boolean signs() {
        return answer.names(Name.SIGNED);
    }

    /** Whether the request is the question; what it says may still be wrong. */
    boolean isAsked(HookRequest request) {
        if (asked == null) {
            return !request.method().equals("POST");
        }
        if (asked.kind() == Place.Kind.BODY && !request.method().equals("POST")) {
            return false;
        }
        if (!tokens.isEmpty()) {
            return request.method().equals("GET");
        }
        String found = asked.value(request);
        return found != null && (value == null || value.equals(found));
    }

    /** @param signature makes a signature of a text; used only where the answer is signed */
    HookAnswer answer(HookRequest request, UnaryOperator<String> signature) {
        if (!tokens.isEmpty()) {
            String token = request.query(TOKEN);
            if (!"subscribe".equals(request.query("hub.mode")) || token == null || !Verifier.anyEquals(tokens, token)) {
                return refused("the verify token is wrong", "mã xác minh không đúng");
            }
        }
        boolean isJson = answer.text().startsWith("{\"") || answer.text().startsWith("[");
        byte[] text = answer.bytes(part -> {
            String plain = part.place().value(request);
            if (plain != null && part.name() == Name.SIGNED) {
                plain = HARMLESS.matcher(plain).matches() ? signature.apply(plain) : null;
            }
            if (plain == null || plain.length() > LONGEST) {
                return null;
            }
            return (isJson ? new String(JsonStringEncoder.getInstance().quoteAsString(plain)) : plain)
                    .getBytes(StandardCharsets.UTF_8);
        });
        if (text == null) {
            return refused("what the answer is made of is missing, too long, or nothing that is signed for anybody",
                    "thiếu dữ liệu để trả lời, quá dài, hoặc không được phép ký");
        }
        String said = new String(text, StandardCharsets.UTF_8);
        return (isJson ? HookAnswer.json(said) : HookAnswer.text(said)).with(header.isEmpty() ? null : header, said);
    }

    private static HookAnswer refused(String why, String vi) {
        return HookAnswer.problem(REFUSED, "Forbidden", why, vi);
    }

    /** Empty when a header is no name of one. */
    static Optional<String> wrongHeader(String header) {
        return header.isEmpty() || header.matches("[A-Za-z][A-Za-z0-9-]{0,60}")
                ? Optional.empty()
                : Optional.of("handshakeHeader takes the name of a header, not «" + header + "»");
    }
}
