package org.ladibridge.intake.hook;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

import org.ladibridge.intake.hook.HmacVerifier.Encoding;
import org.ladibridge.intake.hook.HmacVerifier.Scheme;

/**
 * What is known of a sender: how it signs, which of its headers a route may see, what it wants to be answered.
 *
 * @see <a href="https://shopify.dev/docs/apps/build/webhooks/verify-deliveries">Shopify: verify deliveries</a>
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
enum Preset {
    HMAC_BODY("hmac-body", new Scheme("X-Signature", "HmacSHA256", Encoding.HEX, "", "{body}", null, null, false, null),
            Set.of(), 202, false), HMAC_TIMESTAMPED("hmac-timestamped",
                    new Scheme("X-Signature", "HmacSHA256", Encoding.HEX, "", "{timestamp}.{body}", "X-Timestamp",
                            null, false, Duration.ofMinutes(5)),
                    Set.of(), 202, false), STANDARD_WEBHOOKS("standard-webhooks",
                            new Scheme("webhook-signature", "HmacSHA256", Encoding.BASE64, "v1,", "{id}.{timestamp}.{body}",
                                    "webhook-timestamp", "webhook-id", false, Duration.ofMinutes(5)),
                            Set.of("webhook-id", "webhook-timestamp"), 202, false),
    /** A 4xx counts as a failed delivery, and eight of them in a row end the subscription. */
    SHOPIFY("shopify",
            new Scheme("X-Shopify-Hmac-Sha256", "HmacSHA256", Encoding.BASE64, "", "{body}", null, null, false, null),
            Set.of("X-Shopify-Webhook-Id", "X-Shopify-Event-Id", "X-Shopify-Topic", "X-Shopify-Triggered-At",
                    "X-Shopify-Shop-Domain"),
            200,
            true), TOKEN("token", null, Set.of(), 202, false), BASIC("basic", null, Set.of(), 202, false);

    private final String label;
    private final Scheme scheme;
    private final Set<String> headers;
    private final int status;
    private final boolean badRecordsAreAcknowledged;

    Preset(String label, Scheme scheme, Set<String> headers, int status, boolean badRecordsAreAcknowledged) {
        this.label = label;
        this.scheme = scheme;
        this.headers = headers;
        this.status = status;
        this.badRecordsAreAcknowledged = badRecordsAreAcknowledged;
    }

    /** @throws IllegalArgumentException that lists the presets there are */
    static Preset of(String label) {
        return Arrays.stream(values()).filter(preset -> preset.label.equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("verify takes one of "
                        + Arrays.stream(values()).map(preset -> preset.label).collect(Collectors.joining(", ")) + ", not «"
                        + label + "»"));
    }

    String label() {
        return label;
    }

    /** Null when nothing is signed. */
    Scheme scheme() {
        return scheme;
    }

    Set<String> headers() {
        return headers;
    }

    int status() {
        return status;
    }

    /** The sender takes a 4xx for a command to stop: an unreadable body is stored as rejected and answered 2xx. */
    boolean badRecordsAreAcknowledged() {
        return badRecordsAreAcknowledged;
    }
}
