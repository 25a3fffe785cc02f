package org.ladibridge.intake.api;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** A key of a service account as Google's console saves it, and its public half that verifies what it signed. */
public final class GoogleKey {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "0123abcd";
    private final KeyPair pair;

    public GoogleKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param tokenUri where it says that tokens are given out */
    public String json(String tokenUri) {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return JSON.createObjectNode().put("type", "service_account").put("project_id", "shop").put("private_key_id", ID)
                .put("private_key", pem).put("client_email", "bridge@shop.iam.gserviceaccount.com").put("client_id", "1234")
                .put("token_uri", tokenUri).toString();
    }

    /**
     * @return the claims
     * @throws GeneralSecurityException when another key signed it, or not by RS256
     */
    public JsonNode verified(String assertion) throws GeneralSecurityException {
        try {
            String[] parts = assertion.split("[.]");
            JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(parts[0]));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(pair.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            if (!header.path("alg").asText().equals("RS256") || !header.path("kid").asText().equals(ID)
                    || !signature.verify(Base64.getUrlDecoder().decode(parts[2]))) {
                throw new GeneralSecurityException("Invalid JWT Signature.");
            }
            return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        } catch (java.io.IOException | RuntimeException e) {
            throw new GeneralSecurityException("Invalid JWT: " + e.getMessage(), e);
        }
    }
}
