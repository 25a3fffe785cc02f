package org.ladibridge.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.routes.RoutesCheck.Finding;

/** What was found, each with its file and its place in it. */
final class Findings {
    private static final Pattern PLACE = Pattern.compile("line (\\d+), column (\\d+)");
    private static final Pattern PLACE_FIRST = Pattern.compile("^line \\d+, column \\d+: ");
    private static final Pattern PROGRAM = Pattern.compile("(.+?[.]jq): (?:mapping[.]jq: )?(.*)", Pattern.DOTALL);

    private final List<Finding> problems = new ArrayList<>();
    private final List<Finding> notes = new ArrayList<>();

    /** How much was known at some time. */
    record Mark(int problems, int notes) {
    }

    List<Finding> problems() {
        return problems;
    }

    List<Finding> notes() {
        return notes;
    }

    Mark mark() {
        return new Mark(problems.size(), notes.size());
    }

    boolean hasProblemsSince(Mark mark) {
        return problems.size() > mark.problems();
    }

    void forgetSince(Mark mark) {
        problems.subList(mark.problems(), problems.size()).clear();
        notes.subList(mark.notes(), notes.size()).clear();
    }

    void problem(Path file, int line, int column, String message) {
        problems.add(new Finding(file.toString(), line, column, message));
    }

    /** The message names the file that it is about, which is the route's own only when the mapping is not there. */
    void mappingProblem(Path file, RuntimeException e) {
        Matcher about = PROGRAM.matcher(Sources.reason(e));
        if (about.matches()) {
            problem(Path.of(about.group(1)), about.group(2));
        } else {
            problem(file, Sources.reason(e));
        }
    }

    void problem(Path file, String message) {
        problems.add(finding(file, message));
    }

    void note(Path file, String message) {
        notes.add(finding(file, message));
    }

    private static Finding finding(Path file, String message) {
        Matcher place = PLACE.matcher(message);
        boolean placed = place.find();
        return new Finding(file.toString(), placed ? Integer.parseInt(place.group(1)) : 1,
                placed ? Integer.parseInt(place.group(2)) : 1, PLACE_FIRST.matcher(message.strip()).replaceFirst(""));
    }
}
