package org.ladibridge.intake.hook;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** @see <a href="https://developer.woocommerce.com/docs/apis/rest-api/v1/webhooks/">WooCommerce: webhooks</a> */
final class WooCommerce {
    private static final Pattern PING = Pattern.compile("webhook_id=\\d{1,19}");
    private static final int LONGEST_PING = 30;

    private WooCommerce() {
    }

    /** Saving a webhook in the shop sends its number, unsigned. Nothing but exactly this is let through without a signature. */
    static boolean isPing(HookRequest request) {
        String type = request.header("Content-Type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")
                && !request.headers().contains("X-WC-Webhook-Signature") && request.body().length <= LONGEST_PING
                && PING.matcher(new String(request.body(), StandardCharsets.ISO_8859_1)).matches();
    }
}
