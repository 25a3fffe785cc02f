package org.ladibridge.http;

import java.io.IOException;

/** An answer was given up at its limit; the message names the limit and the setting that moves it. */
public class AnswerTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLargeException(long most, String remedy) {
        super("the answer is larger than " + most + " bytes and was not read on: " + remedy);
    }
}
