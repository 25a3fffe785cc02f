package org.ladibridge.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how the columns of dropped files were understood, and assigns them. */
@Command(name = "files", description = "Lists the files that wait for somebody and those that were read lately, and assigns their columns.", subcommands = {
        FilesCommand.Show.class, FilesCommand.Assign.class, FilesCommand.Assignments.class, FilesCommand.Forget.class,
        FilesCommand.Again.class, FilesCommand.Go.class}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:no file waits, or done",
                "1:a file waits for somebody to assign its columns, or to let it run",
                "2:the bridge cannot be reached, or refuses"}, footer = {
                        "",
                        "Examples:", "  ladibridge files", "  ladibridge files show csv-drop week.csv",
                        "  ladibridge files assign csv-drop week.csv 'Liên hệ=phone' 'Hạng=custom:rank' --dry-run",
                        "  ladibridge files again csv-drop week.csv", "  ladibridge files go csv-drop all-customers.csv"})
class FilesCommand implements Callable<Integer> {
    private static final String ASSIGNMENTS = "/api/files/assignments";

    @Mixin
    AdminClient bridge;

    @Override
    public Integer call() throws AdminClient.Failure {
        JsonNode files = bridge.get("/api/files");
        boolean waits = false;
        Table table = new Table(Ansi.AUTO, "source", "file", "state", "columns that became nothing", "");
        for (JsonNode file : files) {
            waits |= file.path("waits").asBoolean();
            List<String> nothing = new ArrayList<>();
            file.path("parts").forEach(part -> part.path("columns").forEach(column -> {
                if (column.path("how").asText().equals("NOTHING")) {
                    nothing.add(column.path("name").asText());
                }
            }));
            table.row(file.path("source").asText(), file.path("file").asText(),
                    state(file.path("state").asText()),
                    String.join(", ", nothing), file.path("problem").asText(""));
        }
        System.out
                .println(bridge.asJson ? files : files.isEmpty() ? "no file waits, and none was read since the start" : table);
        return waits ? 1 : 0;
    }

    private static Object state(String state) {
        return switch (state) {
            case "NEEDS_YOU" -> new Table.Coloured("needs you", Style.fg_red);
            case "STUCK" -> new Table.Coloured("stuck, tried again", Style.fg_red);
            case "NOT_READ" -> new Table.Coloured("not read", Style.fg_yellow);
            case "GOES" -> "runs within seconds";
            case "READING" -> "being read";
            default -> "read";
        };
    }

    /** A table for each part; blank for none. */
    static String columns(JsonNode parts, Ansi colours) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : parts) {
            Table table = new Table(colours, "column", "becomes", "by", "examples");
            for (JsonNode column : part.path("columns")) {
                List<String> examples = new ArrayList<>();
                column.path("examples").forEach(example -> examples.add(example.asText()));
                String how = column.path("how").asText();
                String suggestion = column.hasNonNull("suggestion")
                        ? " (looks like " + column.path("suggestion").asText() + ")"
                        : "";
                table.row(column.path("name").asText(), how.equals("NOTHING")
                        ? new Table.Coloured("nothing" + suggestion, Style.fg_yellow)
                        : column.path("field").asText("nothing"), how(how), String.join(" · ", examples));
            }
            if (parts.size() > 1) {
                text.append(part.path("part").asText()).append(':').append(System.lineSeparator());
            }
            text.append(table).append(System.lineSeparator());
            if (part.path("waits").asBoolean()) {
                text.append(
                        "No column tells an e-mail address or a phone number: such a file waits until somebody assigns its columns.")
                        .append(System.lineSeparator());
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String how(String how) {
        return switch (how) {
            case "FOUND" -> "the bridge";
            case "ASSIGNED" -> "a person";
            case "SPARE" -> "where another column has nothing";
            case "LEFT_OUT" -> "left out by a person";
            default -> "";
        };
    }

    /** Which file is meant. */
    static class Which {
        @Parameters(index = "0", paramLabel = "SOURCE", description = "Name of the source.")
        String source;

        @Parameters(index = "1", paramLabel = "FILE", description = "A file that waits in its drop folder, or was read and is in done/SOURCE.")
        String file;
    }

    /** One file. */
    @Command(name = "show", description = "Shows each column of a file with the field it becomes and masked examples.", footer = {
            "", "Example:", "  ladibridge files show csv-drop week.csv"})
    static class Show implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Mixin
        Which which;

        @Override
        public Integer call() throws AdminClient.Failure {
            JsonNode found = bridge
                    .get("/api/files?source=" + AdminClient.encode(which.source) + "&file=" + AdminClient.encode(which.file))
                    .path(0);
            System.out.print(bridge.asJson ? found + System.lineSeparator() : columns(found.path("parts"), Ansi.AUTO));
            if (!bridge.asJson && found.path("waits").asBoolean()) {
                System.out.println(found.path("problem").asText());
            }
            if (!bridge.asJson) {
                found.path("notes").forEach(note -> System.out.println("Note: " + note.asText()));
            }
            return 0;
        }
    }

    /** Says what the columns of a file are. */
    @Command(name = "assign", sortOptions = false, description = "Says what the columns of a file are. It is remembered for the source and these headings, and files that wait for it run.", footer = {
            "", "Examples:", "  ladibridge files assign csv-drop week.csv 'Liên hệ=phone' 'Người=full_name' --dry-run",
            "  ladibridge files assign csv-drop week.csv 'Liên hệ=phone' 'Hạng=custom:rank' 'Ghi chú=-'"})
    static class Assign implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Mixin
        Which which;

        @Parameters(index = "2", arity = "1..*", paramLabel = "HEADING=FIELD", description = "A column and LadiFlow's field, custom:NAME, or - to leave it out; columns that are not named stay as the bridge finds them.")
        List<String> columns;

        @Option(names = "--part", paramLabel = "NAME", description = "Which sheet or file in it is meant, where there are several.")
        String part;

        @Option(names = "--dry-run", description = "Show the first ten customers that would come of it; remember nothing.")
        boolean dryRun;

        private final ObjectMapper json = new ObjectMapper();

        @Override
        public Integer call() throws AdminClient.Failure, JsonProcessingException {
            ObjectNode request = json.createObjectNode().put("source", which.source).put("file", which.file).put("part", part)
                    .put("dryRun", dryRun);
            request.set("columns", json.valueToTree(decisions(columns)));
            JsonNode outcome = bridge.post(ASSIGNMENTS, json.writeValueAsBytes(request), "application/json");
            if (bridge.asJson) {
                System.out.println(outcome);
                return 0;
            }
            System.out.print(columns(json.createArrayNode().add(outcome), Ansi.AUTO));
            if (!dryRun) {
                System.out.println("remembered for «" + which.source + "» as " + outcome.path("headings").asText()
                        + "; files that wait for it run now, and a file that was read runs anew with files again");
                return 0;
            }
            outcome.path("customers").forEach(one -> System.out.println("row " + one.path("row").asInt() + ": "
                    + (one.path("customer").hasNonNull("payload")
                            ? one.path("customer").path("payload").toString()
                            : one.path("customer").path("reasonEn").asText())));
            if (outcome.hasNonNull("problem")) {
                throw new AdminClient.Failure(outcome.path("problem").asText());
            }
            return 0;
        }
    }

    /** A heading may contain an equals sign; the name of a field never does. */
    static Map<String, String> decisions(List<String> typed) throws AdminClient.Failure {
        Map<String, String> decisions = new LinkedHashMap<>();
        for (String decision : typed) {
            int at = decision.lastIndexOf('=');
            if (at < 1) {
                throw new AdminClient.Failure("write HEADING=FIELD, for example 'Liên hệ=phone', not «" + decision + "»");
            }
            decisions.put(decision.substring(0, at).strip(), decision.substring(at + 1).strip());
        }
        return decisions;
    }

    /** What is remembered. */
    @Command(name = "assignments", description = "Lists what people decided of columns.", footer = {"", "Example:",
            "  ladibridge files assignments"})
    static class Assignments implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Override
        public Integer call() throws AdminClient.Failure {
            JsonNode assignments = bridge.get(ASSIGNMENTS);
            Table table = new Table(Ansi.AUTO, "source", "headings", "at", "by", "columns");
            for (JsonNode assignment : assignments) {
                List<String> columns = new ArrayList<>();
                assignment.path("columns").forEach(column -> columns.add(column.path("heading").asText()
                        + (column.path("target").asText().isEmpty() ? "" : "=" + column.path("target").asText())));
                table.row(assignment.path("source").asText(), assignment.path("headings").asText(),
                        assignment.path("at").asText(),
                        assignment.path("by").asText(), String.join(", ", columns));
            }
            System.out.println(bridge.asJson ? assignments : table);
            return 0;
        }
    }

    /** Forgets one. */
    @Command(name = "forget", description = "Forgets what was decided for a set of headings; files with them are read as the bridge finds them, or wait.", footer = {
            "", "Example:", "  ladibridge files forget csv-drop 3f2a9c0d1b4e5f67"})
    static class Forget implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Parameters(index = "0", paramLabel = "SOURCE", description = "Name of the source.")
        String source;

        @Parameters(index = "1", paramLabel = "HEADINGS", description = "As «files assignments» shows it.")
        String headings;

        @Override
        public Integer call() throws AdminClient.Failure {
            JsonNode done = bridge.delete(ASSIGNMENTS + "/" + AdminClient.encode(source) + "/" + AdminClient.encode(headings));
            System.out.println(bridge.asJson ? done : "forgotten");
            return 0;
        }
    }

    /** Lets a file run. */
    @Command(name = "go", description = "Lets a file run that waits because of how many changes it brings (LADIFLOW_BACKFILL_ASKS).", footer = {
            "",
            "Example:", "  ladibridge files go csv-drop all-customers.csv"})
    static class Go implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Mixin
        Which which;

        private final ObjectMapper json = new ObjectMapper();

        @Override
        public Integer call() throws AdminClient.Failure, JsonProcessingException {
            JsonNode done = bridge.post("/api/files/go",
                    json.writeValueAsBytes(json.createObjectNode().put("source", which.source).put("file", which.file)),
                    "application/json");
            System.out.println(bridge.asJson ? done : "it runs within seconds");
            return 0;
        }
    }

    /** Reads a file once more. */
    @Command(name = "again", description = "Puts a file that was read back into its drop folder, to be read as its columns are assigned now. Rows that come out as before are duplicates; the others go out.", footer = {
            "", "Example:", "  ladibridge files again csv-drop week.csv"})
    static class Again implements Callable<Integer> {
        @Mixin
        AdminClient bridge;

        @Mixin
        Which which;

        private final ObjectMapper json = new ObjectMapper();

        @Override
        public Integer call() throws AdminClient.Failure, JsonProcessingException {
            JsonNode done = bridge.post("/api/files/again",
                    json.writeValueAsBytes(json.createObjectNode().put("source", which.source).put("file", which.file)),
                    "application/json");
            System.out.println(bridge.asJson ? done : "«" + which.file + "» is in the drop folder again");
            return 0;
        }
    }
}
