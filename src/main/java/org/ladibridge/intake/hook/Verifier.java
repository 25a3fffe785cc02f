package org.ladibridge.intake.hook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Decides whether a request comes from whom it should. */
interface Verifier {
    /** Why the request is refused; empty when it is genuine. */
    Optional<Refusal> refusal(HookRequest request);

    /** Several secrets are valid while one is being rotated. */
    static List<String> secrets(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(",")).map(String::strip).filter(secret -> !secret.isEmpty()).toList();
    }

    /**
     * A shared secret in a header.
     *
     * @param header null = {@code X-Api-Key: …} or {@code Authorization: Bearer …}
     */
    record Token(String header, List<String> tokens) implements Verifier {
        @Override
        public Optional<Refusal> refusal(HookRequest request) {
            String given = header == null ? keyOrBearer(request) : request.header(header);
            if (given == null) {
                return refused(header == null
                        ? "neither X-Api-Key nor Authorization: Bearer was sent"
                        : "the header " + header + " is missing or repeated");
            }
            return anyEquals(tokens, given.strip()) ? Optional.empty() : refused("the token is wrong");
        }

        private static String keyOrBearer(HookRequest request) {
            String key = request.header("X-Api-Key");
            String authorization = request.header("Authorization");
            return key != null
                    ? key
                    : authorization != null && authorization.startsWith("Bearer ")
                            ? authorization.substring("Bearer ".length())
                            : null;
        }
    }

    /** HTTP Basic; each secret is {@code user:password}. */
    record Basic(List<String> credentials) implements Verifier {
        @Override
        public Optional<Refusal> refusal(HookRequest request) {
            String authorization = request.header("Authorization");
            if (authorization == null || !authorization.startsWith("Basic ")) {
                return refused("no Authorization: Basic was sent");
            }
            try {
                String given = new String(Base64.getDecoder().decode(authorization.substring("Basic ".length()).strip()),
                        StandardCharsets.UTF_8);
                return anyEquals(credentials, given) ? Optional.empty() : refused("user or password is wrong");
            } catch (IllegalArgumentException e) {
                return refused("Authorization: Basic is not base64");
            }
        }
    }

    /** A shared secret as a field of a form: the only thing that is read of the body before it is believed. */
    record FormToken(String field, List<String> tokens) implements Verifier {
        /** Of a name as it is written in the form, every character of it perhaps as an escape. */
        private static final int LONGEST_NAME = 200;

        @Override
        public Optional<Refusal> refusal(HookRequest request) {
            String form = new String(request.body(), StandardCharsets.UTF_8);
            String value = null;
            int found = 0;
            // Not split: of a body of separators, that would make a million texts before anybody is believed.
            for (int from = 0; from <= form.length();) {
                int and = form.indexOf('&', from);
                int to = and < 0 ? form.length() : and;
                int equals = form.indexOf('=', from);
                if (equals >= 0 && equals < to && equals - from <= LONGEST_NAME
                        && field.equals(decoded(form.substring(from, equals)))) {
                    value = decoded(form.substring(equals + 1, to));
                    found++;
                }
                from = to + 1;
            }
            if (found != 1) {
                return refused("the field " + field + " of the form is missing or repeated");
            }
            return value != null && anyEquals(tokens, value)
                    ? Optional.empty()
                    : refused("the token in " + field + " is wrong");
        }

        /** Null when the text is not encoded as a form's. */
        private static String decoded(String text) {
            try {
                return URLDecoder.decode(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return null;
            }
        }
    }

    private static Optional<Refusal> refused(String why) {
        return Optional.of(Refusal.notGenuine(why));
    }

    static boolean anyEquals(List<String> secrets, String given) {
        byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
        boolean equal = false;
        for (String secret : secrets) {
            equal |= MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), bytes);
        }
        return equal;
    }
}
