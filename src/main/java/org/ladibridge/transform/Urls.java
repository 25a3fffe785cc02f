package org.ladibridge.transform;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;

/** Web addresses: http and https only; a bare domain gets https. */
final class Urls {
    private static final int LONGEST = 2048;
    private static final Pattern BARE = Pattern
            .compile("[\\p{L}\\p{N}-]{1,63}(?:\\.[\\p{L}\\p{N}-]{1,63}){1,10}(?::\\d{1,5})?(?:[/?#].*+)?");

    private Urls() {
    }

    /** The API's table calls {@code website} a list, its sample sends a text: of a list the first entry is taken. */
    static Value<String> parse(JsonNode node) {
        Value<String> text = Text.of(node.isArray() && node.size() > 0 ? node.get(0) : node);
        if (text.kept() == null) {
            return text.code() == null ? text : Value.leftOut(Warning.Code.BAD_URL, text.remark());
        }
        String address = text.kept();
        if (address.length() > LONGEST) {
            return Value.leftOut(Warning.Code.BAD_URL, "longer than 2048 characters");
        }
        if (address.startsWith("//")) {
            address = "https:" + address;
        } else if (BARE.matcher(address).matches()) {
            address = "https://" + address;
        }
        return isWeb(address) ? Value.of(address) : Value.leftOut(Warning.Code.BAD_URL, "not an http or https address");
    }

    private static boolean isWeb(String address) {
        try {
            URI uri = new URI(address);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            String authority = uri.getRawAuthority();
            // An authority with @ carries a user name, perhaps a password: it stays here.
            return (scheme.equals("http") || scheme.equals("https")) && authority != null && authority.indexOf('.') > 0
                    && authority.indexOf('@') < 0;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
