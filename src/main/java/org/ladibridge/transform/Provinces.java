package org.ladibridge.transform;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the provinces of before July 2025 became. One old province has one successor; old districts and wards have none that could
 * be told without the street, so they stay as they are.
 *
 * @see <a href="https://vnexpress.net/quoc-hoi-chot-ca-nuoc-con-34-tinh-thanh-pho-4897740.html">the 34 provinces and cities</a>
 */
final class Provinces {
    private static final int LONGEST = 60;
    private static final Pattern PUNCTUATION = Pattern.compile("[^a-z0-9]+");
    private static final List<String> PREFIXES = List.of("tinh ", "thanh pho ", "tp ");

    private final Map<String, String> successors = new HashMap<>();

    Provinces() {
        for (String line : Resource.lines("provinces.txt")) {
            String[] columns = line.split("\\|");
            String successor = columns[1].strip();
            successors.put(key(columns[0]), successor);
            if (columns.length > 2) {
                for (String alias : columns[2].split(",")) {
                    successors.put(key(alias), successor);
                }
            }
        }
    }

    /** Today's name of a province; the text itself when it names none. */
    String today(String city) {
        return city.length() > LONGEST ? city : successors.getOrDefault(key(city), city);
    }

    private static String key(String name) {
        String key = PUNCTUATION.matcher(Fold.fold(name)).replaceAll(" ").strip();
        for (String prefix : PREFIXES) {
            if (key.startsWith(prefix)) {
                return key.substring(prefix.length());
            }
        }
        return key;
    }
}
