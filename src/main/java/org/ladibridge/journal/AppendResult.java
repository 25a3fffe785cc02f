package org.ladibridge.journal;

import java.util.List;
import java.util.Map;

import org.ladibridge.customer.Reason;

/**
 * What became of appended records; everything counted here is on disk.
 *
 * @param received records seen, duplicates and rejected ones included
 * @param duplicate repetitions of what was stored before
 * @param rejected those that cannot be delivered; a rejected one that was stored before counts as duplicate
 * @param ignored those of which the mapping made no customer, on purpose
 * @param replayed those of the repetitions whose first one had been rejected or dead: it is delivered now, as mapped now
 * @param earlier how the first ones of the repetitions stood when they were repeated: count by {@link State}
 * @param rejections every rejected record, those stored before included
 */
public record AppendResult(int received, int duplicate, int rejected, int ignored, int replayed, Map<State, Integer> earlier,
        List<Rejection> rejections) {
    public AppendResult {
        earlier = Map.copyOf(earlier);
        rejections = List.copyOf(rejections);
    }

    /** Without any replayed one. */
    public AppendResult(int received, int duplicate, int rejected, List<Rejection> rejections) {
        this(received, duplicate, rejected, 0, 0, Map.of(), rejections);
    }

    /**
     * @param index which record of the exchange, from 0
     * @param detail what exactly is wrong, in English; may be null
     */
    public record Rejection(int index, Reason reason, String detail) {
    }
}
