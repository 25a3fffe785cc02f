package org.ladibridge.http;

/** What arrives unchanged as the value of a header. */
public final class HeaderValue {
    private HeaderValue() {
    }

    /** @return false when it holds a letter beyond ASCII or a control character, which clients and servers read differently or refuse */
    public static boolean isPlain(String text) {
        return text.chars().allMatch(character -> character >= ' ' && character <= '~');
    }
}
