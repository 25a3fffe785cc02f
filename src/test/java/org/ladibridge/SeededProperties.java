package org.ladibridge;

import java.util.Random;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives every property without a seed of its own the same one, so that a build that was green stays green until something is
 * changed. {@code -Dtest.seed=random} looks for something new, {@code -Dtest.seed=N} repeats what was found.
 */
public final class SeededProperties implements AroundPropertyHook {
    private static final String DEFAULT = "20261130";

    /** @return the seed of this build */
    public static long seed() {
        String seed = System.getProperty("test.seed", DEFAULT);
        return seed.equals("random") ? new Random().nextLong() : Long.parseLong(seed);
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        if (context.attributes().seed().isEmpty()) {
            context.attributes().setSeed(Long.toString(seed()));
        }
        return property.execute();
    }

    @Override
    public PropagationMode propagateTo() {
        return PropagationMode.ALL_DESCENDANTS;
    }

    @Override
    public int aroundPropertyProximity() {
        return -100;
    }
}
