package org.ladibridge;

import java.io.Serial;

import jakarta.annotation.Priority;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.Expressions;
import io.smallrye.config.Priorities;

/**
 * Takes environment variables literally: a password may hold {@code $$} or <code>${x}</code>, and only in
 * files of properties are these expressions. Runs just before expressions are expanded, and escapes what would be one.
 */
@Priority(Priorities.LIBRARY + 299)
public class LiteralEnvironment implements ConfigSourceInterceptor {
    @Serial
    private static final long serialVersionUID = 1L;
    /** The name of a setting that cannot exist. */
    private static final String NOTHING = "ladibridge.nothing";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        if (name.equals(NOTHING)) {
            return null;
        }
        ConfigValue found = context.proceed(name);
        return found != null && found.getValue() != null && EnvConfigSource.NAME.equals(found.getConfigSourceName())
                && Expressions.isEnabled() ? found.withValue(escaped(found.getValue())) : found;
    }

    /** Backslashes before a dollar are an escape, too: they become the default of an expression that has no value. */
    private static String escaped(String text) {
        return text.replace("$", "$$").replaceAll("(\\\\+)\\$\\$", "\\${" + NOTHING + ":$1}\\$\\$");
    }
}
