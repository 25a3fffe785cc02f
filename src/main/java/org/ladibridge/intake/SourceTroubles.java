package org.ladibridge.intake;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

/** The problems of polls and fetches that need an operator's action, until they are solved. */
@ApplicationScoped
public class SourceTroubles {
    private final Map<String, String> troubles = new ConcurrentHashMap<>();

    /**
     * @param routeId the Camel route that asks
     * @param trouble what is wrong and what to do, without secrets
     * @return whether it was not known yet
     */
    public boolean tell(String routeId, String trouble) {
        return !trouble.equals(troubles.put(routeId, trouble));
    }

    public void over(String routeId) {
        troubles.remove(routeId);
    }

    /** The trouble of one of these routes; empty when there is none. */
    public Optional<String> of(Collection<String> routeIds) {
        return routeIds.stream().filter(troubles::containsKey).map(troubles::get).findFirst();
    }
}
