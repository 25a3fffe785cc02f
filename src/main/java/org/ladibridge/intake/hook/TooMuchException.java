package org.ladibridge.intake.hook;

import org.ladibridge.intake.UnreadableException;

/** A body with more records than the limit; a retry would be refused as well. */
final class TooMuchException extends UnreadableException {
    private static final long serialVersionUID = 1L;

    TooMuchException(String en, String vi) {
        super(en, vi);
    }
}
