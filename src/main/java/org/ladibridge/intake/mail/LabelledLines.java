package org.ladibridge.intake.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.ladibridge.transform.Headings;
import org.ladibridge.transform.Nfc;

/**
 * A text of lines such as {@code Họ tên: Trần Thị Bình}, as forms and portals mail them. The value may stand on the next line, and in a
 * table in the next cell.
 */
final class LabelledLines {
    private static final Headings HEADINGS = new Headings();
    private static final Pattern LABELLED = Pattern.compile("([^:：]{1,80}?)\\s*[:：](?!//)\\s*(.*)");
    private static final Pattern NO_LABEL = Pattern.compile("(?i)[\\d\\s.,-]*|https?|mailto|tel|.*[?!]");
    private static final Pattern BULLET = Pattern.compile("^[*•·▪►-]+\\s+");
    private static final Pattern EMPHASIS = Pattern.compile("^([*_]{1,2})([^*_]+)\\1");
    /** As Outlook writes addresses into the plain text: {@code a@example.vn<mailto:a@example.vn>}. */
    private static final Pattern LINK = Pattern.compile("\\s*<(mailto|tel|https?):[^>]*>");
    private static final int LONGEST_HEADING = 60;

    private final Map<String, String> fields = new LinkedHashMap<>();
    /** A label whose value may stand on the next line. */
    private String open;

    private LabelledLines() {
    }

    /** Label, in lower case, to value, in their order; of a label that comes again the first value counts. */
    static Map<String, String> of(String text) {
        LabelledLines lines = new LabelledLines();
        for (String line : text.split("\\R")) {
            if (line.strip().equals("--")) {
                break; // what follows is a signature
            }
            if (!line.startsWith(">")) {
                lines.take(line);
            }
        }
        return lines.fields;
    }

    /** How many of these say something of a customer. */
    static long known(Map<String, String> fields) {
        return fields.keySet().stream().filter(label -> HEADINGS.field(label).isPresent()).count();
    }

    private void take(String raw) {
        List<String> cells = new ArrayList<>();
        Stream.of(raw.split("\t")).map(LabelledLines::cleaned).filter(cell -> !cell.isEmpty()).forEach(cells::add);
        if (cells.size() == 2) {
            put(cells.get(0).replaceFirst("\\s*[:：]$", ""), cells.get(1));
            open = null;
        } else if (!cells.isEmpty()) {
            line(String.join(" ", cells));
        }
    }

    private void line(String line) {
        Matcher labelled = LABELLED.matcher(line);
        boolean isLabelled = labelled.matches() && !NO_LABEL.matcher(labelled.group(1)).matches();
        if (isLabelled && labelled.group(2).isEmpty()) {
            open = labelled.group(1);
        } else if (isLabelled
                && (open == null || HEADINGS.field(labelled.group(1)).isPresent() || HEADINGS.field(open).isEmpty())) {
            put(labelled.group(1), labelled.group(2));
            open = null;
        } else if (open != null) {
            put(open, line);
            open = null;
        } else if (line.length() <= LONGEST_HEADING && HEADINGS.field(line).isPresent()) {
            open = line;
        }
    }

    private void put(String label, String value) {
        fields.putIfAbsent(label.toLowerCase(Locale.ROOT), value);
    }

    private static String cleaned(String text) {
        String plain = LINK.matcher(Nfc.of(text)).replaceAll("").replaceAll("[\\p{Z}\\s]+", " ").replaceAll("\\p{Cf}", "")
                .strip();
        return EMPHASIS.matcher(BULLET.matcher(plain).replaceFirst("")).replaceFirst("$2").strip();
    }
}
