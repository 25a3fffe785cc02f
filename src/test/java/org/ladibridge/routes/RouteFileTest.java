package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
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

    @Test
    void aSecretIsHandedToCamelRawInEitherQuotes() {
        assertTrue(RouteFile.withRawSecrets(ROUTE).contains("secret: \"RAW({{form.token}})\""));
        assertTrue(RouteFile.withRawSecrets(ROUTE.replace('"', '\'')).contains("secret: \"RAW({{form.token}})\""));
        assertTrue(RouteFile.withRawSecrets(ROUTE.replace("form.token", "form.verify-token"))
                .contains("secret: \"RAW({{form.verify-token}})\""));
        assertTrue(RouteFile.withRawSecrets(ROUTE).contains("answer: \"{{form.answer:200}}\""));
    }

    @Test
    void whatIsNotYamlIsRefusedWithItsLine() {
        assertTrue(assertThrows(YamlEngineException.class, () -> RouteFile.read("- route:\n    id: a\n   from: [\n"))
                .getMessage().contains("line 3"));
    }
}
