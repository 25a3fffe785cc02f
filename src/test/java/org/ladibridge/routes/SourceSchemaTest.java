package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.ladibridge.routes.Kamelets.Kamelet;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON schema by which editors complete and check a route's kamelet parameters is what the kamelets say. */
class SourceSchemaTest {
    private static final Path SCHEMA = Path.of("routes/kamelets/source.schema.json");
    private static final String WRITE = "mvn -q test -Dtest=SourceSchemaTest -Dschema.write";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Test
    void theSchemaIsThatOfTheKamelets() throws Exception {
        String schema = JSON.writeValueAsString(schema(Kamelets.read(Path.of("routes/kamelets")))) + "\n";
        if (System.getProperty("schema.write") != null) {
            Files.writeString(SCHEMA, schema);
        }
        assertEquals(schema, Files.exists(SCHEMA) ? Files.readString(SCHEMA) : "",
                "the schema is stale; write it again with: " + WRITE);
    }

    private static ObjectNode schema(Kamelets kamelets) throws IOException {
        ObjectNode schema = JSON.createObjectNode().put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("$comment", "Made from the kamelet definitions by: " + WRITE).put("title", "A source of LadiBridge");
        schema.put("type", "array").putObject("items").put("type", "object").putObject("properties").putObject("route")
                .put("type", "object").set("properties", JSON.readTree(
                        """
                            {"id": {"type": "string", "description": "Name of the route; no two route files may share one."},
                             "from": {"allOf": [{"$ref": "#/definitions/endpoint"}], "properties": {"steps": {"$ref": "#/definitions/steps"}},
                                      "required": ["uri", "steps"]}}
                            """));
        ObjectNode definitions = schema.putObject("definitions");
        definitions.set("steps", JSON.readTree("""
            {"type": "array", "items": {"type": "object", "properties": {
              "to": {"anyOf": [{"type": "string"}, {"$ref": "#/definitions/endpoint"}]}}}}
            """));
        ObjectNode endpoint = definitions.putObject("endpoint").put("type", "object");
        ObjectNode uri = endpoint.putObject("properties").putObject("uri").put("type", "string");
        ArrayNode examples = uri.putArray("examples");
        ArrayNode cases = endpoint.putArray("allOf");
        kamelets.byName().forEach((name, kamelet) -> {
            examples.add("kamelet:" + name);
            ObjectNode choice = cases.addObject();
            choice.putObject("if").putObject("properties").putObject("uri").put("const", "kamelet:" + name);
            choice.putObject("then").put("description", kamelet.description()).putObject("properties").putObject("parameters")
                    .put("$ref", "#/definitions/" + name);
            definitions.set(name, parameters(kamelet));
        });
        return schema;
    }

    private static ObjectNode parameters(Kamelet kamelet) {
        ObjectNode parameters = JSON.createObjectNode().put("type", "object").put("title", kamelet.title())
                .put("additionalProperties", false);
        kamelet.required().forEach(parameters.putArray("required")::add);
        ObjectNode properties = parameters.putObject("properties");
        kamelet.properties().forEach((name, schema) -> properties.set(name, parameter(schema)));
        return parameters;
    }

    /** A value may always be a {{placeholder}}. */
    private static ObjectNode parameter(Map<String, Object> kameletSchema) {
        ObjectNode parameter = JSON.createObjectNode();
        List.of("title", "description").forEach(key -> parameter.put(key, String.valueOf(kameletSchema.getOrDefault(key, ""))));
        if (kameletSchema.get("default") != null && !kameletSchema.get("default").equals("")) {
            parameter.set("default", JSON.valueToTree(kameletSchema.get("default")));
        }
        if (kameletSchema.get("example") != null) {
            parameter.putArray("examples").add(String.valueOf(kameletSchema.get("example")));
        }
        ArrayNode either = parameter.putArray("anyOf");
        if (kameletSchema.get("enum") != null) {
            either.addObject().set("enum", JSON.valueToTree(kameletSchema.get("enum")));
        } else {
            String type = String.valueOf(kameletSchema.get("type"));
            if (type.equals("string")) {
                parameter.remove("anyOf");
                parameter.set("type", JSON.valueToTree(List.of("string", "number", "boolean")));
                return parameter;
            }
            either.addObject().put("type", type);
        }
        either.addObject().put("type", "string").put("pattern", "\\{\\{");
        return parameter;
    }
}
