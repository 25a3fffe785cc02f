package org.ladibridge;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Locale;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.eclipse.microprofile.config.ConfigProvider;
import org.jboss.logmanager.ExtLogRecord;

import io.quarkus.logging.LoggingFilter;

/**
 * Sanitises log messages. A message is one line without control sequences, because names of files and answers of other servers
 * stand in messages and may be made to look like lines of the bridge's own; and no setting that is a secret stands in it, whichever
 * library wrote it, at whatever level.
 */
@LoggingFilter(name = "safe-log")
public final class SafeLog implements Filter {
    /** Line breaks, escapes, and what turns the direction of writing round. A tab is harmless. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069&&[^\\t]]");

    private volatile Secrets secrets;

    @Override
    public boolean isLoggable(LogRecord record) {
        if (record instanceof ExtLogRecord extended) {
            String message = extended.getFormattedMessage();
            String safe = message == null ? "" : oneLine(secrets().mask(message));
            if (extended.getThrown() != null) {
                String trace = trace(extended.getThrown());
                String masked = secrets().mask(trace);
                if (!masked.equals(trace)) {
                    extended.setThrown(null);
                    safe = safe + "\n" + masked;
                }
            }
            if (!safe.equals(message)) {
                extended.setMessage(safe, ExtLogRecord.FormatStyle.NO_FORMAT);
            }
        }
        return true;
    }

    /** Logging starts before the configuration is available. */
    private Secrets secrets() {
        if (secrets == null) {
            secrets = Secrets.of(ConfigProvider.getConfig());
        }
        return secrets;
    }

    private static String oneLine(String message) {
        return UNSAFE.matcher(message).replaceAll(unsafe -> Matcher.quoteReplacement(
                unsafe.group().equals("\n") ? "\\n" : String.format(Locale.ROOT, "\\u%04x", (int) unsafe.group().charAt(0))));
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
