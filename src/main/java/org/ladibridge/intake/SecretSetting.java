package org.ladibridge.intake;

import java.util.Optional;

import org.eclipse.microprofile.config.ConfigProvider;

/**
 * A secret by the name of its setting. Camel is given the name, and the one who needs the secret looks it up: in an address or a
 * placeholder some of its characters would mean something, and everybody could read it there.
 */
public final class SecretSetting {
    private static final String PREFIX = "setting:";

    private SecretSetting() {
    }

    /** What Camel is given instead of the secret. */
    public static String reference(String setting) {
        return PREFIX + setting;
    }

    /**
     * @param text what {@link #reference} made, or the secret itself
     * @return the secret; empty when it is not set
     */
    public static String secret(String text) {
        return text != null && text.startsWith(PREFIX) ? find(text.substring(PREFIX.length())).orElse("") : text;
    }

    /** The setting's name; empty when the text is the secret itself. */
    public static Optional<String> nameOf(String text) {
        return text.startsWith(PREFIX) ? Optional.of(text.substring(PREFIX.length())) : Optional.empty();
    }

    /** The setting as the operator wrote it; empty when it is not set, or blank. */
    public static Optional<String> find(String setting) {
        return ConfigProvider.getConfig().getOptionalValue(setting, String.class).filter(value -> !value.isBlank());
    }
}
