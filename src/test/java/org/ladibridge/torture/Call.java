package org.ladibridge.torture;

import org.ladibridge.torture.LadiFlowStub.Answer;

/**
 * A write call as LadiFlow wrote it down.
 *
 * @param answer what it got; only what got {@link Answer#OK} or {@link Answer#LOST} was taken
 */
record Call(Event event, Answer answer) {
    boolean taken() {
        return answer == Answer.OK || answer == Answer.LOST;
    }

    /** Whether the bridge was told that it was taken. */
    boolean isAnswered() {
        return answer == Answer.OK;
    }
}
