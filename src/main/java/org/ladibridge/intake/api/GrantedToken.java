package org.ladibridge.intake.api;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.ladibridge.Ticker;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * OAuth 2.0 between machines: a token that is asked for by a form, kept until shortly before it expires, and given up when a server
 * refuses it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749#section-4.4">RFC 6749, 4.4</a>
 */
final class GrantedToken implements Authentication {
    private static final Duration UNKNOWN_LIFE = Duration.ofMinutes(5);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private final URI tokenUrl;
    private final Supplier<Map<String, String>> form;
    private final Ticker ticker;
    private String token;
    /** By the ticker. */
    private long renewAt;

    /** @param form the fields of a request; asked anew for each, because what is signed has a time in it */
    GrantedToken(String tokenUrl, Supplier<Map<String, String>> form, Ticker ticker) {
        this.tokenUrl = URI.create(tokenUrl);
        this.form = form;
        this.ticker = ticker;
    }

    /** By client credentials. */
    static GrantedToken of(Credentials credentials, Ticker ticker) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "client_credentials");
        form.put("client_id", credentials.clientId());
        form.put("client_secret", credentials.clientSecret());
        form.putAll(credentials.tokenForm());
        return new GrantedToken(credentials.tokenUrl(), () -> form, ticker);
    }

    @Override
    public Optional<ApiRequest> tokenRequest() {
        return token == null || ticker.hasCome(renewAt)
                ? Optional.of(ApiRequest.form(tokenUrl, form.get()))
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
