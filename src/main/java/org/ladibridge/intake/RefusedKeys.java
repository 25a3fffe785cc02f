package org.ladibridge.intake;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

/** The routes whose token or key is refused by the source's API, until it is accepted again. */
@ApplicationScoped
public class RefusedKeys {
    private final Map<String, String> problems = new ConcurrentHashMap<>();

    /**
     * @param routeId the Camel route that asks
     * @param problem what was answered and what to do, without secrets
     */
    public void refused(String routeId, String problem) {
        problems.put(routeId, problem);
    }

    public void accepted(String routeId) {
        problems.remove(routeId);
    }

    /** The problem of one of these routes; empty when there is none. */
    public Optional<String> of(Collection<String> routeIds) {
        return routeIds.stream().filter(problems::containsKey).map(problems::get).findFirst();
    }
}
