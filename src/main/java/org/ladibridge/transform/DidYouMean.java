package org.ladibridge.transform;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What to say to somebody who wrote a name that does not exist. */
public final class DidYouMean {
    private DidYouMean() {
    }

    /** How the sentence goes on: with the nearest name when one is near, otherwise with all there are. */
    public static String hint(String wrong, Collection<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        return nearest(wrong, names).map(DidYouMean::question).orElse("; there are " + String.join(", ", names));
    }

    /** How a sentence goes on that has named all there are: with the nearest name; not at all when none is near. */
    public static String suggestion(String wrong, Collection<String> names) {
        return nearest(wrong, names).map(DidYouMean::question).orElse("");
    }

    private static Optional<String> nearest(String wrong, Collection<String> names) {
        return names.stream().filter(name -> distance(wrong, name) <= 1 + name.length() / 4)
                .min(Comparator.comparingInt(name -> distance(wrong, name)));
    }

    static String question(String name) {
        return "; did you mean «" + name + "»?";
    }

    /** Insertions, deletions and replacements of letters between two names, whatever their case. */
    private static int distance(String one, String other) {
        String a = one.toLowerCase(Locale.ROOT);
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
