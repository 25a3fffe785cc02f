package org.ladibridge.intake.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.ManualClock;
import org.ladibridge.ManualTicker;
import org.ladibridge.intake.SourceSentences;
import org.ladibridge.intake.api.Credentials.Auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A token for what the key of a service account signs. */
class ServiceAccountTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant NOW = Instant.parse("2026-01-20T03:04:05Z");
    private static final GoogleKey KEY = new GoogleKey();

    private final ManualClock clock = new ManualClock(NOW);
    private final ManualTicker ticker = new ManualTicker();

    private static Credentials credentials(String key, String tokenUrl) {
        return new Credentials(Auth.SERVICE_ACCOUNT, key, "", "", "", tokenUrl, Map.of("scope", "sheets.readonly"), "", "");
    }

    private Authentication authentication(String key) {
        return Authentication.of(credentials(key, ""), clock, ticker);
    }

    private static String field(ApiRequest request, String name) {
        for (String pair : request.body().split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError(request.body());
    }

    @Test
    void theAssertionIsSignedWithTheKeyAndSaysWhoAsksWhomForWhatAndUntilWhen() throws Exception {
        ApiRequest request = authentication(KEY.json("https://oauth2.googleapis.com/token")).tokenRequest().orElseThrow();
        assertEquals("https://oauth2.googleapis.com/token", request.uri().toString());
        assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", field(request, "grant_type"));
        JsonNode claims = KEY.verified(field(request, "assertion"));
        assertEquals(
                JSON.readTree(
                        """
                            {"iss": "bridge@shop.iam.gserviceaccount.com", "scope": "sheets.readonly", "aud": "https://oauth2.googleapis.com/token",
                             "iat": 1768878245, "exp": 1768881845}"""),
                claims);
    }

    @Test
    void aTokenIsKeptAndTheNextAssertionHasATimeOfItsOwn() throws Exception {
        Authentication authentication = authentication(KEY.json("https://oauth2.googleapis.com/token"));
        String first = field(authentication.tokenRequest().orElseThrow(), "assertion");
        assertTrue(authentication.granted(JSON.readTree("{\"access_token\": \"ya29.a\", \"expires_in\": 3599}")));
        ticker.advance(Duration.ofMinutes(50));
        assertTrue(authentication.tokenRequest().isEmpty());
        ticker.advance(Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(55));
        String second = field(authentication.tokenRequest().orElseThrow(), "assertion");
        assertEquals(Duration.ofMinutes(55).toSeconds(),
                KEY.verified(second).path("iat").asLong() - KEY.verified(first).path("iat").asLong());
    }

    /** As people set it: one line of an environment file, with quotation marks lost or line ends doubled, or a file beside it. */
    @Test
    void theKeyIsTakenAsItIsSavedOrFromItsFile(@TempDir Path folder) throws Exception {
        String json = KEY.json("https://oauth2.googleapis.com/token");
        String file = Files.writeString(folder.resolve("key.json"), json).toString();
        for (String key : new String[]{json, " \n" + json, json.replace("\\n", "\\\\n"), file}) {
            assertEquals("bridge@shop.iam.gserviceaccount.com", credentials(key, "").account());
            credentials(key, "").validate("SHEETS_KEY");
        }
    }

    @Test
    void whatIsNoKeyIsToldWithoutAnythingOfItInBothLanguages() {
        String json = KEY.json("https://oauth2.googleapis.com/token");
        Map<String, String> wrong = Map.of(json.substring(0, json.length() / 2),
                "SHEETS_KEY is not the JSON of a service account's key: it breaks off or was changed",
                "{\"type\": \"authorized_user\"}",
                "SHEETS_KEY is not the JSON of a service account's key: it has no private_key", "AIzaSyA-an-api-key",
                "SHEETS_KEY is neither the JSON of a service account's key nor the name of a file that holds it",
                json.replaceFirst("(?<=-----\\\\n)....", ""),
                "SHEETS_KEY holds a private_key that cannot be read: it breaks off or was changed");
        wrong.forEach((key, sentence) -> {
            String told = assertThrows(IllegalArgumentException.class, () -> credentials(key, "").validate("SHEETS_KEY"))
                    .getMessage();
            assertEquals(sentence, told);
            assertTrue(SourceSentences.vietnamese(told).isPresent(), told);
        });
        assertFalse(ServiceAccount.of(json).toString().contains("RSA"));
    }
}
