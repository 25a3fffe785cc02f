package org.ladibridge.transform;

import java.math.BigDecimal;
import java.util.regex.Pattern;

import org.ladibridge.customer.Warning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NumericNode;

/** Numbers, always exact: an id of 19 digits survives, an infinity does not. */
final class Numbers {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?\\d{1,15}(\\.\\d{1,15})?");

    /** Written out: 1E1000000000 would need a gigabyte. */
    private static final int MOST_DIGITS = 500;
    private static final int MOST_BITS_OF_A_DIGIT = 4;
    private static final JsonNodeFactory EXACT = JsonNodeFactory.withExactBigDecimals(true);

    private Numbers() {
    }

    /** The number's exact value; null when it is not finite or absurdly large or fine. */
    static BigDecimal exact(JsonNode number) {
        if (number.isFloatingPointNumber() && !number.isBigDecimal() && !Double.isFinite(number.doubleValue())) {
            return null;
        }
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            return BigDecimal.valueOf(number.longValue());
        }
        if (number.isBigInteger() && number.bigIntegerValue().bitLength() > MOST_DIGITS * MOST_BITS_OF_A_DIGIT) {
            return null;
        }
        BigDecimal value = number.decimalValue();
        return value.precision() > MOST_DIGITS || Math.abs((long) value.scale()) > MOST_DIGITS ? null : value;
    }

    /** Every digit, without exponent, and without the {@code .0} that floating point adds to whole numbers. */
    static String plain(BigDecimal number) {
        return number.scale() == 0 ? number.toString() : whole(number).toPlainString();
    }

    /** {@code score} and alike. */
    static Value<JsonNode> parse(JsonNode node) {
        BigDecimal number;
        if (node.isNumber()) {
            number = exact(node);
        } else {
            Value<String> text = Text.of(node);
            if (text.kept() == null) {
                return text.code() == null ? Value.absent() : Value.leftOut(Warning.Code.BAD_NUMBER, text.remark());
            }
            number = text.kept().length() <= MOST_DIGITS && DECIMAL.matcher(text.kept()).matches()
                    ? new BigDecimal(text.kept())
                    : null;
        }
        return number == null ? Value.leftOut(Warning.Code.BAD_NUMBER, "not a number") : Value.of(node(number));
    }

    /** The node that reading the number's JSON would give, so that payloads can be compared. */
    static NumericNode node(BigDecimal number) {
        BigDecimal value = whole(number);
        if (value.scale() > 0) {
            return (NumericNode) EXACT.numberNode(value);
        }
        if (value.precision() > 18) {
            return (NumericNode) JsonNodeFactory.instance.numberNode(value.toBigInteger());
        }
        long whole = value.longValue();
        return whole == (int) whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
    }

    private static BigDecimal whole(BigDecimal number) {
        BigDecimal stripped = number.scale() > 0 ? number.stripTrailingZeros() : number;
        return stripped.scale() <= 0 ? stripped.setScale(0) : number;
    }
}
