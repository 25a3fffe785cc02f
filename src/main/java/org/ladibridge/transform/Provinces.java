package org.ladibridge.transform;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

    /** What a shop or a plug-in has for a key: HO-CHI-MINH, SG, VN-SG, 79. Longer words of capitals are names that somebody typed. */
    private static final Pattern CODE = Pattern
            .compile("[A-Z]{1,4}|\\d{1,5}|(?=.*[-_\\d])[A-Z0-9]+(?:[-_][A-Z0-9]+)*|(?i:vn)[-_]\\w{1,3}");
    /** Codes of the statistical office that mean the successor since July 2025. */
    private static final Set<String> MEAN_THE_SUCCESSOR = Set.of("15", "24", "44", "52", "80", "82", "91");

    private final Map<String, String> successors = new HashMap<>();
    private final Map<String, String> byCode = new HashMap<>();
    private final Map<String, String> bySquashedName = new HashMap<>();

    Provinces() {
        for (String line : Resource.lines("provinces.txt")) {
            String[] columns = line.split("\\|");
            String name = columns[0].strip();
            String successor = columns[1].strip();
            successors.put(key(name), successor);
            bySquashedName.put(squashed(name), name);
            for (String alias : columns.length > 2 ? columns[2].split(",") : new String[0]) {
                if (!alias.isBlank()) {
                    successors.put(key(alias), successor);
                    bySquashedName.putIfAbsent(squashed(alias), name);
                }
            }
            for (String code : columns.length > 3 ? columns[3].strip().split(" ") : new String[0]) {
                byCode.put(code, MEAN_THE_SUCCESSOR.contains(code) ? successor : name);
            }
        }
    }

    /** Today's name of a province; the text itself when it names none. */
    String today(String city) {
        return city.length() > LONGEST ? city : successors.getOrDefault(key(city), city);
    }

    /** Whether it is a key or code and no name. */
    static boolean isCode(String city) {
        return city.length() <= LONGEST && CODE.matcher(city).matches();
    }

    /** The province of a key or code; null when nobody knows it. */
    String ofCode(String code) {
        String upper = code.toUpperCase(Locale.ROOT).replace('_', '-');
        String name = byCode.get(upper);
        return name == null ? bySquashedName.get(squashed(upper.startsWith("VN-") ? upper.substring(3) : upper)) : name;
    }

    /** The province of a name in capitals without blanks, such as HANOI; null when it is none. */
    String ofCapitals(String name) {
        return name.length() <= LONGEST && name.matches("[A-Z]{5,}") ? bySquashedName.get(squashed(name)) : null;
    }

    private static String squashed(String name) {
        return key(name).replace(" ", "");
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
