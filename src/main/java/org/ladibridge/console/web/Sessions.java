package org.ladibridge.console.web;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.Ticker;

/** Who is logged in. */
@ApplicationScoped
class Sessions {
    /** Without a page asked for, a session ends after so long. */
    static final Duration IDLE = Duration.ofHours(1);
    /** However busy, a session ends after so long. */
    static final Duration LONGEST = Duration.ofHours(12);
    private static final int MOST = 1_000;
    private static final int BYTES = 32;

    private final Ticker ticker;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> open = new LinkedHashMap<>();

    Sessions(Ticker ticker) {
        this.ticker = ticker;
    }

    /** @return the id, known to the browser only */
    synchronized String open(String user) {
        long now = ticker.nanos();
        open.values().removeIf(session -> hasEnded(session, now));
        if (open.size() >= MOST) {
            open.remove(open.keySet().iterator().next());
        }
        String id = secret();
        open.put(id, new Session(secret(), user, now));
        return id;
    }

    /** Empty when it has ended. Does not keep it alive. */
    synchronized Optional<Session> find(String id) {
        Session session = id == null ? null : open.get(id);
        if (session != null && hasEnded(session, ticker.nanos())) {
            open.remove(id);
            return Optional.empty();
        }
        return Optional.ofNullable(session);
    }

    /** A person, and not a page that refreshes itself, asked for something. */
    void used(Session session) {
        session.lastSeen = ticker.nanos();
    }

    synchronized void close(String id) {
        open.remove(id);
    }

    private static boolean hasEnded(Session session, long now) {
        return now - session.lastSeen > IDLE.toNanos() || now - session.since > LONGEST.toNanos();
    }

    private String secret() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
