package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.cli.LadiBridgeCommand;
import org.ladibridge.intake.SourceSentences;
import org.ladibridge.routes.RoutesCheck.Report;

/** What an engineer is told of the folder of the sources before a bridge runs. */
class RoutesCheckTest {
    private static final String ROUTE = """
        - route:
            id: form
            from:
              uri: kamelet:webhook-source
              parameters:
                path: form
                verify: token
                secret: "{{form.token}}"
                unwrap: data
              steps:
                - to:
                    uri: kamelet:ladiflow-sink
                    parameters:
                      source: form
                      dateOrder: dmy
        """;
    private static final String MAPPING = """
        {
          email: .mail,
          phone: .tel,
          dob: .born
        }
        """;
    private static final String SAMPLE = """
        {"type": "signup", "data": {"mail": "Mai@Example.vn", "tel": "0912 345 678", "born": "5/9/1992"}}
        """;
    private static final String EXPECTED = """
        {
          "email": "mai@example.vn",
          "phone": "0912345678",
          "dob": "1992-09-05"
        }
        """;

    @TempDir
    Path routes;

    @BeforeEach
    void aSourceThatIsRight() throws IOException {
        Path kamelets = Files.createDirectory(routes.resolve("kamelets"));
        try (Stream<Path> files = Files.list(Path.of("routes/kamelets"))) {
            for (Path file : files.toList()) {
                Files.copy(file, kamelets.resolve(file.getFileName()));
            }
        }
        write("form/form.camel.yaml", ROUTE);
        write("form/mapping.jq", MAPPING);
        write("form/samples/mai.json", SAMPLE);
        write("form/samples/mai.expected.json", EXPECTED);
    }

    private void write(String file, String content) throws IOException {
        Files.createDirectories(routes.resolve(file).getParent());
        Files.writeString(routes.resolve(file), content);
    }

    private void replace(String file, String before, String after) throws IOException {
        String content = Files.readString(routes.resolve(file));
        assertTrue(content.contains(before), content);
        Files.writeString(routes.resolve(file), content.replace(before, after));
    }

    private List<String> problems(String... sources) {
        return texts(RoutesCheck.of(routes, List.of(sources)).problems());
    }

    private List<String> texts(List<RoutesCheck.Finding> findings) {
        return findings.stream().map(finding -> finding.toString().substring(routes.toString().length() + 1)).toList();
    }

    @Test
    void whatIsRightHasNothingToMendAndASecretThatIsNotSetHereIsOnlyNoted() {
        Report report = RoutesCheck.of(routes, List.of());
        assertEquals(List.of(), report.problems());
        assertEquals(List.of("form/form.camel.yaml:1: not set here: FORM_TOKEN"), texts(report.notes()));
        assertEquals(1, report.sources());
        assertEquals(1, report.samples());
    }

    @Test
    void everyShippedSourceIsRight() {
        Report report = RoutesCheck.of(Path.of("routes"), List.of());
        assertEquals(List.of(), report.problems());
        assertTrue(report.notes().stream().noneMatch(note -> note.toString().contains("empty text")),
                report.notes().toString());
        assertTrue(report.samples() >= report.sources(), report.samples() + " samples");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webhook", "file", "poll", "sql", "outcome"})
    void aNewSourceForWhichNothingIsSetYetHasNotesAndNoProblems(String kind) throws Exception {
        newSource(kind, "crm-" + kind);
        Report report = RoutesCheck.of(routes, List.of("crm-" + kind));
        assertEquals(List.of(), report.problems());
        assertEquals(kind.equals("file"), report.notes().isEmpty(), report.notes().toString());
    }

    @ParameterizedTest
    @CsvSource({"kafka, kafka, camel-kafka", "s3, aws2-s3, camel-aws2-s3", "mail, imaps, camel-mail"})
    void aNewSourceWhoseComponentIsNotInTheBridgeIsToldToAddIt(String kind, String component, String artifact)
            throws Exception {
        newSource(kind, "crm");
        List<String> problems = problems("crm");
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).endsWith(": there is no component «" + component
                + "» in the bridge; add it with ./ladibridge components add " + artifact), problems.toString());
    }

    @Test
    void aSecondRouteThatTakesTheOutcomesIsNamed() throws Exception {
        newSource("outcome", "crm");
        newSource("outcome", "erp");
        assertEquals(List.of(), problems("crm"));
        assertEquals(List.of("erp/erp.camel.yaml:6: crm takes the outcomes already; one route takes them"), problems("erp"));
    }

    /** As the command writes it. */
    private void newSource(String kind, String name) {
        assertEquals(0, LadiBridgeCommand.commandLine().execute("new-source", kind, name, "--routes",
                routes.toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        form/form.camel.yaml ~ verify: token ~ verfy: token ~ form/form.camel.yaml:4: kamelet:webhook-source needs the parameter «verify»
        form/form.camel.yaml ~ unwrap: data ~ unwarp: data ~ form/form.camel.yaml:9: kamelet:webhook-source has no parameter «unwarp»; did you mean «unwrap»?
        form/form.camel.yaml ~ webhook-source ~ webhok-source ~ form/form.camel.yaml:4: there is no kamelet «webhok-source»; did you mean «webhook-source»?
        form/form.camel.yaml ~ dateOrder: dmy ~ dateOrder: english ~ form/form.camel.yaml:15: dateOrder takes one of dmy, mdy, ymd, unknown, not «english»
        form/form.camel.yaml ~ dateOrder: dmy ~ titleCase: maybe ~ form/form.camel.yaml:15: titleCase takes true or false, not «maybe»
        form/form.camel.yaml ~ dateOrder: dmy ~ zone: Mars ~ form/form.camel.yaml:15: zone takes a name such as Asia/Ho_Chi_Minh, not «Mars»
        form/form.camel.yaml ~ dateOrder: dmy ~ eventIdAt: id ~ form/form.camel.yaml:15: eventIdAt takes JSON pointers such as /meta/id, not «id»
        form/form.camel.yaml ~ verify: token ~ verify: hmac-body, algorithm: md5 ~ form/form.camel.yaml:7: it is not YAML
        form/form.camel.yaml ~ unwrap: data ~ answer: 404 ~ form/form.camel.yaml:9: answer takes an HTTP status of success such as 200, not «404»
        form/form.camel.yaml ~ steps: ~ stpes: ~ form/form.camel.yaml:10: Camel does not know the key «stpes» here; did you mean «steps»?
        form/form.camel.yaml ~ - to: ~ - too: ~ form/form.camel.yaml:11: Camel does not know the key «too» here; did you mean «to»?
        form/form.camel.yaml ~ parameters: ~ parameters ~ form/form.camel.yaml:6: it is not YAML
        form/mapping.jq ~ .mail, ~ .mail ~ form/mapping.jq:3: Encountered
        form/mapping.jq ~ .born ~ (.born | trimm) ~ form/mapping.jq:4: Function trimm/0 does not exist; define or correct it
        form/mapping.jq ~ .born ~ (.born | todate) ~ form/mapping.jq:4: the embedded jq has no todate; place the value as it is
        form/samples/mai.expected.json ~ 09-05 ~ 05-09 ~ form/samples/mai.expected.json:4: dob becomes "1992-09-05", not "1992-05-09" as expected
        form/samples/mai.expected.json ~ ,\\n  "dob": "1992-09-05" ~ '' ~ form/samples/mai.expected.json:1: dob becomes "1992-09-05", not nothing as expected
        form/samples/mai.expected.json ~ "dob" ~ "city" ~ form/samples/mai.expected.json:4: city becomes nothing, not "1992-09-05" as expected
        form/samples/mai.expected.json ~ }\\n ~ ,\\n ~ form/samples/mai.expected.json:6: it is not JSON
        form/samples/mai.json ~ Mai@Example.vn", "tel": "0912 345 678 ~ nobody ~ form/samples/mai.expected.json:1: 1 customer is expected, and the sample becomes 0; rejected with
        form/samples/mai.json ~ }} ~ } ~ form/samples/mai.json:2: it cannot be read as the bridge would: the body is not JSON
        """)
    void aMistakeIsNamedWithItsFileItsLineAndTheRemedy(String file, String right, String wrong, String problem)
            throws Exception {
        replace(file, right.replace("\\n", "\n"), wrong.replace("\\n", "\n"));
        List<String> problems = problems();
        assertTrue(problems.stream().anyMatch(found -> found.startsWith(problem)), problems.toString());
    }

    @Test
    void aSampleThatSaysNotWhatItBecomesIsShownIt() throws Exception {
        Files.delete(routes.resolve("form/samples/mai.expected.json"));
        String problem = problems().get(0);
        assertTrue(problem.startsWith("form/samples/mai.json:1: nothing says what it has to become."), problem);
        assertTrue(problem.contains("\"phone\" : \"0912345678\""), problem);
    }

    @Test
    void aSourceWithoutAMappingOrWithoutARouteIsNamed() throws Exception {
        Files.delete(routes.resolve("form/mapping.jq"));
        write("lost/mapping.jq", "{}");
        List<String> problems = problems();
        assertTrue(problems.get(0).contains("every source folder needs one"), problems.toString());
        assertEquals("lost/mapping.jq:1: the folder has no route file; write lost.camel.yaml, or let its name begin with _",
                problems.get(1));
    }

    @Test
    void idsAndPathsThatTwoSourcesShareAreNamed() throws Exception {
        write("other/other.camel.yaml", ROUTE);
        assertEquals(List.of("other/other.camel.yaml:2: the route id «form» is taken by form/form.camel.yaml; ids must differ",
                "other/other.camel.yaml:6: the path /hooks/form is taken by form/form.camel.yaml; paths must differ",
                "other/other.camel.yaml:14: source «form» is that of form/form.camel.yaml; write «other»"),
                problems("other"));
    }

    @Test
    void aCopiedPollThatKeepsTheNameOfTheOtherIsNamedWhicheverIsReadFirst() throws Exception {
        String poll = """
            - route:
                id: %s
                from:
                  uri: kamelet:poll-source
                  parameters:
                    name: %s
                    url: http://localhost:9/customers
                    auth: none
                    paging: page
                  steps:
                    - to: { uri: kamelet:ladiflow-sink, parameters: { source: %s } }
            """;
        for (String source : List.of("poll", "a-copy", "z-copy")) {
            write(source + "/" + source + ".camel.yaml", poll.formatted(source, "poll", source));
            write(source + "/mapping.jq", MAPPING);
        }
        assertEquals(List.of("a-copy/a-copy.camel.yaml:6: name «poll» is that of poll/poll.camel.yaml; write «a-copy»",
                "z-copy/z-copy.camel.yaml:6: name «poll» is that of poll/poll.camel.yaml; write «z-copy»"), problems());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        limit: 100           ~
        every: 5 minutes     ~ crm/crm.camel.yaml:10: every takes a duration such as 30s, 5m or 1h, not «5 minutes»
        overlap: a while     ~ crm/crm.camel.yaml:10: overlap takes a duration such as 30s, 5m or 1h, not «a while»
        order: "{{crm.order:updatde}}" ~ crm/crm.camel.yaml:10: order takes one of updated, none, not «updatde»; did you mean «updated»?
        lastPage: shrt       ~ crm/crm.camel.yaml:10: lastPage takes one of short, empty, a JSON pointer such as /has_more, not «shrt»; did you mean «short»?
        updated: time        ~ crm/crm.camel.yaml:10: updated takes a JSON pointer such as /data/items, not «time»
        sinceFormat: yyyy-QQ-bb ~ crm/crm.camel.yaml:10: sinceFormat takes millis, seconds, iso, local or a pattern such as yyyy-MM-dd HH:mm:ss, not «yyyy-QQ-bb»
        query: "RAW(from={sinse}&n={limit})" ~ crm/crm.camel.yaml:10: query: {sinse} is no placeholder; did you mean «since»? (values can name others)
        values: "RAW(sinse=1)" ~
        body: nowhere.json   ~ crm/crm.camel.yaml:10: body: there is no file nowhere.json
        body: "{{bridge.routes}}/crm/good.json" ~
        body: "{{bridge.routes}}/crm/quotes.json" ~ crm/quotes.json:1: once its placeholders are filled it is no JSON: Unrecognized token
        body: "{{bridge.routes}}/crm/unknown.json" ~ crm/unknown.json:1: {curser} is no placeholder; did you mean «cursor»? (values can name others)
        """)
    void whatAPollWouldStumbleOverIsFoundBeforeItRuns(String parameter, String problem) throws Exception {
        write("crm/crm.camel.yaml", """
            - route:
                id: crm
                from:
                  uri: kamelet:poll-source
                  parameters:
                    name: crm
                    url: http://localhost:9/customers
                    auth: none
                    paging: page
                    %s
                  steps:
                    - to: { uri: kamelet:ladiflow-sink, parameters: { source: crm } }
            """.formatted(parameter));
        write("crm/mapping.jq", MAPPING);
        write("crm/good.json",
                "{\"since\": \"{since}\", \"n\": {limit}, \"after\": \"{cursor}\", \"q\": \"{ customers { id } }\"}");
        write("crm/quotes.json", "{\"since\": x{since}, \"n\": {limit}}");
        write("crm/unknown.json", "{\"after\": \"{curser}\", \"n\": {limit}}");
        List<String> found = problems("crm");
        assertEquals(problem == null ? 0 : 1, found.size(), found.toString());
        assertTrue(problem == null || found.get(0).startsWith(problem), found.toString());
    }

    @Test
    void aCharsetThatThereIsNotIsNamed() throws Exception {
        String drop = """
            - route:
                id: drop
                from:
                  uri: kamelet:file-source
                  parameters:
                    name: drop
                    charset: %s
                  steps:
                    - to: { uri: kamelet:ladiflow-sink, parameters: { source: drop } }
            """;
        write("drop/mapping.jq", MAPPING);
        for (String known : List.of("windows-1258", "tcvn3", "VNI")) {
            write("drop/drop.camel.yaml", drop.formatted(known));
            assertEquals(List.of(), problems("drop"));
        }
        write("drop/drop.camel.yaml", drop.formatted("windows-9999"));
        assertEquals(
                List.of("drop/drop.camel.yaml:7: charset takes a name such as windows-1258, TCVN3 or VNI, not «windows-9999»"),
                problems("drop"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
        dob: .born ~ dob: .born, citty: .town ~ form/mapping.jq:4: LadiFlow has no field «citty»; did you mean «city»?
        dob: .born ~ dob: .born, birthday: 1  ~ form/mapping.jq:4: LadiFlow has no field «birthday»; did you mean «dob»?
        phone:     ~ "mobile" : 1, phone:     ~ form/mapping.jq:3: LadiFlow has no field «mobile»; did you mean «phone»?
        dob: .born ~ dob: .born, hobby: null   ~ form/mapping.jq:4: LadiFlow has no field «hobby»; there are _id, email
        """)
    void aKeyThatLadiFlowDoesNotHaveIsNamedWhereTheMappingWritesIt(String right, String wrong, String problem)
            throws Exception {
        replace("form/mapping.jq", right, wrong);
        List<String> problems = problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith(problem), problems.toString());
    }

    @Test
    void anAlternativeThatKeepsAnEmptyTextIsNoted() throws Exception {
        replace("form/mapping.jq", ".born", "(.born // .birthday)");
        Report report = RoutesCheck.of(routes, List.of());
        assertTrue(
                texts(report.notes()).stream()
                        .anyMatch(note -> note.startsWith("form/mapping.jq:4: «.born // .birthday» keeps")),
                report.notes().toString());
    }

    @Test
    void aKeyThatTheMappingOnlyPassesOnIsNoted() throws Exception {
        replace("form/mapping.jq", "}", "} + with_entries(select(.key == \"tier\"))");
        replace("form/samples/mai.json", "\"born\"", "\"tier\": \"GOLD\", \"born\"");
        Report report = RoutesCheck.of(routes, List.of());
        assertEquals(List.of(), report.problems());
        assertTrue(texts(report.notes()).get(1).startsWith("form/samples/mai.json:1: LadiFlow has no field «tier»"),
                report.notes().toString());
    }

    @Test
    void anExpectedFileThatIsEmptyIsShownWhatBelongsIntoIt() throws Exception {
        write("form/samples/mai.expected.json", "");
        List<String> problems = problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith("form/samples/mai.expected.json:1: it is empty. If this is right, save it as "),
                problems.toString());
        assertTrue(problems.get(0).contains("\"phone\" : \"0912345678\""), problems.toString());
    }

    @Test
    void anEnvelopeNeedsNoType() throws Exception {
        replace("form/samples/mai.json", "\"type\"", "\"event\"");
        assertEquals(List.of(), problems());
    }

    @Test
    void aKeyOfAnEnvelopeThatNoSampleHasIsNamed() throws Exception {
        replace("form/form.camel.yaml", "unwrap: data", "unwrap: dta");
        List<String> problems = problems();
        assertTrue(problems.contains("form/form.camel.yaml:9: unwrap: no sample has the key «dta»; did you mean «data»?"),
                problems.toString());
        replace("form/form.camel.yaml", "unwrap: dta", "unwrap: data/items");
        problems = problems();
        assertTrue(problems.contains(
                "form/form.camel.yaml:9: unwrap: no sample has the key «items»; there are born, mail, tel"),
                problems.toString());
    }

    @Test
    void onlyTheSourcesThatAreWantedAreReportedOn() throws Exception {
        write("other/other.camel.yaml", "- route: [");
        assertEquals(List.of(), problems("form"));
        assertFalse(problems().isEmpty());
        String message = assertThrows(IllegalArgumentException.class, () -> problems("fomr")).getMessage();
        assertTrue(message.contains("there is no source «fomr»") && message.contains("form, other"), message);
    }

    @Test
    void nothingIsWrittenAnywhere() throws Exception {
        List<Path> before = tree(routes);
        problems();
        assertEquals(before, tree(routes));
    }

    private static List<Path> tree(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        form/form.camel.yaml ~ "{{form.token}}" ~ {{form.token}} ~ form/form.camel.yaml:8: put it in quotes: "{{form.token}}"
        form/form.camel.yaml ~ path: form ~ path: {{form.path}}/x ~ form/form.camel.yaml:6: put it in quotes: "{{form.path}}/x"
        form/form.camel.yaml ~ "{{form.token}}" ~ {{form.token ~ form/form.camel.yaml:8: close it, and put it in quotes: "{{form.token}}"
        form/form.camel.yaml ~ "{{form.token}}" ~ "{{form.token" ~ form/form.camel.yaml:8: a placeholder in «{{form.token» is not closed; write
        form/form.camel.yaml ~ parameters:\\n        path ~ parametres:\\n        path ~ form/form.camel.yaml:5: Camel does not know the key «parametres» here; did you mean «parameters»?
        form/form.camel.yaml ~ \\n        path ~ \\n\\tpath ~ form/form.camel.yaml:6: it is not YAML: found character '\\t(TAB)'
        form/form.camel.yaml ~ dateOrder: dmy ~ source: form ~ form/form.camel.yaml:15: it is not YAML: found duplicate key source; take one of the two out
        form/form.camel.yaml ~ dateOrder: dmy ~ eventId: "${header.x" ~ form/form.camel.yaml:15: the simple expression «${header.x» cannot be read; write
        form/form.camel.yaml ~ dateOrder: dmy ~ eventIdAt: /tl ~ form/form.camel.yaml:15: eventIdAt: no sample has /tl; did you mean «/tel»?
        form/form.camel.yaml ~ - to: ~ - setBody: { groovy: "1" }\\n        - to: ~ form/form.camel.yaml:11: there is no language «groovy» in the bridge; write simple, constant, header, exchangeProperty or a bean, or place the values in mapping.jq, or add it with ./ladibridge components add camel-groovy
        form/form.camel.yaml ~ - to: ~ - to: "logg:x"\\n        - to: ~ form/form.camel.yaml:11: there is no component «logg»; did you mean «log»?
        form/form.camel.yaml ~ - to: ~ - to: "kafka:x"\\n        - to: ~ form/form.camel.yaml:11: there is no component «kafka» in the bridge; add it with ./ladibridge components add camel-kafka
        form/form.camel.yaml ~ - to: ~ - to: "imaps:x"\\n        - to: ~ form/form.camel.yaml:11: there is no component «imaps» in the bridge; add it with ./ladibridge components add camel-mail
        form/form.camel.yaml ~ - to: ~ - unmarshal: { csv: {} }\\n        - to: ~ form/form.camel.yaml:11: there is no data format «csv» in the bridge; kamelets read JSON, forms, CSV and Excel by themselves, or add it with ./ladibridge components add camel-csv
        form/form.camel.yaml ~ - to: ~ - bean: { ref: nobody }\\n        - to: ~ form/form.camel.yaml:11: there is no bean «nobody»; name one
        form/mapping.jq ~ .born ~ (if .x then frist(.y) else .born end) ~ form/mapping.jq:4: Function frist/1 does not exist; define or correct it; did you mean «first»?
        form/mapping.jq ~ .born ~ (try frist(.y) catch .born) ~ form/mapping.jq:4: Function frist/1 does not exist
        form/mapping.jq ~ .born ~ (reduce .x[]? as $i (.born; plus($i))) ~ form/mapping.jq:4: Function plus/1 does not exist
        form/mapping.jq ~ .born ~ (first(foreach .x[]? as $i (0; emit; .)) // .born) ~ form/mapping.jq:4: Function emit/0 does not exist
        form/mapping.jq ~ .born ~ (if .x then $y else .born end) ~ form/mapping.jq:4: $y is not defined; define or correct it
        """)
    void whatTakesASourceDownAtTheStartIsNamedWhereItStands(String file, String right, String wrong, String problem)
            throws Exception {
        replace(file, right.replace("\\n", "\n").replace("\\t", "\t"), wrong.replace("\\n", "\n").replace("\\t", "\t"));
        List<String> problems = problems();
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).startsWith(problem), problems.toString());
    }

    @Test
    void severalMistakesOfOneWebhookAreToldAtOnceEachAtItsParameter() throws Exception {
        replace("form/form.camel.yaml", "verify: token", """
            verify: hmac-body
                    encoding: base32
                    template: "{bdy}"
                    tolerance: soon
                    handshakeAnswer: x""");
        assertEquals(List.of(
                "form/form.camel.yaml:9: template: the placeholder {bdy} is not known; did you mean «body»?",
                "form/form.camel.yaml:8: encoding takes one of hex, base64, base64url, not «base32»; did you mean «base64»?",
                "form/form.camel.yaml:10: tolerance takes a duration such as 30s, 5m or 1h, not «soon»",
                "form/form.camel.yaml:11: handshakeAnswer has no effect without handshake; it says what is asked, such as hub, get or "
                        + "query:challenge"),
                problems());
    }

    @Test
    void theNameOfTheEventsOfOutcomesIsNotThatOfASource() throws IOException {
        String reserved = "the name outcomes is taken by the events of journal:outcomes; name the folder otherwise";
        write("outcomes/outcomes.camel.yaml", ROUTE.replace("form", "outcomes"));
        write("outcomes/mapping.jq", MAPPING);
        assertEquals(List.of("outcomes/outcomes.camel.yaml:1: " + reserved), problems("outcomes"));
        assertEquals(List.of(), problems("form"));
        assertEquals(
                "outcomes/outcomes.camel.yaml: tên outcomes đã dành cho các sự kiện của journal:outcomes; hãy đặt tên thư mục khác",
                SourceSentences.inVietnamese("outcomes/outcomes.camel.yaml: " + reserved));
    }

    @Test
    void aRouteThatTakesOutcomesIsKnownByItsFileEvenWhenThisIsBroken() throws IOException {
        assertFalse(Sources.takesOutcomes(routes.resolve("form/form.camel.yaml")));
        assertTrue(Sources.takesOutcomes(Path.of("routes/_template-outcome/my-source.camel.yaml")));
        write("crm/crm.camel.yaml", "- route: { from: { uri: kamelet:outcome-source, steps: [");
        assertTrue(Sources.takesOutcomes(routes.resolve("crm/crm.camel.yaml")));
        write("crm/crm.camel.yaml", ROUTE + "# not from kamelet:outcome-source");
        assertFalse(Sources.takesOutcomes(routes.resolve("crm/crm.camel.yaml")));
        assertFalse(Sources.takesOutcomes(routes.resolve("crm/gone.camel.yaml")));
    }
}
