package org.ladibridge.intake.poll;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.ladibridge.intake.LearnedSource;
import org.ladibridge.intake.LearnedSource.Trial;
import org.ladibridge.intake.poll.PollLearning.Learned;
import org.ladibridge.transform.MappingProposal;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The folder of a poll that was learned.
 *
 * @param proposal where each field is taken from
 * @param trial what the sample becomes
 * @param files by their names in the folder
 */
public record LearnedPoll(MappingProposal proposal, Trial trial, Map<String, String> files) {
    /** What each way of paging promises, as docs/adding-a-source.md has it. */
    private static final Map<String, String> PROMISES = Map.of(
            "time",
            "Nobody is missed, whatever is changed or deleted while it is read; a list that stops ascending by time is told.",
            "id", "Nobody is missed, whatever is changed or deleted while it is read; ids that do not ascend are told.",
            "offset",
            "Nobody is missed as long as rows that do not change keep their order; each page asks for the last row of the one"
                    + " before once more, and where it is not there the reading goes back.",
            "page",
            "As by offset, by asking for the page before once more; only a row that moves to and fro between three requests can be"
                    + " missed.",
            "cursor",
            "As much as the API's cursor does. If it is a row number in disguise, rows are skipped when others are deleted.",
            "link", "As much as the API's link does. If it counts rows or pages, rows are skipped when others are deleted.",
            "link-header",
            "As much as the API's link does. If it counts rows or pages, rows are skipped when others are deleted.",
            "none", "Everything, each time.");
    private static final java.util.regex.Pattern DELETED = java.util.regex.Pattern
            .compile("(is)?(deleted|archived|active|removed|trashed|deletedat)");

    /**
     * @param access parameters of {@code kamelet:poll-source} that prove who asks, with settings in the place of secrets
     * @param variables that have to be set when the bridge starts
     * @param transform what a record becomes by a program
     */
    public static LearnedPoll of(String name, Learned learned, Map<String, String> access, List<String> variables,
            BiFunction<String, JsonNode, List<Transformed>> transform) {
        LearnedSource source = new LearnedSource(transform);
        MappingProposal proposal = MappingProposal.ofRows(learned.rows(), keys(learned.id()), name);
        JsonNode row = learned.rows().stream()
                .max(java.util.Comparator.comparingInt(each -> fields(source.trials(proposal, List.of(each)).get(0))))
                .orElseThrow();
        Map<String, String> files = new LinkedHashMap<>();
        files.put(name + ".camel.yaml",
                LearnedSource.route(name, "poll-source", parameters(name, learned.parameters(), access), Map.of()));
        if (learned.parameters().containsKey("body")) {
            files.put("request.json", learned.parameters().get("body"));
        }
        if (learned.parameters().containsKey("bodyWithin")) {
            files.put("request-within.json", learned.parameters().get("bodyWithin"));
        }
        files.putAll(source.samples(proposal, row));
        files.put("README.md", readme(name, learned, variables));
        return new LearnedPoll(proposal, source.trials(proposal, List.of(row)).get(0), files);
    }

    private static int fields(Trial trial) {
        return trial.payload() == null ? 0 : trial.payload().size();
    }

    private static List<String> keys(JsonPointer pointer) {
        List<String> keys = new ArrayList<>();
        for (JsonPointer rest = pointer; !rest.matches(); rest = rest.tail()) {
            keys.add(rest.getMatchingProperty());
        }
        return keys;
    }

    private static Map<String, String> parameters(String name, Map<String, String> learned, Map<String, String> access) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("name", name);
        String url = learned.get("url");
        int path = url.indexOf('/', url.indexOf("://") + 3);
        String base = path < 0 ? url : url.substring(0, path);
        parameters.put("url", raw("{{" + name + ".url:" + base + "}}" + (path < 0 ? "" : url.substring(path))));
        for (String each : List.of("query", "queryWithin")) {
            if (learned.containsKey(each)) {
                parameters.put(each, "RAW(" + learned.get(each) + ")");
            }
        }
        parameters.putAll(access);
        learned.forEach((parameter, value) -> {
            if (parameter.startsWith("body")) {
                parameters.put(parameter,
                        "{{bridge.routes}}/" + name + (parameter.equals("body") ? "/request.json" : "/request-within.json"));
            } else if (!parameter.equals("id") || !value.equals("/id")) {
                parameters.putIfAbsent(parameter, value);
            }
        });
        // What a route does not say has these values; who asks an unknown API asks slowly.
        Map.of("paging", "time", "sinceFormat", "millis")
                .forEach((parameter, byDefault) -> parameters.remove(parameter, byDefault));
        if (!learned.values().stream().anyMatch(value -> value.contains("{since}"))) {
            parameters.remove("sinceFormat");
        }
        parameters.put("rate", "2");
        return parameters;
    }

    /** Camel would decode what an address has encoded, and part it at its own signs. */
    private static String raw(String url) {
        return url.matches(".*[?&%+].*") ? "RAW(" + url + ")" : url;
    }

    private static String readme(String name, Learned learned, List<String> variables) {
        String paging = learned.parameters().get("paging");
        StringBuilder readme = new StringBuilder(
                """
                    # %1$s

                    Asks a list for what changed, every five minutes (`%2$s_EVERY`); its address is `%2$s_URL`. %3$s
                    Learned from the API's own answers: `mapping.jq` says where each value goes, `samples/` holds a row with other names and
                    numbers, and what becomes of it. `./ladibridge routes check %1$s` checks both.

                    What was seen:

                    """.formatted(
                        name, org.ladibridge.intake.MissingSettingException.variable(name),
                        variables.isEmpty()
                                ? ""
                                : "Set `" + String.join("` and `", variables) + "` before the bridge starts."));
        learned.proved().forEach(sentence -> readme.append("- ").append(sentence).append('\n'));
        readme.append("\nWhat `paging: ").append(paging).append("` promises: ").append(PROMISES.get(paging)).append('\n');
        readme.append("\nWhat to look for in the API's documentation:\n\n");
        questions(learned).forEach(sentence -> readme.append("- ").append(sentence).append('\n'));
        readme.append(
                "\n[Which paging, and what it promises](../../docs/adding-a-source.md#which-paging-and-what-it-promises) has the others.\n");
        return readme.toString();
    }

    /** What was not seen, and what no answer shows. */
    public static List<String> questions(Learned learned) {
        List<String> questions = new ArrayList<>(learned.unsure());
        List<String> flags = learned.rows().stream().flatMap(row -> row.properties().stream()).map(Map.Entry::getKey)
                .filter(key -> DELETED.matcher(ListRequest.plain(key)).matches()).distinct().toList();
        questions.add(flags.isEmpty()
                ? "Does the list leave out who was deleted or merged? The bridge deletes nobody in LadiFlow, and does not see them here."
                : "Rows have «" + String.join("», «", flags)
                        + "»: let `mapping.jq` answer `empty` for those that are no customers any more"
                        + " (`if ." + flags.get(0) + " == … then empty else … end`).");
        questions.add("How many requests does the API allow? `rate: 2` is two a second.");
        return questions;
    }
}
