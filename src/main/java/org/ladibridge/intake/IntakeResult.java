package org.ladibridge.intake;

import java.util.List;

import org.ladibridge.customer.Reason;

/**
 * What became of the records of one exchange: its body after {@code kamelet:ladiflow-sink}. Everything counted here is on disk.
 *
 * @param received customers seen, duplicates and rejected ones included
 * @param duplicate those that were stored before
 * @param rejected those that cannot be delivered; a rejected one that was stored before counts as duplicate
 * @param rejections every rejection of this exchange, repeated ones included
 */
public record IntakeResult(int received, int duplicate, int rejected, List<Rejection> rejections) {

    /**
     * @param index position of the raw record in the exchange's list, from 0
     * @param detail what exactly is wrong, in English; may be null
     */
    public record Rejection(int index, Reason reason, String detail) {
    }
}
