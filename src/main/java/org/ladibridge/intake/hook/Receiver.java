package org.ladibridge.intake.hook;

import java.util.Optional;

import org.ladibridge.intake.hook.Refusal.Cause;

/** Who takes what is sent to one path under {@code /hooks/}. */
interface Receiver {
    /** The answer to a question that is no delivery; empty when the request is none. */
    Optional<HookAnswer> shakeHands(HookRequest request);

    /** Takes a delivery; may wait for the disk: never called on an event loop. */
    HookAnswer serve(HookRequest request);

    /** A delivery did not arrive whole. */
    HookAnswer refused(Cause cause, HookAnswer answer);
}
