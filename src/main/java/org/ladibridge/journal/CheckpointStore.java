package org.ladibridge.journal;

import java.util.Optional;

/** Where a source finds the checkpoint that was stored with its last records. */
public interface CheckpointStore {
    /**
     * @return the last stored value of {@link Checkpoint#value()}; empty before the first one
     * @throws JournalUnavailableException when the store cannot be read
     */
    Optional<String> checkpoint(String source);

    /**
     * The source reads another account from now on, whose ids mean other customers: nobody is known by an id of it any more. Waits for
     * the disk.
     */
    default void forgetIds(String source) {
        // A store that knows nobody by an id has nothing to forget.
    }
}
