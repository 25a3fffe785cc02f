package org.ladibridge.journal;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The store cannot be written at the moment (disk full, read-only, still starting, stopping): nothing of what was to be
 * appended is stored, and the same call may be repeated later.
 */
@RegisterForReflection
public class JournalUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JournalUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
