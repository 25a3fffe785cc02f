package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import org.ladibridge.intake.hook.Refusal.Likely;

/** Decides whether a request is genuine. */
interface Verifier {
    /** Why the request is refused; empty when it is genuine. */
    Optional<Refusal> refusal(HookRequest request);

    /**
     * A text, signed as this sender signs: for the answer to a question.
     *
     * @throws UnsupportedOperationException when nothing is signed here
     */
    default String signed(String text) {
        throw new UnsupportedOperationException("nothing is signed here");
    }

    /** Several secrets are valid while one is being rotated. */
    static List<String> secrets(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(",")).map(String::strip).filter(secret -> !secret.isEmpty()).toList();
    }

    /**
     * A shared secret that comes along.
     *
     * @param place null = {@code X-Api-Key: …} or {@code Authorization: Bearer …}
     */
    record Token(Place place, List<String> tokens) implements Verifier {
        @Override
        public Optional<Refusal> refusal(HookRequest request) {
            String given = place == null ? keyOrBearer(request) : place.value(request);
            if (given == null) {
                return refused(place == null
                        ? "neither X-Api-Key nor Authorization: Bearer was sent"
                        : place.described() + " is missing or repeated", Likely.NOT_PROVEN);
            }
            return anyEquals(tokens, given.strip())
                    ? Optional.empty()
                    : refused(place == null ? "the token is wrong" : "the token in " + place.described() + " is wrong",
                            Likely.OTHER_SECRET);
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
                return refused("no Authorization: Basic was sent", Likely.NOT_PROVEN);
            }
            try {
                String given = new String(Base64.getDecoder().decode(authorization.substring("Basic ".length()).strip()),
                        StandardCharsets.UTF_8);
                return anyEquals(credentials, given)
                        ? Optional.empty()
                        : refused("user or password is wrong", Likely.OTHER_SECRET);
            } catch (IllegalArgumentException e) {
                return refused("Authorization: Basic is not base64", Likely.OTHER_WAY);
            }
        }
    }

    private static Optional<Refusal> refused(String why, Likely likely) {
        return Optional.of(Refusal.notGenuine(why, likely));
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
