package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;

/**
 * Editors such as Kaoto open the route files and the kamelets: these keep to the schemas that editors go by, that of Camel's YAML DSL, as
 * its jar has it, and that of Camel K's Kamelet resource ({@code src/test/resources/schema/kamelet.json}, Apache License 2.0, as
 * {@code @kaoto/camel-catalog} 0.10.4 has it).
 */
class SchemasTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchema ROUTES = schema("/schema/camelYamlDsl.json", SpecVersion.VersionFlag.V4);
    private static final JsonSchema KAMELET = schema("/schema/kamelet.json", SpecVersion.VersionFlag.V7);
    /** What Kaoto and `camel catalog` show beside the name. */
    private static final List<String> ANNOTATIONS = List.of("camel.apache.org/provider", "camel.apache.org/kamelet.group",
            "camel.apache.org/kamelet.support.level", "camel.apache.org/catalog.version", "camel.apache.org/kamelet.icon");

    private static JsonSchema schema(String resource, SpecVersion.VersionFlag version) {
        try (InputStream file = SchemasTest.class.getResourceAsStream(resource)) {
            return JsonSchemaFactory.getInstance(version).getSchema(JSON.readTree(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode yaml(String text) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    private static List<String> problems(JsonSchema schema, JsonNode document) {
        return schema.validate(document).stream().map(Object::toString).toList();
    }

    private static Stream<Path> files(String ending) throws IOException {
        TreeSet<Path> files = new TreeSet<>();
        for (String folder : List.of("routes", "docs/camel")) {
            try (Stream<Path> all = Files.walk(Path.of(folder))) {
                all.filter(file -> file.toString().endsWith(ending)).forEach(files::add);
            }
        }
        return files.stream();
    }

    static Stream<Path> routes() throws IOException {
        return files(".camel.yaml");
    }

    static Stream<Path> kamelets() throws IOException {
        return files(".kamelet.yaml");
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteFileKeepsToTheSchemaOfCamelsDsl(Path file) throws IOException {
        assertEquals(List.of(), problems(ROUTES, yaml(Files.readString(file))));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletKeepsToTheSchemaOfItsResourceAndItsStepsToThatOfTheDsl(Path file) throws IOException {
        JsonNode kamelet = yaml(Files.readString(file));
        assertEquals(List.of(), problems(KAMELET, kamelet));
        assertEquals(List.of(), problems(ROUTES, JSON.createArrayNode()
                .add(JSON.createObjectNode().set("from", kamelet.at("/spec/template/from")))));
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletSaysWhatEditorsShowOfIt(Path file) throws IOException {
        JsonNode kamelet = yaml(Files.readString(file));
        assertEquals(file.getFileName().toString(), kamelet.at("/metadata/name").asText() + ".kamelet.yaml");
        ANNOTATIONS
                .forEach(name -> assertFalse(kamelet.path("metadata").path("annotations").path(name).asText().isBlank(), name));
        assertFalse(kamelet.at("/spec/dependencies").isEmpty(), "the components that it needs");
    }

    @Test
    void whatDoesNotKeepToThemIsFound() {
        assertEquals(1, problems(ROUTES, yaml("- rout: { from: { uri: 'direct:a', steps: [] } }")).stream().distinct().count());
        assertFalse(problems(ROUTES, yaml("- route: { from: { uri: 'direct:a', steps: [ { too: 'direct:b' } ] } }")).isEmpty());
        assertFalse(problems(KAMELET, yaml("kind: Kamelet\nspec: { definition: { title: 7 } }")).isEmpty());
    }
}
