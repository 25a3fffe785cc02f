package org.ladibridge.intake.hook;

import org.ladibridge.intake.UnreadableException;

/** A body that holds more than the bridge takes at once, however often it is sent. */
final class TooMuchException extends UnreadableException {
    private static final long serialVersionUID = 1L;

    TooMuchException(String en, String vi) {
        super(en, vi);
    }
}
