package org.ladibridge.intake.api;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;

import org.ladibridge.Ticker;

import com.fasterxml.jackson.databind.JsonNode;

/** How a request proves that it may ask. */
public interface Authentication {

    ApiRequest sign(ApiRequest request);

    /** A call that must be made before the next request; empty when it can be signed. */
    default Optional<ApiRequest> tokenRequest() {
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

    /** @param clock what assertions are dated by, and nothing else */
    static Authentication of(Credentials credentials, Clock clock, Ticker ticker) {
        String token = credentials.token();
        return switch (credentials.auth()) {
            case NONE -> request -> request;
            case HEADER -> request -> request.withHeader(credentials.tokenHeader(), credentials.tokenPrefix() + token);
            case QUERY -> request -> request.withParameter(credentials.tokenParameter(), token);
            case BASIC -> request -> request.withHeader("Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(token.getBytes(StandardCharsets.UTF_8)));
            case OAUTH2 -> GrantedToken.of(credentials, ticker);
            case SERVICE_ACCOUNT ->
                credentials.serviceAccount().authentication(credentials.tokenForm().get("scope"), clock, ticker);
        };
    }
}
