package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

class RouteFileTest {
    private static final String ROUTE = """
        - route:
            id: form
            from:
              uri: kamelet:webhook-source
              parameters:
                path: form
                secret: "{{form.token}}" # {{not.a.setting}}
                answer: "{{form.answer:200}}"
                header: "{{?form.header}}"
              steps:
                - to: "kamelet:ladiflow-sink?source={{form.source}}"
        - route:
            id: form-2
            from: timer:x
        """;

    @Test
    void itNamesItsIdsItsPathsAndTheSettingsThatHaveNoDefault() {
        RouteFile file = RouteFile.read(ROUTE);
        assertEquals(List.of("form", "form-2"), file.routeIds().stream().map(RouteFile.Text::value).toList());
        assertEquals(List.of("form"), file.hookPaths());
        assertEquals(Set.of("form.token", "form.source"), file.requiredSettings().keySet());
    }

    private static String asCamelGetsIt(String yaml) throws Exception {
        return RouteFile.read(yaml).withSecretsByName(yaml, Kamelets.read(Path.of("routes/kamelets")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"{{form.token}}\"", "'{{form.token}}'", "\"{{form.token:}}\"", "\"{{?form.token}}\"",
            "\"RAW({{form.token}})\"", "'{{form.token}}' # Nguyễn 😀"})
    void aSecretOfAKameletIsHandedToCamelByItsName(String value) throws Exception {
        String before = "# Đơn 😀\n" + ROUTE;
        assertEquals(
                before.replace("\"{{form.token}}\"", "\"setting:form.token\"" + (value.endsWith("😀") ? " # Nguyễn 😀" : "")),
                asCamelGetsIt(before.replace("\"{{form.token}}\"", value)));
    }

    @Test
    void aSecretInFlowStyleIsHandedToCamelByItsName() throws Exception {
        assertEquals("- from: { parameters: { secret: \"setting:a.b\", path: x }, uri: kamelet:webhook-source }\n",
                asCamelGetsIt(
                        "- from: { parameters: { secret: '{{a.b}}', path: x }, uri: kamelet:webhook-source }\n"));
    }

    @Test
    void whatWouldEndAValueInAnAddressIsHandedToCamelRaw() throws Exception {
        assertEquals(
                "- from: { uri: kamelet:webhook-source, parameters: { template: 'RAW({timestamp}&{body}+it''s)', path: x } }\n",
                asCamelGetsIt(
                        "- from: { uri: kamelet:webhook-source, parameters: { template: \"{timestamp}&{body}+it's\", path: x } }\n"));
        String raw = "- from: { uri: kamelet:poll-source, parameters: { query: \"RAW(a={since}&b=1)\" } }\n";
        assertEquals(raw, asCamelGetsIt(raw));
    }

    @Test
    void aSecretOfAnotherEndpointIsHandedToCamelRaw() throws Exception {
        assertEquals("- to: { uri: http:x, parameters: { authPassword: \"RAW({{form.password}})\" } }\n",
                asCamelGetsIt("- to: { uri: http:x, parameters: { authPassword: '{{form.password}}' } }\n"));
        assertTrue(asCamelGetsIt(ROUTE).contains("answer: \"{{form.answer:200}}\""));
    }

    @Test
    void whatIsNotYamlIsRefusedWithItsLine() {
        assertTrue(assertThrows(YamlEngineException.class, () -> RouteFile.read("- route:\n    id: a\n   from: [\n"))
                .getMessage().contains("line 3"));
    }
}
