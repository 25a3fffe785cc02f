package org.ladibridge.intake;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;

/** Camel's handler of what fails in a consumer, with one method instead of three. */
public interface FailureHandler extends ExceptionHandler {

    /** @param exchange null when the failure is not that of one exchange */
    void failed(Exchange exchange, Throwable failure);

    @Override
    default void handleException(Throwable exception) {
        failed(null, exception);
    }

    @Override
    default void handleException(String message, Throwable exception) {
        failed(null, exception);
    }

    @Override
    default void handleException(String message, Exchange exchange, Throwable exception) {
        failed(exchange, exception);
    }
}
