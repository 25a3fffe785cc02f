package org.ladibridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BackfillTest {
    @Test
    void itSaysHowManyCustomersAndHowLong() {
        Backfill backfill = new Backfill(5_000, 10);

        assertEquals(
                "this may start automation for up to 12,000 customers and may take 60 minutes at 10 calls a second (up to 3 a customer)",
                backfill.en(12_000));
        assertEquals(
                "this may start automation for up to 1,000,000 customers and may take 84 hours at 10 calls a second (up to 3 a customer)",
                backfill.en(1_000_000));
        assertEquals(
                "việc này có thể chạy tự động hóa cho tối đa 12.000 khách hàng và có thể mất 60 phút với 10 lệnh gọi mỗi giây (tối đa 3 lệnh gọi mỗi khách hàng)",
                backfill.vi(12_000));
        assertEquals("this may start automation for up to 12,000 customers", new Backfill(5_000, 0).en(12_000));
    }

    @Test
    void itAsksBeyondTheSettingAndNeverAtZero() {
        assertFalse(new Backfill(5_000, 10).asks(5_000));
        assertTrue(new Backfill(5_000, 10).asks(5_001));
        assertFalse(new Backfill(0, 10).asks(1_000_000));
    }
}
