package org.ladibridge.probe;

/**
 * What LadiFlow did.
 *
 * @param answer a word for it, the same in every run; null when it was not asked or not answered
 * @param did in words
 * @param setting what the bridge is to be told because of it; null for nothing
 */
public record Finding(Question question, Fit fit, String answer, String did, Setting setting) {
    /** What the answer means for the bridge. */
    public enum Fit {
        AS_ASSUMED("as assumed"),
        /** Another answer, with which the bridge works as well. */
        COPES("no matter"),
        /** With a setting the bridge does the same. */
        SETTING("set it"),
        /** The bridge assumes something else, and has no setting for it. */
        MIND("mind this"),
        UNANSWERED("not answered");

        private final String text;

        Fit(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /**
     * A setting.
     *
     * @param property such as {@code ladiflow.website}
     */
    public record Setting(String property, String value) {
        /** As an environment variable. */
        public String variable() {
            return property.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_") + "=" + value;
        }
    }

    static Finding assumed(Question question, String answer, String did) {
        return new Finding(question, Fit.AS_ASSUMED, answer, did, null);
    }

    static Finding copes(Question question, String answer, String did) {
        return new Finding(question, Fit.COPES, answer, did, null);
    }

    static Finding mind(Question question, String answer, String did) {
        return new Finding(question, Fit.MIND, answer, did, null);
    }

    static Finding set(Question question, String answer, String did, String property, String value) {
        return new Finding(question, Fit.SETTING, answer, did, new Setting(property, value));
    }

    static Finding unanswered(Question question, String why) {
        return new Finding(question, Fit.UNANSWERED, null, why, null);
    }
}
