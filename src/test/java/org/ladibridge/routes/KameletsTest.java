package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an engineer is told whose route does not keep to the shipped kamelets. */
class KameletsTest {
    private static final String ROUTE = """
        - route:
            from:
              uri: kamelet:file-source
              parameters:
                name: form
              steps:
                - to: { uri: kamelet:ladiflow-sink, parameters: { source: form } }
        """;

    private static List<String> problems(String yaml) throws IOException {
        Kamelets kamelets = Kamelets.read(Path.of("routes/kamelets"));
        List<String> problems = new ArrayList<>();
        RouteFile.read(yaml).kamelets().forEach(call -> problems.addAll(kamelets.problems(call)));
        return problems;
    }

    @Test
    void whatKeepsToTheDefinitionsIsNotRemarkedUpon() throws Exception {
        assertEquals(List.of(), problems(ROUTE));
        assertEquals(List.of(), problems("- from: { uri: 'kamelet:file-source?name=a&chunk=5', steps: [] }"));
        assertEquals(List.of(), problems(ROUTE.replace("name: form", "name: form\n        chunk: \"{{form.chunk:9}}\"")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_template-webhook", "_template-file", "_template-poll", "_template-sql"})
    void theTemplatesKeepToThem(String template) throws Exception {
        assertEquals(List.of(), problems(Files.readString(Path.of("routes", template, "my-source.camel.yaml"))));
    }

    @Test
    void anUnknownKameletIsNamedWithTheNearestOne() throws Exception {
        assertEquals(List.of("line 3, column 12: there is no kamelet «file-sorce»; did you mean «file-source»?"),
                problems(ROUTE.replace("file-source", "file-sorce")));
    }

    @Test
    void aMissingParameterIsNamedWithItsMeaning() throws Exception {
        assertEquals(List.of(
                "line 3, column 12: kamelet:file-source needs the parameter «name»: Name of the source and of its folders.",
                "line 5, column 9: kamelet:file-source has no parameter «nmae»; did you mean «name»?"),
                problems(ROUTE.replace("name: form", "nmae: form")));
    }

    @Test
    void aValueThatIsNotAllowedIsNamedWithThoseThatAre() throws Exception {
        assertEquals(List.of("line 7, column 73: dateOrder takes one of dmy, mdy, ymd, unknown, not «american»"),
                problems(ROUTE.replace("source: form }", "source: form, dateOrder: american }")));
        assertEquals(List.of("line 6, column 9: chunk takes a whole number, not «many»"),
                problems(ROUTE.replace("name: form", "name: form\n        chunk: many")));
        assertEquals(List.of("line 7, column 73: titleCase takes true or false, not «yes»"),
                problems(ROUTE.replace("source: form }", "source: form, titleCase: \"yes\" }")));
    }
}
