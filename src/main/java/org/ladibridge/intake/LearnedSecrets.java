package org.ladibridge.intake;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Secrets of sources that were learned since the start, so that such a source runs at once. They are in memory only: the environment has
 * to have them at the next start, and goes before them.
 */
public final class LearnedSecrets implements ConfigSource {
    private static final int BEHIND_ALL_OTHERS = 50;
    private static final Map<String, String> SECRETS = new ConcurrentHashMap<>();

    /** @param setting such as {@code my-source.secret} */
    public static void learn(String setting, String secret) {
        SECRETS.put(setting, secret);
    }

    @Override
    public Map<String, String> getProperties() {
        return Map.copyOf(SECRETS);
    }

    @Override
    public Set<String> getPropertyNames() {
        return Set.copyOf(SECRETS.keySet());
    }

    @Override
    public String getValue(String name) {
        return SECRETS.get(name);
    }

    @Override
    public String getName() {
        return "learned secrets";
    }

    @Override
    public int getOrdinal() {
        return BEHIND_ALL_OTHERS;
    }
}
