package org.ladibridge.transform;

/** A mapping that cannot be compiled, or that fails on a record. The message never repeats what was in the record. */
public class MappingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MappingException(String message) {
        super(message);
    }

    public MappingException(String message, Throwable cause) {
        super(message, cause);
    }
}
