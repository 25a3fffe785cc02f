package org.ladibridge.intake;

/** A webhook's body or a file that cannot be read as a whole; it says what is wrong, in two languages and without the content. */
public class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String vi;

    /** A sentence for developers of a sender. */
    public UnreadableException(String message) {
        this(message, "không đọc được nội dung: " + message);
    }

    /**
     * A sentence for people who drop files.
     *
     * @param en what is wrong and what to do, in English
     * @param vi the same in Vietnamese
     */
    public UnreadableException(String en, String vi) {
        super(en);
        this.vi = vi;
    }

    /** The sentence in Vietnamese. */
    public String vi() {
        return vi;
    }
}
