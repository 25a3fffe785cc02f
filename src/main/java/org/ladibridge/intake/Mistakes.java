package org.ladibridge.intake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** What is wrong with the parameters of one call, collected, so that its author is told all of it at once. */
public final class Mistakes {
    private final Set<Mistake> found = new LinkedHashSet<>();

    /**
     * One of them.
     *
     * @param parameter the parameter to correct; it need not be given
     * @param message says what is wrong and what to write
     */
    public record Mistake(String parameter, String message) {
    }

    public void add(String parameter, String message) {
        found.add(new Mistake(parameter, message));
    }

    public void require(boolean condition, String parameter, String otherwise) {
        if (!condition) {
            add(parameter, otherwise);
        }
    }

    /**
     * Reads a parameter; what is wrong with it is noted.
     *
     * @return what goes on being used when it cannot be read
     * @throws MissingSettingException when it wants a setting: that is no mistake of the file
     */
    public <T> T read(String parameter, Supplier<T> reading, T otherwise) {
        try {
            return reading.get();
        } catch (MissingSettingException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            add(parameter, e.getMessage());
            return otherwise;
        }
    }

    public List<Mistake> all() {
        return new ArrayList<>(found);
    }

    /**
     * @param of what the parameters belong to, such as {@code hook:shopify}
     * @throws IllegalArgumentException with every mistake, when there is one
     */
    public void throwIfAny(String of) {
        if (!found.isEmpty()) {
            throw new IllegalArgumentException(
                    of + ": " + String.join("; ", found.stream().map(Mistake::message).toList()));
        }
    }
}
