package org.ladibridge;

import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jboss.logmanager.ExtLogRecord;

import io.quarkus.logging.LoggingFilter;

/**
 * Keeps a message to one line that does nothing to a terminal: names of files and answers of other servers stand in messages, and
 * may be made to look like lines of the bridge's own.
 */
@LoggingFilter(name = "one-line")
public final class OneLine implements Filter {
    /** Line breaks, escapes, and what turns the direction of writing round. A tab is harmless. */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069&&[^\\t]]");

    @Override
    public boolean isLoggable(LogRecord record) {
        if (record instanceof ExtLogRecord extended) {
            String message = extended.getFormattedMessage();
            if (message != null && UNSAFE.matcher(message).find()) {
                extended.setMessage(safe(message), ExtLogRecord.FormatStyle.NO_FORMAT);
            }
        }
        return true;
    }

    static String safe(String message) {
        return UNSAFE.matcher(message).replaceAll(
                found -> Matcher.quoteReplacement(
                        found.group().equals("\n") ? "\\n" : String.format("\\u%04x", (int) found.group().charAt(0))));
    }
}
