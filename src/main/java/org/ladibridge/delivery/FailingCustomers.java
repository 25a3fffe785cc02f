package org.ladibridge.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Customers whose last delivery failed. A failure is attributed to the customer when LadiFlow served another one before it failed on
 * all; failures in an outage are attributed to none. Not thread-safe.
 */
final class FailingCustomers {
    private final Map<String, Failing> all = new HashMap<>();
    /** Customers whose last failure has not been attributed yet. */
    private final List<Failing> accused = new ArrayList<>();

    /** One customer line. */
    static final class Failing {
        /** How often it failed while others were served. */
        private int own;
        /** Since when; null as long as that never happened. */
        private Instant since;
        private boolean isAccused;
        private boolean isNamed;

        int own() {
            return own;
        }

        Instant since() {
            return since;
        }
    }

    /** Whether the customer is known to fail while others are served. */
    boolean isKnown(String line) {
        Failing failing = all.get(line);
        return failing != null && failing.own > 0;
    }

    /** The customer failed; the outcome of other customers decides whether it was an outage. */
    void accuse(String line) {
        Failing failing = all.computeIfAbsent(line, key -> new Failing());
        if (!failing.isAccused) {
            failing.isAccused = true;
            accused.add(failing);
        }
    }

    /** LadiFlow fails on all customers: an outage. */
    void acquit() {
        accused.forEach(failing -> failing.isAccused = false);
        accused.clear();
    }

    /** Somebody else was served. */
    void convict(Instant now) {
        accused.forEach(failing -> {
            failing.isAccused = false;
            failing.own++;
            failing.since = failing.since == null ? now : failing.since;
        });
        accused.clear();
    }

    /** The customer was served, or has nothing left to be served. */
    void forget(String line) {
        Failing failing = all.remove(line);
        if (failing != null) {
            accused.remove(failing);
        }
    }

    /** From now on the record waits under this name. */
    Failing name(String line) {
        Failing failing = all.get(line);
        failing.isNamed = true;
        return failing;
    }

    /** What was known before the start. */
    void restore(String line, int own, Instant since) {
        Failing failing = new Failing();
        failing.own = Math.max(1, own);
        failing.since = since;
        failing.isNamed = true;
        all.put(line, failing);
    }

    /** The customer's oldest record was given up; the next one gets as much time. */
    void beginAgain(String line, Instant now) {
        Failing failing = all.get(line);
        if (failing != null) {
            failing.since = now;
            failing.isNamed = false;
        }
    }

    /** How many customers have a record that waits because LadiFlow fails on it. */
    int named() {
        return (int) all.values().stream().filter(failing -> failing.isNamed).count();
    }
}
