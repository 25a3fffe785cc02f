package org.ladibridge.intake.file;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Named;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.util.ObjectHelper;
import org.jboss.logging.Logger;
import org.ladibridge.journal.JournalUnavailableException;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Says once, in one line, why a file stays in the inbox; camel-file would repeat a stack trace at every poll. */
@ApplicationScoped
@Named("fileTrouble")
@RegisterForReflection
@Unremovable
public class FileTrouble implements ExceptionHandler {
    private static final Logger LOG = Logger.getLogger(FileTrouble.class);
    private volatile String last;

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        String file = exchange == null
                ? ""
                : " «" + exchange.getMessage().getHeader(Exchange.FILE_NAME_ONLY, String.class) + "»";
        String text = String.valueOf(exception.getMessage());
        if (ObjectHelper.getException(JournalUnavailableException.class, exception) != null) {
            text = "the store cannot be written";
        }
        if (!text.equals(last)) {
            last = text;
            LOG.errorf("The file%s stays in the inbox and is tried again: %s", file, text);
        }
        LOG.debug("In full", exception);
    }
}
