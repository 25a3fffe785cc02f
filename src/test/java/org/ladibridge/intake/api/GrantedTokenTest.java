package org.ladibridge.intake.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ladibridge.ManualTicker;
import org.ladibridge.intake.api.Credentials.Auth;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

class GrantedTokenTest {
    private final ManualTicker ticker = new ManualTicker();
    private Authentication authentication;

    @BeforeEach
    void prepare() {
        authentication = Authentication.of(new Credentials(Auth.OAUTH2, "", "Authorization", "Bearer ", "",
                "https://id.example.vn/token", Map.of("scopes", "PublicApi.Access"), "client", "a+b&c"), Clock.systemUTC(),
                ticker);
    }

    private void grant(String token, int seconds) {
        assertTrue(authentication
                .granted(JsonNodeFactory.instance.objectNode().put("access_token", token).put("expires_in", seconds)));
    }

    private String authorization() {
        return authentication.sign(new ApiRequest("GET", URI.create("https://crm.example.vn/"), Map.of(), null)).headers()
                .get("Authorization");
    }

    @Test
    void theFirstRequestNeedsATokenThatIsAskedForWithTheSecretInTheBody() {
        ApiRequest request = authentication.tokenRequest().orElseThrow();
        assertEquals("https://id.example.vn/token", request.uri().toString());
        assertEquals("grant_type=client_credentials&client_id=client&client_secret=a%2Bb%26c&scopes=PublicApi.Access",
                request.body());
    }

    @Test
    void aTokenIsKeptUntilShortlyBeforeItExpires() {
        grant("t1", 1_000);
        ticker.advance(Duration.ofSeconds(899));
        assertTrue(authentication.tokenRequest().isEmpty());
        assertEquals("Bearer t1", authorization());
        ticker.advance(Duration.ofSeconds(2));
        assertTrue(authentication.tokenRequest().isPresent());
    }

    @Test
    void aRefusedTokenIsGivenUp() {
        grant("t1", 1_000);
        assertTrue(authentication.renewed());
        assertTrue(authentication.tokenRequest().isPresent());
    }

    @Test
    void anAnswerWithoutATokenIsNone() {
        assertFalse(authentication.granted(JsonNodeFactory.instance.objectNode().put("error", "invalid_client")));
    }
}
