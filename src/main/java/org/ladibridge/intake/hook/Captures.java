package org.ladibridge.intake.hook;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

/** The addresses at which deliveries are looked at, one for each name. */
@ApplicationScoped
public class Captures {
    private static final Duration OPEN = Duration.ofHours(1);
    private static final int MOST = 10;
    private static final int RANDOM_BYTES = 8;

    private final Map<String, Capture> byName = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final Clock clock;

    public Captures(Clock clock) {
        this.clock = clock;
    }

    /**
     * Opens an address that nobody can guess; one that is open under this name stays.
     *
     * @throws IllegalStateException when too many are open
     */
    synchronized Capture open(String name) {
        Optional<Capture> open = find(name);
        if (open.isPresent()) {
            return open.get();
        }
        byName.values().removeIf(this::isOver);
        if (byName.size() >= MOST) {
            throw new IllegalStateException(
                    "ten addresses are open to learn from; close one with ./ladibridge learn NAME --stop");
        }
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        Capture capture = new Capture(name, name + "-" + HexFormat.of().formatHex(bytes), clock.instant().plus(OPEN));
        byName.put(name, capture);
        return capture;
    }

    /** Those that are open. */
    List<String> names() {
        return byName.values().stream().filter(capture -> !isOver(capture)).map(Capture::name).sorted().toList();
    }

    Optional<Capture> find(String name) {
        return Optional.ofNullable(byName.get(name)).filter(capture -> !isOver(capture));
    }

    Optional<Capture> atPath(String path) {
        return byName.values().stream().filter(capture -> capture.path().equals(path) && !isOver(capture)).findFirst();
    }

    boolean close(String name) {
        return byName.remove(name) != null;
    }

    private boolean isOver(Capture capture) {
        return !clock.instant().isBefore(capture.expires());
    }
}
