package org.ladibridge.main;

import java.time.Clock;
import java.util.Random;
import java.util.random.RandomGenerator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import org.ladibridge.BridgeConfig;
import org.ladibridge.Ticker;
import org.ladibridge.transform.Jq;

import net.thisptr.jackson.jq.Scope;

/** Gives everyone the same clock, ticker, source of chance and jq, so that a test can give others. */
final class Beans {
    @Produces
    @ApplicationScoped
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @ApplicationScoped
    Ticker ticker() {
        return Ticker.SYSTEM;
    }

    /** For jitter only, never for secrets. */
    @Produces
    @ApplicationScoped
    RandomGenerator random() {
        return new Random();
    }

    @Produces
    @Singleton
    Jq jq(Scope functions, BridgeConfig config) {
        return new Jq(functions, config.mappingTimeout());
    }
}
