package org.ladibridge.transform;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import net.thisptr.jackson.jq.Scope;

/**
 * jq's functions that a mapping cannot use: those that jackson-jq leaves out, and those that came after jq 1.6.
 *
 * @see <a href="https://jqlang.org/manual/v1.6/">the manual of jq 1.6</a>
 */
final class ForeignFunctions {
    private static final String DATES = "place the value as it is, the bridge reads dates and times (dateOrder and zone say how)";
    private static final String INPUT = "a mapping gets one record and sees nothing beside it";
    private static final String LATER = "it came after jq 1.6";

    private static final Map<String, String> REMEDIES = remedies();

    /** A comment, a string, or a name with what stands before it. */
    private static final Pattern TOKEN = Pattern
            .compile("#[^\\n]*|\"(?:\\\\.|[^\"\\\\])*+\"|([.$@]{1,2}|\\bdef\\s+)?\\b([A-Za-z_][A-Za-z0-9_]*)");

    private static final int MOST_ARGUMENTS = 3;

    private ForeignFunctions() {
    }

    private static Map<String, String> remedies() {
        Map<String, String> remedies = new HashMap<>();
        put(remedies, DATES, "fromdate", "fromdateiso8601", "todate", "todateiso8601", "dateadd", "datesub", "date", "now",
                "strptime", "strftime", "strflocaltime", "mktime", "gmtime", "localtime");
        put(remedies, INPUT, "env", "ENV", "input", "inputs", "input_filename", "input_line_number", "__loc__", "debug",
                "stderr",
                "halt", "halt_error", "get_search_list");
        put(remedies, "write it with map, reduce or group_by", "INDEX", "GROUP_BY", "IN", "tostream", "fromstream",
                "truncate_stream");
        put(remedies, LATER + "; the bridge trims every value by itself", "trim", "ltrim", "rtrim");
        put(remedies, LATER + "; name the keys as in {a, b}", "pick");
        put(remedies, LATER, "abs", "toarray", "have_literal_numbers", "have_decnum", "trimstr", "skip");
        return Map.copyOf(remedies);
    }

    private static void put(Map<String, String> remedies, String remedy, String... names) {
        for (String name : names) {
            remedies.put(name, remedy);
        }
    }

    /** The first such function in a program, with its place and what to write instead. */
    static Optional<String> find(String program, Scope scope) {
        Set<String> defined = new HashSet<>();
        Matcher token = TOKEN.matcher(program);
        while (token.find()) {
            String name = token.group(2);
            if (name == null) {
                continue;
            }
            String before = token.group(1) == null ? "" : token.group(1).strip();
            if (before.equals("def")) {
                defined.add(name);
            } else if (REMEDIES.containsKey(name) && !defined.contains(name) && isCalled(program, token, before)
                    && !isThere(name, before, scope)) {
                return Optional.of(place(program, token.start()) + "the embedded jq has no " + before + name + "; "
                        + REMEDIES.get(name));
            }
        }
        return Optional.empty();
    }

    /** Not a key: neither {@code .input} nor {@code {input: 1}} nor {@code {input}}. */
    private static boolean isCalled(String program, Matcher token, String before) {
        if (before.startsWith("$")) {
            return token.group(2).equals("ENV") || token.group(2).equals("__loc__");
        }
        if (!before.isEmpty()) {
            return false;
        }
        String ahead = program.substring(token.end()).stripLeading();
        String behind = program.substring(0, token.start()).stripTrailing();
        boolean isFirstOfKey = behind.endsWith("{") || behind.endsWith(",");
        return !(isFirstOfKey && (ahead.startsWith(":") || ahead.startsWith(",") || ahead.startsWith("}")));
    }

    private static boolean isThere(String name, String before, Scope scope) {
        if (!before.isEmpty()) {
            return false;
        }
        for (int arguments = 0; arguments <= MOST_ARGUMENTS; arguments++) {
            if (scope.getFunction(name, arguments) != null) {
                return true;
            }
        }
        return false;
    }

    /** Where a name stands in a program; empty when it does not. */
    static String placeOf(String name, String program) {
        Matcher word = Pattern.compile("(?<![\\w.])" + Pattern.quote(name) + "\\b").matcher(program);
        return word.find() ? place(program, word.start()) : "";
    }

    static String place(String program, int at) {
        String before = program.substring(0, at);
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        return "line " + line + ", column " + (at - before.lastIndexOf('\n')) + ": ";
    }
}
