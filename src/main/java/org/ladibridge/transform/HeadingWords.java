package org.ladibridge.transform;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The words of headings: how they are compared, and which may stand around one: {@code heading-words.txt}. Immutable. */
final class HeadingWords {
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");
    /** S.Đ.T is SĐT. */
    private static final Pattern ACRONYM = Pattern.compile("(?<![\\p{L}\\p{N}])(\\p{L})\\.(?=\\p{L}(?![\\p{L}\\p{N}]))");
    /** firstName is first name, address1 is address 1. */
    private static final Pattern CAMEL = Pattern
            .compile("(?<=\\p{Ll})(?=\\p{Lu}\\p{Ll})|(?<=\\p{L})(?=\\d{1,2}(?!\\d))|(?<=\\d)(?=\\p{Lu}\\p{Ll})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");
    private static final Set<String> NUMBERED = Set.of("email", "phone");
    /** Written apart or together. */
    private static final Map<String, String> JOINED = Map.of("e mail", "email", "e mails", "email", "emails", "email",
            "linked in", "linkedin", "whats app", "whatsapp", "post code", "postcode", "zipcode", "zip code",
            "birth day", "birthday", "web site", "website");
    private static final Pattern TO_JOIN = Pattern
            .compile("(?<![^ ])(?:e mails?|emails|linked in|whats app|post code|zipcode|birth day|web site)(?![^ ])");

    private final Map<String, Set<String>> around = new HashMap<>();
    private final Map<String, Set<String>> second = new HashMap<>();
    private final Set<String> other = new HashSet<>();
    private final Set<String> another = new HashSet<>();
    private int longest;

    HeadingWords() {
        for (String line : Resource.lines("heading-words.txt")) {
            String[] parts = line.split(":", 2);
            String[] kind = parts[0].split(" ", 2);
            List<String> fields = kind.length == 1 ? List.of("") : List.of(kind[1].split(", *"));
            for (String word : parts[1].split(",")) {
                String folded = folded(word);
                longest = Math.max(longest, folded.split(" ").length);
                switch (kind[0]) {
                    case "around" -> fields.forEach(field -> around.computeIfAbsent(field, f -> new HashSet<>()).add(folded));
                    case "second" -> fields.forEach(field -> second.computeIfAbsent(field, f -> new HashSet<>()).add(folded));
                    case "other" -> other.add(folded);
                    case "another" -> another.add(folded);
                    default -> throw new IllegalStateException("heading-words.txt has a line of no kind: " + parts[0]);
                }
            }
        }
    }

    /** Lower case, without accents, one blank between words. */
    static String folded(String heading) {
        String text = Normalizer.normalize(heading, Normalizer.Form.NFKC).strip();
        // _id is LadiFlow's identifier, id is the source's.
        if (text.startsWith("_")) {
            return Fold.fold(text);
        }
        String spaced = CAMEL.matcher(ACRONYM.matcher(text).replaceAll("$1")).replaceAll(" ");
        String words = BETWEEN_WORDS.matcher(Fold.fold(spaced)).replaceAll(" ").strip();
        return TO_JOIN.matcher(words).replaceAll(match -> JOINED.get(match.group()));
    }

    int longest() {
        return longest;
    }

    boolean isAround(String words, String field) {
        return around.get("").contains(words) || around.getOrDefault(field, Set.of()).contains(words);
    }

    boolean isSecond(String words, String field) {
        return second.getOrDefault(field, Set.of()).contains(words)
                || NUMBERED.contains(field) && NUMBER.matcher(words).matches();
    }

    boolean isOther(String words) {
        return other.contains(words);
    }

    boolean isOfAnother(String folded) {
        String padded = " " + folded + " ";
        return another.stream().anyMatch(word -> padded.contains(" " + word + " "));
    }
}
