package org.ladibridge.transform;

import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;

/**
 * Five digits today, six before. LadiFlow takes a number, which cannot hold the leading zero of 01–08; a code that lost it
 * already cannot be told from a wrong one.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Postal_codes_in_Vietnam">Postal codes in Việt Nam</a>
 */
final class PostalCodes {
    private static final Pattern CODE = Pattern.compile("(?:z:|')?([1-9]\\d{4,5})(?:\\.0{1,6})?");
    private static final int LONGEST = 24;

    private PostalCodes() {
    }

    static Value<JsonNode> parse(JsonNode node) {
        Value<String> text = Text.of(node);
        if (text.kept() == null) {
            return text.code() == null ? Value.absent() : bad(text.remark());
        }
        String code = text.kept().length() > LONGEST ? "" : text.kept().replace(" ", "");
        var matcher = CODE.matcher(code);
        if (matcher.matches()) {
            return Value.of(IntNode.valueOf(Integer.parseInt(matcher.group(1))));
        }
        return bad(code.matches("(?:z:|')?0.*") ? "a number cannot keep the leading zero" : "not five or six digits");
    }

    private static Value<JsonNode> bad(String why) {
        return Value.leftOut(Warning.Code.BAD_POSTAL_CODE, why);
    }
}
