package org.ladibridge.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.Ticker;
import org.ladibridge.journal.Backoff;
import org.ladibridge.journal.Digests;

/**
 * Throttles wrong admin tokens with a growing delay, in the console and the API alike. The right token is always accepted:
 * behind a proxy all callers have one address, and an attacker must not lock the administrator out. What makes guessing
 * hopeless is the token's length, see {@link AdminToken}; the throttle limits the load and the log entries.
 */
@ApplicationScoped
public class LoginThrottle {
    private static final Logger LOG = Logger.getLogger(LoginThrottle.class);
    /** Wrong tokens of one visitor that are not delayed. */
    private static final int FREE = 5;
    /** Wrong tokens of all visitors together that are not delayed, against guessing from many addresses. */
    private static final int FREE_OF_ALL = 200;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5), 0);
    private static final int MOST_VISITORS = 10_000;
    private static final int MOST_TOKENS = 20;
    private static final Duration FORGET = Duration.ofMinutes(15);
    private static final String ALL = "";

    private static final class Failures {
        /** Digests of the last tokens: a repetition, such as a script with an old token sends, does not count as a guess. */
        final Set<String> tokens = new LinkedHashSet<>();
        int count;
        long last;
        long until;
    }

    private final Ticker ticker;
    private final Map<String, Failures> visitors = new LinkedHashMap<>();

    LoginThrottle(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Counts a token that is not the right one.
     *
     * @param visitor a session where there is one, else an address; not blank
     * @return how many seconds the visitor should wait before the next; 0 for none
     */
    public synchronized long wrong(String visitor, String token) {
        long now = ticker.nanos();
        visitors.values().removeIf(known -> now - known.last > FORGET.toNanos());
        String digest = Digests.sha256Hex(token.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Math.max(count(visitor, digest, FREE, now), count(ALL, digest, FREE_OF_ALL, now));
    }

    private long count(String visitor, String digest, int free, long now) {
        Failures known = visitors.remove(visitor);
        if (known == null) {
            known = new Failures();
            known.until = now;
        }
        if (visitors.size() >= MOST_VISITORS) {
            visitors.remove(visitors.keySet().iterator().next());
        }
        visitors.put(visitor, known);
        known.last = now;
        if (known.tokens.add(digest)) {
            if (known.tokens.size() > MOST_TOKENS) {
                known.tokens.remove(known.tokens.iterator().next());
            }
            known.count++;
            if (known.count == free) {
                LOG.warnf("%d wrong admin tokens were shown %s within %d minutes; further ones are answered 429", free,
                        visitor.equals(ALL) ? "by all visitors together" : "by one visitor", FORGET.toMinutes());
            }
        }
        if (known.count >= free && now - known.until >= 0) {
            known.until = now + BACKOFF.after(known.count - free + 2).toNanos();
        }
        long wait = known.until - now;
        return wait <= 0 ? 0 : (wait + Duration.ofSeconds(1).toNanos() - 1) / Duration.ofSeconds(1).toNanos();
    }
}
