package org.ladibridge.transform;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.customer.Reason;
import org.ladibridge.customer.Warning;
import org.ladibridge.customer.Warning.Code;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** One customer while its record is being read: the fields so far, the warnings so far, and what is wrong with its identity. */
final class Draft {
    /** A hostile record may have a hundred thousand unknown keys. */
    private static final int MOST_WARNINGS = 50;
    private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /** Counted without serialising: a character takes six bytes at most, a number or a key less than this. */
    private static final int BYTES_PER_CHARACTER = 6;
    private static final int BYTES_PER_NODE = 64;

    final CustomFields customFields = new CustomFields();
    String firstName;
    String lastName;
    String middleName;
    String fullName;
    String badPhone;
    String badEmail;

    private final CustomerUpdate.Builder customer = CustomerUpdate.builder();
    private final List<Warning> warnings = new ArrayList<>(2);
    private boolean identified;
    private long bytesAtMost;

    void text(CustomerField field, Value<String> value) {
        set(field, value.map(TextNode::valueOf));
    }

    void set(CustomerField field, Value<? extends JsonNode> value) {
        remark(field.wireName(), value);
        set(field, value.kept());
    }

    void set(CustomerField field, JsonNode value) {
        if (value != null) {
            customer.set(field, value);
            identified |= field == CustomerField.EMAIL || field == CustomerField.PHONE;
            bytesAtMost += bytes(value);
        }
    }

    boolean has(CustomerField field) {
        return customer.has(field);
    }

    void clear(CustomerField field) {
        customer.clear(field);
    }

    /** What is kept of the value; its remark becomes a warning. */
    <T> T remark(String field, Value<T> value) {
        if (value.code() != null) {
            warn(value.code(), field, value.remark());
        }
        return value.kept();
    }

    void warn(Code code, String field, String remark) {
        if (warnings.size() < MOST_WARNINGS) {
            warnings.add(new Warning(code, field, remark));
        } else if (warnings.size() == MOST_WARNINGS) {
            warnings.add(new Warning(Code.BAD_VALUE, null, "further warnings of this record are not kept"));
        }
    }

    /** Names the key only when it looks like one: a mapping may pass a sender's keys through, and those may be anything. */
    void unknown(String key) {
        warn(Code.UNKNOWN_FIELD, key.length() <= 64 && KEY.matcher(key).matches() ? key : null, "LadiFlow has no such field");
    }

    /** @param mostBytes of the payload in UTF-8 */
    Transformed finish(int mostBytes) {
        if (!identified) {
            if (badPhone != null) {
                return rejected(Reason.BAD_PHONE, badPhone);
            }
            return badEmail != null ? rejected(Reason.BAD_EMAIL, badEmail) : rejected(Reason.NO_EMAIL_OR_PHONE, null);
        }
        CustomerUpdate update = customer.build();
        if (bytesAtMost > mostBytes) {
            int bytes = update.toJson().toString().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > mostBytes) {
                return rejected(Reason.TOO_LARGE, bytes + " bytes, and LadiFlow may be sent " + mostBytes);
            }
        }
        return new Transformed.Accepted(update, List.copyOf(warnings));
    }

    Transformed rejected(Reason reason, String detail) {
        ObjectNode rest = JsonNodeFactory.instance.objectNode();
        customer.forEach((field, value) -> rest.set(field.wireName(), value));
        return new Transformed.Rejected(reason, detail, List.copyOf(warnings), rest);
    }

    private static long bytes(JsonNode value) {
        if (value.isTextual()) {
            return BYTES_PER_NODE + (long) BYTES_PER_CHARACTER * value.textValue().length();
        }
        long bytes = BYTES_PER_NODE;
        for (JsonNode child : value) {
            bytes += bytes(child);
        }
        return bytes;
    }
}
