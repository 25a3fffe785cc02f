package org.ladibridge.torture;

import org.ladibridge.torture.LadiFlowStub.Answer;

/**
 * A write call as LadiFlow wrote it down.
 *
 * @param answer what it got; only what got {@link Answer#OK} was taken
 */
record Call(Event event, Answer answer) {
    boolean taken() {
        return answer == Answer.OK;
    }
}
