package org.ladibridge.intake.hook;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the memory of webhook bodies while they become records. It counts the size of the parsed records, not of the bytes: an empty
 * object is two of these and some hundred as a record.
 */
final class BodyMemory {
    private static final long MEGABYTE = 1024 * 1024;

    private final AtomicLong taken = new AtomicLong();
    private final long most;
    private final int mostRecords;

    /**
     * @param most bytes, of all bodies together
     * @param mostRecords of one body
     * @throws IllegalArgumentException when no record would be allowed
     */
    BodyMemory(long most, int mostRecords) {
        if (mostRecords < 1) {
            throw new IllegalArgumentException("BRIDGE_MAX_RECORDS takes a number from 1, such as 10000, not " + mostRecords);
        }
        this.most = most;
        this.mostRecords = mostRecords;
    }

    /** A quarter of the heap: deliveries and files need memory at the same time. */
    static BodyMemory ofHeap(int mostRecords) {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / 4, mostRecords);
    }

    /** The share of one body; given back when it is closed. */
    Share share() {
        return new Share();
    }

    /** The bytes in use. */
    long taken() {
        return taken.get();
    }

    /** Belongs to the thread that serves the body. */
    final class Share implements AutoCloseable {
        private long mine;
        private int records;

        private Share() {
        }

        /**
         * @throws BusyException when there is no memory for it at the moment
         * @throws TooMuchException when there never is
         */
        void take(long bytes) throws BusyException, TooMuchException {
            mine += bytes;
            long all = taken.addAndGet(bytes);
            if (mine > most) {
                throw new TooMuchException(
                        "the body would take more than " + most / MEGABYTE
                                + " MB of memory as records; send it in several parts, or give the bridge a larger heap",
                        "nội dung sẽ chiếm hơn " + most / MEGABYTE
                                + " MB bộ nhớ khi thành bản ghi; hãy gửi thành nhiều phần, hoặc cấp thêm bộ nhớ cho hệ thống");
            }
            if (all > most) {
                throw new BusyException();
            }
        }

        /** @throws TooMuchException when this is one record too many */
        void record() throws TooMuchException {
            records(++records);
        }

        /** @throws TooMuchException when these are too many */
        void records(int count) throws TooMuchException {
            if (count > mostRecords) {
                throw new TooMuchException(
                        "the body holds more than " + mostRecords
                                + " records (BRIDGE_MAX_RECORDS); send it in several parts",
                        "nội dung có hơn " + mostRecords + " bản ghi (BRIDGE_MAX_RECORDS); hãy gửi thành nhiều phần");
            }
        }

        @Override
        public void close() {
            taken.addAndGet(-mine);
            mine = 0;
        }
    }
}
