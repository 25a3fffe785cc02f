package org.ladibridge.intake;

/** A webhook's body or a file that cannot be read as a whole; the message says what is wrong, without the content. */
public class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnreadableException(String message) {
        super(message);
    }
}
