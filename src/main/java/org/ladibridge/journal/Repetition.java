package org.ladibridge.journal;

/**
 * By what a record is known to be a repetition. It always equals, byte for byte, the <em>last</em> record with the same mark: what
 * was said once, changed and is said again is news.
 */
public enum Repetition {
    /** The last one under the same event id, as webhooks have it. */
    OF_EVENT,
    /** The last one that the source said of the same customer, for sources without ids. */
    OF_CUSTOMER,
    /** Either of them: the row of a file has the id of its place in the file, which tells after a crash what was stored before. */
    OF_FILE_ROW,
    /** As {@link #OF_EVENT}, but it comes again with every run: what LadiFlow refused is not sent again each time. */
    OF_POLLED_ROW,
    /**
     * As {@link #OF_EVENT}, but only while the last one has not been handed out yet: what a reference leads to may have changed since
     * it was fetched, although the reference is the same.
     */
    OF_WAITING;

    boolean goesByEvent() {
        return this != OF_CUSTOMER;
    }

    boolean goesByCustomer() {
        return this == OF_CUSTOMER || this == OF_FILE_ROW;
    }
}
