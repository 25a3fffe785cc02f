package org.ladibridge.intake.hook;

import org.ladibridge.intake.UnreadableException;

/** There is no memory for this body beside those that are being processed; a moment later there is. */
final class BusyException extends UnreadableException {
    private static final long serialVersionUID = 1L;

    BusyException() {
        super("too much is being received at once", "đang nhận quá nhiều dữ liệu cùng lúc");
    }
}
