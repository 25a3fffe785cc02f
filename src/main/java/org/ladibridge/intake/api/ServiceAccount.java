package org.ladibridge.intake.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import org.ladibridge.Ticker;
import org.ladibridge.intake.UntrustedJson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A service account of Google: tokens are given out for an assertion that its private key signs.
 *
 * @param email what spreadsheets and alike are shared with
 * @param keyId which of its keys this is
 * @param tokenUrl where tokens are given out
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7523">RFC 7523</a>
 */
record ServiceAccount(String email, String keyId, PrivateKey key, String tokenUrl) {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    /** The longest that Google takes. */
    private static final Duration LIFE = Duration.ofHours(1);
    private static final int LARGEST_FILE = 64 * 1024;

    /**
     * @param key the JSON that Google's console saves, or the name of a file that holds it
     * @throws IllegalArgumentException says what is wrong, as a sentence goes on behind the variable's name; nothing of the key is in it
     */
    static ServiceAccount of(String key) {
        JsonNode json;
        try {
            json = UntrustedJson.mapper().readTree(key.stripLeading().startsWith("{") ? key : content(key.strip()));
        } catch (JsonProcessingException e) {
            // Without the cause, which shows what it could not read.
            throw new IllegalArgumentException("is not the JSON of a service account's key: it breaks off or was changed");
        }
        String pem = json.path("private_key").asText("");
        String email = json.path("client_email").asText("");
        if (pem.isBlank() || email.isBlank()) {
            throw new IllegalArgumentException("is not the JSON of a service account's key: it has no "
                    + (pem.isBlank() ? "private_key" : "client_email"));
        }
        return new ServiceAccount(email, json.path("private_key_id").asText(""), privateKey(pem),
                json.path("token_uri").asText("https://oauth2.googleapis.com/token"));
    }

    private static String content(String name) {
        try {
            Path file = Path.of(name);
            if (Files.isRegularFile(file) && Files.size(file) <= LARGEST_FILE) {
                return Files.readString(file);
            }
        } catch (IOException | InvalidPathException e) {
            // Told below, without the text: it may be a part of the key.
        }
        throw new IllegalArgumentException(
                "is neither the JSON of a service account's key nor the name of a file that holds it");
    }

    /** Environment files keep the two characters \n where the key has its lines. */
    private static PrivateKey privateKey(String pem) {
        String base64 = pem.replace("\\n", "\n").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s+", "");
        try {
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("holds a private_key that cannot be read: it breaks off or was changed");
        }
    }

    /** @param scope what is to be allowed */
    Authentication authentication(String scope, Clock clock, Ticker ticker) {
        return new GrantedToken(tokenUrl, () -> {
            Map<String, String> form = new LinkedHashMap<>();
            form.put("grant_type", GRANT);
            form.put("assertion", assertion(scope, clock.instant().getEpochSecond()));
            return form;
        }, ticker);
    }

    private String assertion(String scope, long now) {
        Map<String, Object> header = new LinkedHashMap<>(Map.of("alg", "RS256", "typ", "JWT"));
        if (!keyId.isBlank()) {
            header.put("kid", keyId);
        }
        String signed = part(header) + "." + part(Map.of("iss", email, "scope", scope, "aud", tokenUrl, "iat", now, "exp",
                now + LIFE.toSeconds()));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(Map<String, ?> claims) {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(new ObjectMapper().writeValueAsBytes(claims));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    ServiceAccount givenTokensBy(String otherUrl) {
        return otherUrl.isBlank() ? this : new ServiceAccount(email, keyId, key, otherUrl);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "ServiceAccount[" + email + "]";
    }
}
