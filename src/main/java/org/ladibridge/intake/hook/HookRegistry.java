package org.ladibridge.intake.hook;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;

/** Which paths under {@code /hooks/} are served, and which are known but not served at the moment. */
@ApplicationScoped
public class HookRegistry {
    private final Map<String, HookConsumer> consumers = new ConcurrentHashMap<>();
    private volatile Set<String> known = Set.of();
    private volatile boolean complete;

    /**
     * Whether all sources have been loaded and none has been stopped since: only then is an unknown path unknown, otherwise its
     * sender is told to come back.
     */
    public void complete(boolean allSourcesAreHere) {
        complete = allSourcesAreHere;
    }

    /**
     * The paths that belong to a source, whether it runs or not. While one is not served, its senders are told to come back later; a
     * 404 would make some of them give up for good.
     */
    public void known(Set<String> paths) {
        known = Set.copyOf(paths);
    }

    /** Whether an unknown path is unknown; before, and while the bridge stops, senders are told to come back. */
    public boolean isComplete() {
        return complete;
    }

    void register(String path, HookConsumer consumer) {
        HookConsumer other = consumers.putIfAbsent(path, consumer);
        if (other != null && other != consumer) {
            throw new IllegalStateException("the path /hooks/" + path + " is taken by another route; paths must differ");
        }
    }

    void unregister(String path, HookConsumer consumer) {
        consumers.remove(path, consumer);
    }

    Optional<HookConsumer> find(String path) {
        return Optional.ofNullable(consumers.get(path));
    }

    /**
     * What the hook at this path would store of a body, whose sender is taken for genuine.
     *
     * @return empty when the path is not served
     * @throws UnreadableException when nothing can be made of the body
     */
    public Optional<List<RawRecord>> records(String path, byte[] body, String contentType) throws UnreadableException {
        HookConsumer consumer = consumers.get(path);
        return consumer == null ? Optional.empty() : Optional.of(consumer.records(body, contentType));
    }

    boolean isKnown(String path) {
        return known.contains(path);
    }
}
