package org.ladibridge;

import java.time.Clock;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Gives everyone the same clock and source of chance, so that a test can give others. */
final class Beans {
    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }

    /** For jitter only, never for secrets. */
    @Produces
    @ApplicationScoped
    RandomGenerator random() {
        return RandomGenerator.of("L64X128MixRandom");
    }
}
