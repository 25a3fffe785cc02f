package org.ladibridge.transform;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

import org.ladibridge.customer.Warning;
import org.ladibridge.transform.SourceHints.NameStyle;

/**
 * Personal names. The Vietnamese family name comes first and the given name last; LadiFlow shows {@code first_name} as the whole
 * name. Every split is a heuristic, so whole names are kept whole.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Vietnamese_name">Vietnamese name</a>
 */
final class Names {
    /** @param first what LadiFlow's {@code first_name} gets */
    record Name(String first, String full) {
    }

    private static final int LONGEST = 100;
    private static final int LONGEST_PLACEHOLDER = 24;

    private final WordList familyNames = new WordList(Resource.lines("family-names.txt"));
    private final WordList honorifics = new WordList(Resource.lines("honorifics.txt"));
    private final Set<String> placeholders = new HashSet<>();

    Names() {
        Resource.lines("placeholder-names.txt").forEach(name -> placeholders.add(Fold.fold(name)));
    }

    /** Each part is cleaned text or null; {@code full} wins over the two others. */
    Value<Name> parse(String full, String first, String middle, String last, SourceHints hints) {
        String whole = real(full);
        if (whole == null) {
            whole = combine(real(first), real(middle), real(last), hints);
        }
        if (whole == null) {
            return full == null && first == null && middle == null && last == null
                    ? Value.absent()
                    : Value.leftOut(Warning.Code.PLACEHOLDER, "not a name but a placeholder");
        }
        if (hints.stripHonorifics()) {
            whole = withoutHonorific(whole);
        }
        String cut = cut(whole);
        String name = hints.titleCase() ? titleCase(cut) : cut;
        Name result = new Name(hints.names() == NameStyle.WHOLE ? name : givenName(name, hints), name);
        return cut.length() == whole.length()
                ? Value.of(result)
                : new Value<>(result, Warning.Code.TRUNCATED, "longer than " + LONGEST + " characters");
    }

    /** The commonest mistake in forms is the family name in the field for the first name. */
    private String combine(String first, String middle, String last, SourceHints hints) {
        if (first == null && last == null) {
            return middle;
        }
        boolean one = first == null || last == null || first.equalsIgnoreCase(last);
        String between = middle == null || hasWords(first, middle) || hasWords(last, middle) ? "" : middle + " ";
        if (one && between.isEmpty()) {
            return first == null ? last : first;
        }
        boolean accents = Fold.hasAccents(first == null ? "" : first) || Fold.hasAccents(last == null ? "" : last);
        boolean firstIsFamily = first != null && familyNames.contains(firstWord(first), accents);
        boolean lastIsFamily = last != null && familyNames.contains(firstWord(last), accents);
        boolean lastGoesFirst = firstIsFamily == lastIsFamily ? hints.country().equals("VN") : lastIsFamily;
        if (one) {
            return (first == null) == lastGoesFirst
                    ? (first == null ? last : first) + " " + between.strip()
                    : between + (first == null ? last : first);
        }
        return lastGoesFirst ? last + " " + between + first : first + " " + between + last;
    }

    private static boolean hasWords(String name, String words) {
        return name != null && (" " + name + " ").toLowerCase(Locale.ROOT).contains(" " + words.toLowerCase(Locale.ROOT) + " ");
    }

    private String withoutHonorific(String name) {
        int space = name.indexOf(' ');
        if (space < 0) {
            return name;
        }
        String title = name.charAt(space - 1) == '.' ? name.substring(0, space - 1) : name.substring(0, space);
        String rest = name.substring(space + 1);
        boolean accents = Fold.hasAccents(name);
        return honorifics.contains(title, accents) && familyNames.contains(firstWord(rest), accents) ? rest : name;
    }

    /** Names outside Việt Nam begin with the given name, unless they are Vietnamese. */
    private String givenName(String name, SourceHints hints) {
        boolean familyFirst = hints.country().equals("VN") || familyNames.contains(firstWord(name), Fold.hasAccents(name));
        return familyFirst ? name.substring(name.lastIndexOf(' ') + 1) : firstWord(name);
    }

    private String real(String name) {
        if (name == null || name.length() <= LONGEST_PLACEHOLDER && placeholders.contains(Fold.fold(name))) {
            return null;
        }
        return name.codePoints().anyMatch(Character::isLetterOrDigit) ? name : null;
    }

    private static String cut(String name) {
        if (name.length() <= LONGEST) {
            return name;
        }
        int space = name.lastIndexOf(' ', LONGEST);
        int end = space > 0 ? space : Character.isHighSurrogate(name.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return name.substring(0, end);
    }

    private static String titleCase(String name) {
        StringBuilder out = new StringBuilder(name.length());
        boolean start = true;
        for (int c : name.codePoints().toArray()) {
            out.appendCodePoint(start ? Character.toTitleCase(c) : Character.toLowerCase(c));
            start = c == ' ' || c == '-';
        }
        return out.toString();
    }

    private static String firstWord(String name) {
        int space = name.indexOf(' ');
        return space < 0 ? name : name.substring(0, space);
    }
}
