package org.ladibridge.http;

/**
 * What a status of HTTP says, by one table for all who ask somebody. What follows from it differs where the comments of
 * those say so: a list, a record and a customer are not the same.
 */
public enum HttpVerdict {
    SUCCESS,
    /** For good. */
    MOVED,
    MOVED_FOR_NOW,
    /** Not authenticated. */
    UNAUTHORIZED,
    /** Authenticated, but not permitted. */
    FORBIDDEN,
    /** There is nothing of the kind, or not any more. */
    ABSENT,
    /** Too many requests. */
    SLOW_DOWN,
    /** Not now: a time-out, a lock, or trouble of the server's own. */
    LATER,
    /** A retry of the same request would be refused again. */
    REFUSED,
    /** No answer by the rules of HTTP. */
    BROKEN;

    public static HttpVerdict of(int status) {
        if (status >= 200 && status < 300) {
            return SUCCESS;
        }
        return switch (status) {
            case 301, 308 -> MOVED;
            case 302, 303, 307 -> MOVED_FOR_NOW;
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404, 410 -> ABSENT;
            case 429 -> SLOW_DOWN;
            case 408, 423, 425 -> LATER;
            default -> status >= 500 ? LATER : status >= 400 ? REFUSED : BROKEN;
        };
    }
}
