package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowConfig.Missing;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.journal.DispatchGate.Pick;

import io.quarkus.runtime.configuration.ConfigurationException;

class LadiFlowGateTest {
    private static final TestConfig CONFIG = new TestConfig(Write.UPSERT, Missing.CREATE);
    private static final Duration FAST = Duration.ofMillis(50);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-06-01T00:00:00Z"));
    private long nanos = Long.MAX_VALUE - 1_000;
    private LadiFlowGate gate = gate(CONFIG);

    private LadiFlowGate gate(TestConfig config) {
        return new LadiFlowGate(clock, () -> nanos, RandomGenerator.of("L64X128MixRandom"), config);
    }

    private void pass(Duration time) {
        clock.advance(time);
        nanos += time.toNanos();
    }

    private static OutageException http500() {
        return new OutageException(Reason.LADIFLOW_DOWN, "HTTP 500", null);
    }

    private static OutageException noConnection() {
        return new OutageException(new ConnectException("refused"));
    }

    /** A record's only call fails. */
    private LadiFlowGate.Wait fails(String line, OutageException outage) {
        return fails(line, 0, outage);
    }

    private LadiFlowGate.Wait fails(String line, int attempts, OutageException outage) {
        gate.stumbled(line, outage);
        return gate.waits(line, attempts, outage);
    }

    private void closeByDifferentCustomers() {
        for (int i = 0; i < 4; i++) {
            assertTrue(gate.status().open(), "after " + i);
            fails("c" + i, http500());
        }
        assertFalse(gate.status().open());
    }

    private void passTheProbesTime() {
        pass(Duration.between(clock.instant(), gate.status().probeAt()));
    }

    private Duration probeFails(String line) {
        passTheProbesTime();
        assertTrue(gate.permits(0), "the probe");
        assertEquals(Pick.PROBE, gate.pick());
        fails(line, http500());
        return Duration.between(clock.instant(), gate.status().probeAt());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void fewFailingCustomersNeverCloseItHoweverOftenTheyFail(int customers) {
        for (int i = 0; i < 200; i++) {
            fails("bad" + i % customers, i, http500());
        }
        assertTrue(gate.permits(3));
    }

    @Test
    void manyFailingCustomersDoNotCloseItWhileOthersAreServed() {
        for (int i = 0; i < 200; i++) {
            fails("bad" + i, http500());
            gate.served("good" + i);
        }
        assertTrue(gate.permits(3));
    }

    @Test
    void thoseWhoAreKnownAsFailingNeverCloseIt() {
        for (int i = 0; i < 3; i++) {
            fails("bad" + i, http500());
        }
        gate.served("good");
        for (int i = 3; i < 6; i++) {
            fails("bad" + i, http500());
        }
        gate.served("good");
        for (int round = 1; round < 20; round++) {
            for (int i = 0; i < 6; i++) {
                assertTrue(gate.isFailing("bad" + i));
                fails("bad" + i, round, http500());
            }
        }
        assertTrue(gate.permits(3));
        assertEquals(6, gate.status().failing());
    }

    @Test
    void differentCustomersWithNobodyServedCloseItAndOneProbeIsLetThrough() {
        closeByDifferentCustomers();
        assertFalse(gate.permits(0));
        pass(Duration.ofSeconds(5));
        assertTrue(gate.permits(0), "the probe");
        assertFalse(gate.permits(1), "but only one");
        gate.served("good");
        assertTrue(gate.permits(7));
    }

    @Test
    void aCustomerThatIsOnlyLookedUpIsNotServed() {
        for (int i = 0; i < 4; i++) {
            gate.answered(FAST);
            fails("c" + i, http500());
        }
        assertFalse(gate.status().open(), "look-ups work, writes do not");
    }

    @Test
    void aCustomerOnWhomLadiFlowFailsWaitsTwiceAsLongEachTimeAndHasAReasonOfItsOwn() {
        assertEquals(Reason.LADIFLOW_DOWN, fails("bad", http500()).reason(), "nothing is known yet");
        Duration last = Duration.ZERO;
        for (int i = 1; i < 30; i++) {
            gate.served("good" + i);
            LadiFlowGate.Wait wait = fails("bad", i, http500());
            assertEquals(Reason.LADIFLOW_FAILS_ON_THIS, wait.reason());
            assertFalse(wait.givesUp(), "by default never");
            Duration own = Duration.between(clock.instant(), wait.due());
            assertTrue(own.compareTo(Duration.ofMinutes(75)) <= 0, "an hour and jitter: " + own);
            assertTrue(own.compareTo(last) > 0 || i > 11, i + ": " + own);
            last = own;
        }
        assertTrue(last.compareTo(Duration.ofMinutes(44)) > 0, last.toString());
        assertEquals(1, gate.status().failing());
        gate.served("bad");
        assertEquals(0, gate.status().failing());
        assertFalse(gate.isFailing("bad"));
    }

    @Test
    void asSingleCustomerThatFailsWithNobodyElseAroundIsAskedForMoreSlowlyButNotBlamed() {
        for (int i = 0; i < 50; i++) {
            LadiFlowGate.Wait wait = fails("only", i, http500());
            assertEquals(Reason.LADIFLOW_DOWN, wait.reason());
            long seconds = Duration.between(clock.instant(), wait.due()).toSeconds();
            assertTrue(seconds <= 38 && (i < 6 || seconds >= 22), i + ": " + seconds);
        }
        assertTrue(gate.status().open());
    }

    @Test
    void whoFailedInAnOutageDoesNotWaitLongAfterIt() {
        closeByDifferentCustomers();
        for (int i = 0; i < 100; i++) {
            probeFails("c" + i % 10);
        }
        passTheProbesTime();
        assertTrue(gate.permits(0));
        gate.served("good");
        for (int i = 0; i < 10; i++) {
            assertFalse(gate.isFailing("c" + i), "c" + i);
        }
        LadiFlowGate.Wait wait = fails("c1", 11, http500());
        assertEquals(Reason.LADIFLOW_DOWN, wait.reason());
        assertTrue(Duration.between(clock.instant(), wait.due()).toSeconds() <= 38, wait.toString());
    }

    @Test
    void anOutageAddsNothingToTheWaitOfThoseWhoFailOnTheirOwn() {
        fails("bad", http500());
        gate.served("good");
        Duration before = Duration.between(clock.instant(), fails("bad", 1, http500()).due());
        gate.served("good");
        closeByDifferentCustomers();
        for (int i = 0; i < 100; i++) {
            probeFails("bad");
        }
        passTheProbesTime();
        assertTrue(gate.permits(0));
        gate.served("good");
        assertTrue(gate.isFailing("bad"));
        Duration after = Duration.between(clock.instant(), fails("bad", 100, http500()).due());
        assertTrue(after.compareTo(before.multipliedBy(5)) < 0, before + " and then " + after);
    }

    @Test
    void whoClosedItAlthoughTheFirstProbeIsServedIsSuspectedAndNotForgotten() {
        closeByDifferentCustomers();
        passTheProbesTime();
        assertTrue(gate.permits(0));
        gate.served("good");
        assertTrue(gate.isFailing("c0"));
        assertEquals(0, gate.status().failing(), "but nothing is said of it before it fails again");
        assertEquals(Pick.ANY, gate.pick(), "the next ones are not taken from beside them");
        pass(Duration.ofSeconds(11));
        assertEquals(Pick.NEXT, gate.pick());
    }

    @Test
    void aCustomerWhoComesInWhileOthersHaveClosedItIsProbedAtOnceButOncePerPause() {
        closeByDifferentCustomers();
        for (int i = 0; i < 10; i++) {
            probeFails("c" + i % 4);
        }
        assertFalse(gate.permits(0, true), "not within the same second");
        pass(Duration.ofSeconds(1));
        assertFalse(gate.permits(0, false));
        assertTrue(gate.permits(0, true));
        Instant regular = gate.status().probeAt();
        fails("new", http500());
        assertEquals(regular, gate.status().probeAt(), "the pause is what it was");
        pass(Duration.ofSeconds(1));
        assertFalse(gate.permits(0, true));
        probeFails("c1");
        pass(Duration.ofSeconds(1));
        assertTrue(gate.permits(0, true));
    }

    @Test
    void aNewcomerIsNoProbeWhereNoConnectionComesAbout() {
        fails("c1", noConnection());
        passTheProbesTime();
        assertTrue(gate.permits(0));
        fails("c2", noConnection());
        passTheProbesTime();
        assertTrue(gate.permits(0));
        fails("c3", noConnection());
        pass(Duration.ofSeconds(1));
        assertFalse(gate.permits(0, true));
    }

    @Test
    void thePauseGrowsWithEachFailedProbeButNotWithLateFailures() {
        fails("c1", noConnection());
        Instant first = gate.status().probeAt();
        fails("c2", noConnection());
        assertEquals(first, gate.status().probeAt(), "a call that was in flight when it closed");
        Duration last = Duration.between(clock.instant(), first);
        for (int i = 0; i < 10; i++) {
            Duration pause = probeFails("c3");
            assertTrue(pause.compareTo(Duration.ofSeconds(38)) < 0, "never longer than 30 s and jitter: " + pause);
            assertTrue(pause.compareTo(last.dividedBy(2)) > 0);
            last = pause;
        }
        assertTrue(last.compareTo(Duration.ofSeconds(29)) > 0);
    }

    @Test
    void flappingClosesItAgainAndAgainAndBlamesNobodyForLong() {
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 4; i++) {
                fails("c" + round + "." + i, http500());
            }
            assertFalse(gate.status().open());
            passTheProbesTime();
            assertTrue(gate.permits(0));
            for (int i = 0; i < 4; i++) {
                gate.served("c" + round + "." + i);
            }
            assertTrue(gate.status().open());
            assertFalse(gate.isFailing("c" + round + ".3"));
        }
        assertEquals(0, gate.status().failing());
    }

    @Test
    void retryAfterIsObeyed() {
        Instant due = fails("c1", new OutageException.Long(Reason.LADIFLOW_BUSY, "HTTP 429", Duration.ofMinutes(7))).due();
        assertFalse(due.isBefore(clock.instant().plus(Duration.ofMinutes(7))));
        pass(Duration.ofMinutes(6));
        assertFalse(gate.permits(0));
        pass(Duration.ofMinutes(1));
        assertTrue(gate.permits(0));
    }

    @Test
    void oneFailingCustomersRetryAfterStopsTheOthersOnceAndNotForEver() {
        OutageException wait = new OutageException(Reason.LADIFLOW_DOWN, "HTTP 503", Duration.ofSeconds(60));
        fails("bad", wait);
        assertFalse(gate.permits(0));
        passTheProbesTime();
        assertTrue(gate.permits(0));
        gate.served("good");
        Instant due = fails("bad", 1, wait).due();
        assertTrue(gate.permits(0), "it is its own");
        assertFalse(due.isBefore(clock.instant().plusSeconds(60)), "and obeyed for itself");
    }

    @Test
    void aBadApiKeyIsShownAsSuch() {
        fails("c1", new OutageException.Long(Reason.BAD_API_KEY, "HTTP 401", null));
        assertEquals(Reason.BAD_API_KEY, gate.status().reason());
        assertFalse(gate.status().open());
    }

    @ParameterizedTest
    @ValueSource(longs = {-7_200, 7_200})
    void aClockThatIsPutBackOrForwardChangesNoPause(long seconds) {
        fails("c1", noConnection());
        clock.advance(Duration.ofSeconds(seconds));
        assertFalse(gate.permits(0));
        assertTrue(Duration.between(clock.instant(), gate.status().probeAt()).toSeconds() < 60);
        pass(Duration.ofSeconds(1));
        assertTrue(gate.permits(0), "the probe");
    }

    @Test
    void whatFailedIsRepeatedInItsPlaceOnlyWhenNobodyElseIsInTrouble() {
        gate.stumbled("a", http500());
        assertTrue(gate.mayRepeatAtOnce("a", FAST));
        assertFalse(gate.mayRepeatAtOnce("a", Duration.ofSeconds(2)), "not what took long");
        gate.stumbled("b", http500());
        assertFalse(gate.mayRepeatAtOnce("b", FAST));
        assertFalse(gate.mayRepeatAtOnce("a", FAST));
        pass(Duration.ofSeconds(11));
        gate.served("c");
        gate.stumbled("d", http500());
        assertTrue(gate.mayRepeatAtOnce("d", FAST));
        gate.waits("d", 0, http500());
        gate.served("c");
        gate.stumbled("d", http500());
        assertFalse(gate.mayRepeatAtOnce("d", FAST), "not who is known as failing");
    }

    @Test
    void theWholeTimeIsForThoseWhoNeedIt() {
        TestConfig config = new TestConfig(Write.UPSERT, Missing.CREATE) {
            @Override
            public Duration responseTimeout() {
                return Duration.ofSeconds(30);
            }
        };
        gate = gate(config);
        assertEquals(Duration.ofSeconds(5), gate.patience(0), "nothing is known");
        gate.answered(FAST);
        assertEquals(Duration.ofSeconds(5), gate.patience(0));
        fails("slow", http500());
        assertEquals(Duration.ofSeconds(1), gate.patience(0), "others need the place");
        assertEquals(Duration.ofSeconds(8), gate.patience(3));
        assertEquals(Duration.ofSeconds(30), gate.patience(40));
        gate.answered(Duration.ofSeconds(4));
        assertEquals(Duration.ofSeconds(16), gate.patience(0), "LadiFlow is slow to all");
        for (int i = 0; i < 32; i++) {
            gate.answered(FAST);
        }
        assertEquals(Duration.ofSeconds(1), gate.patience(0), "and no longer");
    }

    @Test
    void aRecordIsGivenUpOnlyWhenASettingSaysSoAndThenTheNextOneHasAsLong() {
        gate = gate(new TestConfig(Write.UPSERT, Missing.CREATE) {
            @Override
            public Optional<Duration> giveUpAfter() {
                return Optional.of(Duration.ofHours(1));
            }
        });
        fails("bad", http500());
        gate.served("good");
        pass(Duration.ofMinutes(59));
        assertFalse(fails("bad", 1, http500()).givesUp());
        pass(Duration.ofMinutes(1));
        assertTrue(fails("bad", 2, http500()).givesUp());
        gate.gaveUp("bad");
        assertFalse(fails("bad", 0, http500()).givesUp());
        pass(Duration.ofHours(1));
        assertTrue(fails("bad", 1, http500()).givesUp());
        pass(Duration.ofDays(1));
        fails("only in an outage", noConnection());
        pass(Duration.ofDays(1));
        assertFalse(fails("only in an outage", 9, noConnection()).givesUp());
    }

    @Test
    void aTimeThatIsNoneIsRefused() {
        assertThrows(ConfigurationException.class, () -> gate(new TestConfig(Write.UPSERT, Missing.CREATE) {
            @Override
            public Optional<Duration> giveUpAfter() {
                return Optional.of(Duration.ZERO);
            }
        }));
    }

    @Test
    void whatWasKnownBeforeAStartIsKnown() {
        gate.restored("bad", 5, clock.instant());
        assertTrue(gate.isFailing("bad"));
        assertEquals(1, gate.status().failing());
        assertEquals(Reason.LADIFLOW_FAILS_ON_THIS, fails("bad", 5, http500()).reason());
        gate.gone("bad");
        assertEquals(0, gate.status().failing());
    }

    @Test
    void anOperatorsPauseOutlivesAnswers() {
        gate.pause();
        gate.served("good");
        assertFalse(gate.permits(0));
        gate.resume();
        assertTrue(gate.permits(0));
    }

    @Test
    void nobodyIsHandedOutToWaitInARowForTheRateLimit() {
        gate.waitsForTurn();
        assertTrue(gate.permits(1));
        gate.waitsForTurn();
        assertFalse(gate.permits(2));
        gate.hasTurn();
        assertTrue(gate.permits(2));
    }
}
