package org.ladibridge.trace;

/** A part of a record's way that takes time. */
public interface Step {
    /** One of which nobody hears. */
    Step UNSEEN = new Step() {
        @Override
        public String traceparent() {
            return null;
        }

        @Override
        public void ended(Integer status) {
            // nobody hears of it
        }
    };

    /** Under what the next part is to be seen, as W3C writes it; null when nobody wants to see it. */
    String traceparent();

    /** @param status what HTTP said; null when there was no answer */
    void ended(Integer status);
}
