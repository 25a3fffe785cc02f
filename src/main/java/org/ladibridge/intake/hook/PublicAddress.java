package org.ladibridge.intake.hook;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address that senders call. Behind a proxy no request tells it: scheme, host and port are those of the last hop, and
 * headers that claim otherwise may come from anybody.
 *
 * @param base scheme, host, optional port and path, without a slash at the end
 */
record PublicAddress(String base) {
    private static final Pattern BASE = Pattern.compile("https?://[^/?#\\s]+(/[^?#\\s]*)?");
    private static final Pattern LEFT_PLAIN = Pattern.compile("%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)",
            Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException when it is no address of a server */
    PublicAddress {
        base = base.strip();
        if (!BASE.matcher(base).matches()) {
            throw new IllegalArgumentException(
                    "BRIDGE_PUBLIC_URL takes an address such as https://bridge.example.vn, not «" + base + "»");
        }
        base = base.replaceAll("/+$", "");
    }

    /**
     * The address as HubSpot signs it: these twelve characters of the query stand for themselves, all other escapes stay.
     *
     * @param uri path and query, undecoded
     * @see <a href=
     *      "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation">HubSpot:
     *      validating requests</a>
     */
    String asSigned(String uri) {
        int query = uri.indexOf('?');
        return query < 0
                ? base + uri
                : base + uri.substring(0, query) + LEFT_PLAIN.matcher(uri.substring(query)).replaceAll(
                        escape -> Matcher
                                .quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group().substring(1), 16))));
    }
}
