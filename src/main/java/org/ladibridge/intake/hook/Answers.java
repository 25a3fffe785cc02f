package org.ladibridge.intake.hook;

/**
 * What a sender is told, as it understands it.
 *
 * @param stored HTTP status when everything is stored, or was before
 * @param notGenuine HTTP status when the request is not signed as it should be
 * @param badRecordsAreAcknowledged whether an unreadable body is stored as rejected and answered as stored: the sender takes a
 *        4xx for a command to stop, or would send the same again
 */
record Answers(int stored, int notGenuine, boolean badRecordsAreAcknowledged) {
    static final Answers PLAIN = new Answers(202, 401, false);
    /** For senders that stop after some failures. */
    static final Answers LENIENT = new Answers(200, 401, true);
    /** For senders that stop at the first 4xx: not even a mistyped secret may end the subscription. */
    static final Answers NEVER_4XX = new Answers(200, 503, true);

    /** Whether the sender takes any 4xx for a command to stop. */
    boolean never4xx() {
        return notGenuine == 503;
    }
}
