package org.ladibridge.intake.api;

import java.util.Map;

import org.ladibridge.http.HeaderValue;
import org.ladibridge.intake.MissingSettingException;
import org.ladibridge.intake.Parameters;

/**
 * What proves that we may ask. A blank text is one that is not given.
 *
 * @param auth how it is shown
 * @param token the bearer token, the key, {@code user:password}, or a service account's key, see {@link ServiceAccount#of}
 * @param tokenHeader the header that carries the token
 * @param tokenPrefix what stands before it there
 * @param tokenParameter the parameter of the query that carries it
 * @param tokenUrl where tokens are given out; of a service account, when that is not where its key says
 * @param tokenForm further fields of a request for one; of a service account its scope
 */
public record Credentials(Auth auth, String token, String tokenHeader, String tokenPrefix, String tokenParameter,
        String tokenUrl,
        Map<String, String> tokenForm, String clientId, String clientSecret) {

    /** How a request proves that it may ask. */
    public enum Auth {
        HEADER,
        QUERY,
        BASIC,
        OAUTH2,
        SERVICE_ACCOUNT,
        NONE
    }

    /** The token in a header; nothing at all without one. */
    public static Credentials inHeader(String token, String tokenHeader, String tokenPrefix) {
        return new Credentials(token.isBlank() ? Auth.NONE : Auth.HEADER, token, tokenHeader, tokenPrefix, "", "", Map.of(), "",
                "");
    }

    /**
     * @param variables the environment variables that hold them
     * @throws MissingSettingException when the operator has not set one
     * @throws IllegalArgumentException with the parameter that is wrong or missing
     */
    public void validate(String variables) {
        if (auth == Auth.OAUTH2) {
            Parameters.address("tokenUrl", tokenUrl);
            Parameters.require("clientId", clientId, "auth: oauth2");
            Parameters.require("clientSecret", clientSecret, "auth: oauth2");
        } else if (auth != Auth.NONE && token.isBlank()) {
            throw new MissingSettingException(variables, ": auth " + Parameters.text(auth) + " needs the parameter token");
        }
        if (auth == Auth.SERVICE_ACCOUNT) {
            Parameters.require("tokenForm", tokenForm.getOrDefault("scope", ""), "auth: service-account");
            serviceAccount(variables);
        }
        if (auth == Auth.HEADER && !HeaderValue.isPlain(token)) {
            throw new IllegalArgumentException(
                    variables + " takes ASCII letters, digits and signs only: it is sent as a header");
        }
        if (auth == Auth.QUERY) {
            Parameters.require("tokenParameter", tokenParameter, "auth: query");
        }
    }

    /** The environment variables that hold them, by the name of the source. */
    public String variables(String source) {
        String prefix = MissingSettingException.variable(source);
        return switch (auth) {
            case OAUTH2 -> prefix + "_CLIENT_ID and " + prefix + "_SECRET";
            case SERVICE_ACCOUNT -> prefix + "_KEY";
            default -> prefix + "_TOKEN";
        };
    }

    /** Whose they are, without a secret; blank when they do not say. */
    public String account() {
        return switch (auth) {
            case BASIC -> token.split(":", 2)[0];
            case SERVICE_ACCOUNT -> serviceAccount().email();
            default -> clientId;
        };
    }

    ServiceAccount serviceAccount() {
        return ServiceAccount.of(token).givenTokensBy(tokenUrl);
    }

    private void serviceAccount(String variable) {
        try {
            Parameters.address("token_uri", serviceAccount().tokenUrl());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(variable + " " + e.getMessage(), e);
        }
    }

    /** The text without secrets, whatever put them there. */
    public String masked(String text) {
        String masked = text;
        for (String secret : new String[]{token, clientSecret}) {
            if (!secret.isBlank()) {
                masked = masked.replace(secret, "***").replace(ApiRequest.encode(secret), "***");
            }
        }
        return masked;
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Credentials[" + auth + "]";
    }
}
