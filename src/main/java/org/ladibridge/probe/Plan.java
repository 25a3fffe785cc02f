package org.ladibridge.probe;

import java.util.List;

/**
 * What a person allows.
 *
 * @param email of the throw-away customer; null when nothing is looked up by e-mail or written
 * @param second another address that nobody has, for a second throw-away customer; null = what happens to an address that is taken
 *        stays open
 * @param phone its number, {@code 0…}; null = questions about phones stay open
 * @param readOnly whether nothing may be written
 * @param customFields two text fields that LadiFlow knows; fewer = how they are merged stays open
 * @param burst calls a second that may be tried; 0 = none
 * @param rate calls a second that the bridge makes now; 0 = no limit
 */
public record Plan(String email, String second, String phone, boolean readOnly, List<String> customFields, int burst,
        int rate) {
    /** Tags are never deleted again, so there are always the same two. */
    static final List<String> TAGS = List.of("ladibridge-probe-1", "ladibridge-probe-2");
    /** By it a customer of an earlier probe is known again. */
    static final String SOURCE = "LadiBridge probe";

    /** What it will do, before it is done. */
    public List<String> told() {
        String loads = burst == 0 ? "" : " and " + burst + " look-ups within one second";
        if (readOnly) {
            return List.of("It asks with about 20 look-ups" + loads + ", and one call with a wrong key. Nothing is written.");
        }
        return List.of("It makes about 60 calls" + loads + ", one of them with a wrong key.",
                "It makes the customer " + email + (phone == null ? "" : ", " + phone)
                        + (second == null ? "" : ", and " + second + ",") + " in LadiFlow, or uses what an earlier "
                        + "probe made, and changes it about 25 times. Automation that starts for new or changed customers starts for it.",
                "It makes the tags " + String.join(" and ", TAGS) + ", and a third one where tags of an update are added.",
                "None of this can be undone by LadiFlow's API, which deletes nothing: remove the customer and the tags by hand, in LadiFlow.");
    }
}
