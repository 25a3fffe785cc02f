package org.ladibridge.delivery;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names of tags and fields, for a sentence. */
final class Names {
    private static final int MOST = 20;
    private static final int LONGEST = 100;

    private Names() {
    }

    /** {@code «VIP», «Spa»}: the first ones, and how many more there are. */
    static String of(Collection<String> names) {
        String first = names.stream().limit(MOST).map(Names::quoted).collect(Collectors.joining(", "));
        return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
    }

    private static String quoted(String name) {
        return "«" + (name.length() <= LONGEST ? name : name.substring(0, LONGEST)) + "»";
    }
}
