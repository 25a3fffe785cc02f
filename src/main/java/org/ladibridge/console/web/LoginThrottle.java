package org.ladibridge.console.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

/** After a few wrong tokens an address has to wait, twice as long each time. */
@ApplicationScoped
class LoginThrottle {
    private static final int FREE = 5;
    private static final int LONGEST_SECONDS = 300;
    private static final int MOST_ADDRESSES = 10_000;
    private static final Duration FORGET = Duration.ofMinutes(15);

    private record Failures(int count, Instant last) {
        Instant until() {
            return count < FREE
                    ? Instant.MIN
                    : last.plusSeconds(Math.min(LONGEST_SECONDS, 1L << Math.min(30, count - FREE + 2)));
        }
    }

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    LoginThrottle(Clock clock) {
        this.clock = clock;
    }

    /** How many seconds the address has to wait before it may try; 0 for none. */
    synchronized long secondsToWait(String address) {
        Failures known = failures.get(address);
        Instant now = clock.instant();
        return known == null || !known.until().isAfter(now) ? 0 : Duration.between(now, known.until()).toSeconds() + 1;
    }

    synchronized void failed(String address) {
        Instant now = clock.instant();
        failures.values().removeIf(known -> known.last().isBefore(now.minus(FORGET)));
        Failures known = failures.remove(address);
        if (failures.size() >= MOST_ADDRESSES) {
            failures.remove(failures.keySet().iterator().next());
        }
        failures.put(address, new Failures(known == null ? 1 : known.count() + 1, now));
    }

    synchronized void succeeded(String address) {
        failures.remove(address);
    }
}
