package org.ladibridge.intake.api;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.ladibridge.Ticker;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * OAuth 2.0 client credentials: the token is kept until shortly before it expires, and given up when a server refuses it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, 4.4</a>
 */
final class ClientCredentials implements Authentication {
    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private final URI tokenUrl;
    private final Map<String, String> form = new LinkedHashMap<>();
    private final Ticker ticker;
    private String token;
    /** By the ticker. */
    private long renewAt;

    ClientCredentials(Credentials credentials, Ticker ticker) {
        this.tokenUrl = URI.create(credentials.tokenUrl());
        this.ticker = ticker;
        form.put("grant_type", "client_credentials");
        form.put("client_id", credentials.clientId());
        form.put("client_secret", credentials.clientSecret());
        credentials.tokenForm().forEach(form::put);
    }

    @Override
    public Optional<ApiRequest> tokenRequest() {
        return token == null || ticker.hasCome(renewAt)
                ? Optional.of(ApiRequest.form(tokenUrl, form))
                : Optional.empty();
    }

    @Override
    public boolean granted(JsonNode answer) {
        String granted = answer.path("access_token").asText("");
        if (granted.isBlank()) {
            return false;
        }
        long seconds = answer.path("expires_in").asLong(UNKNOWN_LIFE.toSeconds());
        Duration life = Duration.ofSeconds(Math.max(1, Math.min(seconds, LONGEST_LIFE.toSeconds())));
        token = granted;
        renewAt = ticker.in(life.multipliedBy(9).dividedBy(10));
        return true;
    }

    @Override
    public ApiRequest sign(ApiRequest request) {
        return request.withHeader("Authorization", "Bearer " + token);
    }

    @Override
    public boolean renewed() {
        token = null;
        return true;
    }
}
