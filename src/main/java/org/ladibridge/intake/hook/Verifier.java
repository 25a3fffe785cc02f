package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Decides whether a request comes from whom it should. */
interface Verifier {
    /** Why the request is refused, for the log; empty when it is genuine. */
    Optional<String> refusal(HookRequest request);

    /** Several secrets are valid while one is being rotated. */
    static List<String> secrets(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(",")).map(String::strip).filter(secret -> !secret.isEmpty()).toList();
    }

    /** A shared secret as {@code X-Api-Key: …} or {@code Authorization: Bearer …}. */
    record Token(List<String> tokens) implements Verifier {
        @Override
        public Optional<String> refusal(HookRequest request) {
            String key = request.header("X-Api-Key");
            String authorization = request.header("Authorization");
            String given = key != null
                    ? key
                    : authorization != null && authorization.startsWith("Bearer ")
                            ? authorization.substring("Bearer ".length())
                            : null;
            if (given == null) {
                return Optional.of("neither X-Api-Key nor Authorization: Bearer was sent");
            }
            return anyEquals(tokens, given.strip()) ? Optional.empty() : Optional.of("the token is wrong");
        }
    }

    /** HTTP Basic; each secret is {@code user:password}. */
    record Basic(List<String> credentials) implements Verifier {
        @Override
        public Optional<String> refusal(HookRequest request) {
            String authorization = request.header("Authorization");
            if (authorization == null || !authorization.startsWith("Basic ")) {
                return Optional.of("no Authorization: Basic was sent");
            }
            try {
                String given = new String(Base64.getDecoder().decode(authorization.substring("Basic ".length()).strip()),
                        StandardCharsets.UTF_8);
                return anyEquals(credentials, given) ? Optional.empty() : Optional.of("user or password is wrong");
            } catch (IllegalArgumentException e) {
                return Optional.of("Authorization: Basic is not base64");
            }
        }
    }

    private static boolean anyEquals(List<String> secrets, String given) {
        byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
        boolean equal = false;
        for (String secret : secrets) {
            equal |= MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), bytes);
        }
        return equal;
    }
}
