package org.ladibridge.intake;

import java.util.Locale;

/** A source does not start because something that only its operator knows is not set; the message names the variables. */
public class MissingSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * @param variables the environment variables that are wanted, as the sentence has them
     * @param because why, as the sentence goes on; empty when that is plain
     */
    public MissingSettingException(String variables, String because) {
        super("set " + variables + " to start it" + because);
    }

    /** @return the environment variable of a setting: {@code my-source.token} is {@code MY_SOURCE_TOKEN} */
    public static String variable(String setting) {
        return setting.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
