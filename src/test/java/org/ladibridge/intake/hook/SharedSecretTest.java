package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.intake.hook.Requests.accepts;
import static org.ladibridge.intake.hook.Requests.request;
import static org.ladibridge.intake.hook.Requests.verifier;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.junit.jupiter.api.Test;

class SharedSecretTest {
    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTokenComesAsAnApiKeyOrABearer() {
        Verifier token = verifier("token", "old,m$t-kh\\u");
        assertTrue(accepts(token, request("", "x-api-key", "old")));
        assertTrue(accepts(token, request("", "Authorization", "Bearer m$t-kh\\u")));
        for (String[] wrong : new String[][]{{}, {"X-Api-Key", ""}, {"X-Api-Key", "Old"}, {"X-Api-Key", "old,m$t-kh\\u"},
                {"X-Api-Key", "old", "X-Api-Key", "old"}, {"Authorization", "old"}, {"Authorization", basic("old")},
                {"X-Api-Key", "wrong", "Authorization", "Bearer old"}}) {
            assertFalse(accepts(token, request("", wrong)), String.join(" ", wrong));
        }
    }

    @Test
    void aTokenThatNoHeaderCarriesUnchangedDoesNotStart() {
        String message = assertThrows(IllegalArgumentException.class, () -> verifier("token", "old,mật-khẩu")).getMessage();
        assertTrue(message.contains("ASCII") && !message.contains("mật"), message);
    }

    @Test
    void basicIsUserAndPassword() {
        Verifier login = verifier("basic", "lan:bí:mật");
        assertTrue(accepts(login, request("", "Authorization", basic("lan:bí:mật"))));
        for (String wrong : new String[]{"Basic", "Basic ", "Basic !", basic("lan"), basic("lan:"), basic("Lan:bí:mật"),
                "Bearer lan:bí:mật"}) {
            assertFalse(accepts(login, request("", "Authorization", wrong)), wrong);
        }
        assertFalse(accepts(login, request("")));
    }
}
