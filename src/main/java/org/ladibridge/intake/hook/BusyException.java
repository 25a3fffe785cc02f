package org.ladibridge.intake.hook;

import org.ladibridge.intake.UnreadableException;

/** There is no memory left for this body at the moment; a retry will succeed. */
final class BusyException extends UnreadableException {
    private static final long serialVersionUID = 1L;

    BusyException() {
        super("too much is being received at once", "đang nhận quá nhiều dữ liệu cùng lúc");
    }
}
