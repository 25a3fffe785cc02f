package org.ladibridge.intake.file;

/** A file that cannot be read as a whole; the message says what is wrong and what to do, without the content. */
class BadFileException extends Exception {
    private static final long serialVersionUID = 1L;

    BadFileException(String message) {
        super(message);
    }
}
