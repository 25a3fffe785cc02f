package org.ladibridge.intake.hook;

/** A body that is not what its content type says; the message says what is wrong, without the content. */
public class UnreadableBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableBodyException(String message) {
        super(message);
    }
}
