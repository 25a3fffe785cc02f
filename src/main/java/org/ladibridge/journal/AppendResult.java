package org.ladibridge.journal;

import java.util.List;

import org.ladibridge.customer.Reason;

/**
 * What became of appended records; everything counted here is on disk.
 *
 * @param received records seen, duplicates and rejected ones included
 * @param duplicate those that were stored before
 * @param rejected those that cannot be delivered; a rejected one that was stored before counts as duplicate
 * @param rejections every rejected record, those stored before included
 */
public record AppendResult(int received, int duplicate, int rejected, List<Rejection> rejections) {

    /**
     * @param index which record of the exchange, from 0
     * @param detail what exactly is wrong, in English; may be null
     */
    public record Rejection(int index, Reason reason, String detail) {
    }
}
