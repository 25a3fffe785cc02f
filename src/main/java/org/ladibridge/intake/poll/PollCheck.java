package org.ladibridge.intake.poll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.ladibridge.intake.Parameters;
import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.transform.DidYouMean;

import com.fasterxml.jackson.core.JsonProcessingException;

/** What can be said of a poll before it asks anything: its placeholders are known, and its bodies are JSON once they are filled. */
public final class PollCheck {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)}");
    /** In a body other braces belong to its own language; one that is a whole value is ours. */
    private static final Pattern WHOLE_VALUE = Pattern
            .compile("\"\\{([A-Za-z][A-Za-z0-9]*)}\"|[:,\\[]\\s*\\{([A-Za-z][A-Za-z0-9]*)}");
    private static final String ID = "1";

    private final PollSettings settings;
    private final Set<String> known;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Something to mend.
     *
     * @param file null when it is a parameter's
     */
    public record Problem(Path file, String message) {
    }

    private PollCheck(PollSettings settings) {
        this.settings = settings;
        this.known = new TreeSet<>(RequestTemplate.placeholders(settings.question()));
    }

    /**
     * @param every the pause between two runs; null when it is not given
     * @throws IllegalArgumentException when a parameter makes no sense by itself
     */
    public static List<Problem> of(PollSettings settings, String every) {
        settings.validate();
        if (every != null) {
            Parameters.duration("every", every);
        }
        PollCheck check = new PollCheck(settings);
        Question question = settings.question();
        check.placeholders("url", question.url());
        if (settings.isDatabase()) {
            SqlCaller.withoutDriver(settings.url()).ifPresent(what -> check.problems.add(new Problem(null, what)));
        }
        Map<String, Map<String, String>> pairs = new LinkedHashMap<>();
        pairs.put("query", question.query());
        pairs.put("queryWithin", question.queryWithin());
        pairs.put("headers", question.headers());
        pairs.forEach((parameter, values) -> values.values().forEach(value -> check.placeholders(parameter, value)));
        check.body("body", question.body(), Cursor.from(1).upTo(ID));
        check.body("bodyWithin", question.bodyWithin(), Cursor.from(1).inside(1, ID));
        return check.problems;
    }

    private void placeholders(String parameter, String text) {
        PLACEHOLDER.matcher(text).results().map(found -> found.group(1)).filter(name -> !known.contains(name)).distinct()
                .forEach(name -> problems.add(new Problem(null, parameter + ": {" + name + "} is no placeholder"
                        + DidYouMean.hint(name, known) + " (values can name others)")));
    }

    private void body(String parameter, String name, Cursor cursor) {
        if (name.isBlank()) {
            return;
        }
        Path file = Path.of(name);
        if (!Files.isReadable(file)) {
            problems.add(new Problem(null, parameter + ": there is no file " + name));
            return;
        }
        try {
            // Where its address is not set here, a query is known by its name.
            if (settings.isDatabase() || name.endsWith(".sql")) {
                query(file, Files.readString(file));
                return;
            }
            unknown(file, Files.readString(file));
            RequestTemplate template = new RequestTemplate(settings, Clock.systemUTC());
            for (String next : new String[]{null, "abc"}) {
                UntrustedJson.mapper().readTree(template.request(Position.start(cursor.following(next), 0)).body());
            }
        } catch (JsonProcessingException e) {
            problems.add(new Problem(file, "once its placeholders are filled it is no JSON: " + e.getOriginalMessage()
                    + "; a text stands in quotation marks, \"{since}\""));
        } catch (IOException | IllegalArgumentException e) {
            problems.add(new Problem(file, String.valueOf(e.getMessage())));
        }
    }

    private void query(Path file, String sql) {
        Set<String> found = new TreeSet<>();
        SqlCaller.placeholders(sql).filter(found::add).filter(name -> !known.contains(name))
                .forEach(
                        name -> problems.add(new Problem(file, "{" + name + "} is no placeholder" + DidYouMean.hint(name, known)
                                + " (values can name others)")));
        if (settings.paging() == PagingStyle.ID && !found.contains("lastId")) {
            problems.add(new Problem(file, "paging: id needs a condition such as id > {lastId}, and order by id"));
        }
    }

    private void unknown(Path file, String text) {
        Matcher matcher = WHOLE_VALUE.matcher(text);
        Set<String> told = new TreeSet<>();
        while (matcher.find()) {
            String name = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            if (!known.contains(name) && told.add(name)) {
                problems.add(new Problem(file, "{" + name + "} is no placeholder" + DidYouMean.hint(name, known)
                        + " (values can name others)"));
            }
        }
    }
}
