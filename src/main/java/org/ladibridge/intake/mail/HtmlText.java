package org.ladibridge.intake.mail;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a reader sees of a mail in HTML, as lines; cells of a table are separated by tabs. */
final class HtmlText {
    private static final Pattern UNSEEN = Pattern
            .compile("(?is)<!--.*?(-->|\\z)|<(script|style|head|title|template)\\b.*?(</\\2\\s*>|\\z)");
    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)\\b[^>]*>|<[!?/][^>]*>");
    private static final Set<String> LINES = Set.of("br", "p", "div", "tr", "table", "tbody", "li", "ul", "ol", "h1", "h2",
            "h3", "h4", "h5",
            "h6", "hr", "dt", "dd", "blockquote", "section");
    private static final int DEEPEST = 100;
    private static final Pattern ENTITY = Pattern.compile("&(#\\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});?");
    /** From U+00A0 on, in the order of Unicode: Outlook writes accents so. */
    private static final String LATIN = "nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2"
            + " sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig"
            + " Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave"
            + " Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave"
            + " iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";
    private static final Map<String, String> NAMED = named();

    private HtmlText() {
    }

    private static Map<String, String> named() {
        Map<String, String> named = new HashMap<>(
                Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "ndash", "–",
                        "mdash", "—", "hellip", "…", "bull", "•"));
        List<String> names = List.of(LATIN.split(" "));
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), Character.toString(0xA0 + i));
        }
        return named;
    }

    static String of(String html) {
        return new HtmlText().text(UNSEEN.matcher(html).replaceAll(""));
    }

    /** What is open, the text outside of tables first, and the innermost cell last. */
    private final Deque<StringBuilder> open = new ArrayDeque<>(List.of(new StringBuilder()));

    private String text(String html) {
        Matcher tag = TAG.matcher(html);
        int end = 0;
        while (tag.find()) {
            append(html.substring(end, tag.start()));
            end = tag.end();
            if (tag.group(2) != null) {
                String name = tag.group(2).toLowerCase(Locale.ROOT);
                boolean isCell = name.equals("td") || name.equals("th");
                if (isCell && tag.group(1).isEmpty() && open.size() < DEEPEST) {
                    open.addLast(new StringBuilder());
                } else if (isCell) {
                    closeCell();
                } else if (LINES.contains(name)) {
                    open.getLast().append('\n');
                }
            }
        }
        append(html.substring(end));
        while (open.size() > 1) {
            closeCell();
        }
        return open.getLast().toString();
    }

    private void append(String text) {
        String plain = ENTITY.matcher(text.replaceAll("\\s+", " "))
                .replaceAll(found -> Matcher.quoteReplacement(entity(found.group(), found.group(1))));
        open.getLast().append(plain);
    }

    /** A cell of several lines is one value, such as an address; where lines have labels it is there for the layout. */
    private void closeCell() {
        if (open.size() == 1) {
            return;
        }
        String text = open.removeLast().toString();
        List<String> lines = Stream.of(text.split("\n")).map(String::strip).filter(line -> !line.isEmpty()).toList();
        boolean forLayout = text.contains("\t")
                || lines.size() > 1 && lines.stream().anyMatch(line -> line.matches(".*[:：].*"));
        open.getLast().append(forLayout ? "\n" + text + "\n" : String.join(", ", lines) + "\t");
    }

    private static String entity(String whole, String name) {
        if (!name.startsWith("#")) {
            return NAMED.getOrDefault(name, whole);
        }
        boolean hexadecimal = Character.toLowerCase(name.charAt(1)) == 'x';
        int point = Integer.parseInt(name.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
        return Character.isValidCodePoint(point) ? Character.toString(point) : whole;
    }
}
