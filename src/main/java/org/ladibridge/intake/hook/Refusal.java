package org.ladibridge.intake.hook;

/**
 * Why a webhook is not taken.
 *
 * @param why the sentence for the log, without secrets
 */
record Refusal(Cause cause, String why) {

    /** A closed list: metrics name them in lower case. */
    enum Cause {
        /** Not signed as it should be, or without the right token or password. */
        SIGNATURE,
        /** Signed at another time than now. */
        REPLAYED,
        /** Nothing can be made of the body. */
        UNREADABLE,
        TOO_LARGE,
        /** The body did not arrive in time. */
        TOO_SLOW,
        /** The store cannot be written, or the source is being stopped. */
        UNAVAILABLE,
        /** The log says why. */
        FAILED
    }

    static Refusal notGenuine(String why) {
        return new Refusal(Cause.SIGNATURE, why);
    }
}
