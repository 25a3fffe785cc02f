package org.ladibridge.delivery;

import java.io.IOException;
import java.time.Duration;

import org.ladibridge.customer.Reason;
import org.ladibridge.http.ConnectionTrouble;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** LadiFlow could not be asked properly: no fault of the record, which is delivered later. */
// Camel finds the exceptions of a route by their names.
@RegisterForReflection
class OutageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Reason reason;
    private final transient Duration retryAfter;

    /** @param retryAfter what LadiFlow asked for; null when it did not */
    OutageException(Reason reason, String message, Duration retryAfter) {
        super(message);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** Nothing came back at all. */
    OutageException(IOException cause) {
        super(cause.getClass().getSimpleName() + ": " + cause.getMessage(), cause);
        this.reason = ConnectionTrouble.of(cause, null).isLasting() ? Reason.LADIFLOW_NOT_TRUSTED : Reason.LADIFLOW_DOWN;
        this.retryAfter = null;
    }

    /** Whether it is certainly not the record's fault: no connection came about, we are too fast, or the API key or the certificate is wrong. */
    boolean isCertain() {
        return reason == Reason.BAD_API_KEY || reason == Reason.LADIFLOW_NOT_TRUSTED || reason == Reason.LADIFLOW_BUSY
                || noConnection();
    }

    private boolean noConnection() {
        return getCause() instanceof org.apache.hc.client5.http.ConnectTimeoutException
                || getCause() instanceof java.net.ConnectException || getCause() instanceof java.net.UnknownHostException
                || getCause() instanceof java.net.NoRouteToHostException;
    }

    Reason reason() {
        return reason;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    /** An outage that a short pause cannot bridge: the record waits in the journal. */
    static final class Long extends OutageException {
        private static final long serialVersionUID = 1L;

        Long(Reason reason, String message, Duration retryAfter) {
            super(reason, message, retryAfter);
        }
    }
}
