package org.ladibridge.intake.poll;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

import org.ladibridge.Ticker;

import com.fasterxml.jackson.databind.JsonNode;

/** How a request proves that it may ask. */
interface Authentication {

    PollRequest sign(PollRequest request);

    /** A call that must be made before the next request; empty when it can be signed. */
    default Optional<PollRequest> tokenRequest() {
        return Optional.empty();
    }

    /** @return false when the answer to the token request holds no token */
    default boolean granted(JsonNode answer) {
        return false;
    }

    /** The server refused the last request. @return whether another one can be signed otherwise */
    default boolean renewed() {
        return false;
    }

    /** @throws IllegalArgumentException when there is no such method, or something that it needs is missing */
    static Authentication of(PollSettings settings, Ticker ticker) {
        String token = settings.token();
        return switch (settings.auth()) {
            case "none" -> request -> request;
            case "header" -> request -> request.withHeader(settings.tokenHeader(), settings.tokenPrefix() + token);
            case "query" -> request -> request.withParameter(settings.tokenParameter(), token);
            case "basic" -> request -> request.withHeader("Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)));
            case "oauth2" -> new ClientCredentials(settings, ticker);
            default -> throw new IllegalArgumentException(
                    "auth takes one of header, query, basic, oauth2 and none, not «" + settings.auth() + "»");
        };
    }
}
