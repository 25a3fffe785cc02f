package org.ladibridge.intake.hook;

/**
 * Why a webhook is not taken.
 *
 * @param why the sentence for the log, without secrets
 * @param likely what lies behind it most often
 */
record Refusal(Cause cause, String why, Likely likely) {

    /** What its owner looks at first. */
    enum Likely {
        /** What proves the sender is not there at all. */
        NOT_PROVEN,
        /** It is there and does not fit. */
        OTHER_SECRET,
        /** It is there, written in another way than the route says. */
        OTHER_WAY,
        CLOCK
    }

    /** A closed list: metrics name them in lower case. */
    enum Cause {
        /** Not signed as it should be, or without the right token or password. */
        SIGNATURE,
        /** Signed at another time than now. */
        REPLAYED,
        /** The body cannot be read. */
        UNREADABLE,
        TOO_LARGE,
        /** The body did not arrive in time. */
        TOO_SLOW,
        /** The store cannot be written, or the source is being stopped. */
        UNAVAILABLE,
        /** The log says why. */
        FAILED
    }

    static Refusal notGenuine(String why, Likely likely) {
        return new Refusal(Cause.SIGNATURE, why, likely);
    }

    /**
     * What was wrong and what to do.
     *
     * @param variable that holds the secret
     */
    String advised(String variable) {
        return why + "; " + switch (likely) {
            case NOT_PROVEN ->
                "the sender does not prove who it is, or not as the route says: ./ladibridge learn shows what it sends";
            case OTHER_SECRET -> "compare " + variable
                    + " with the secret of just this webhook; if it is the same, something else is signed: ./ladibridge learn finds out what";
            case OTHER_WAY -> "the sender signs in another way than the route says: ./ladibridge learn finds out which";
            case CLOCK -> "set the clocks of this machine and of the sender, or raise tolerance in the route";
        };
    }
}
