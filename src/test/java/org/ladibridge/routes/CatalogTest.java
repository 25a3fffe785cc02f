package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.ScheduledPollEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalComponent;
import org.ladibridge.journal.JournalEndpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What tools know of the bridge's own components: the files of Camel's catalogue in {@code src/generated/resources}. Those of
 * {@code transform}, {@code journal} and {@code poll} are made by {@code mvn -Pcatalog process-classes}, as are their configurers; that of
 * {@code hook}, whose parameters its kamelet describes, by this test with {@code -Dschema.write}.
 */
class CatalogTest {
    private static final Path GENERATED = Path.of("src/generated/resources/META-INF/org/ladibridge");
    private static final Path HOOK = GENERATED.resolve("intake/hook/hook.json");
    private static final String WRITE = "mvn -Pcatalog process-classes";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private static Map<String, Map<String, Object>> parameters(String kamelet) throws IOException {
        return Kamelets.read(Path.of("routes/kamelets")).byName().get(kamelet).properties();
    }

    private static JsonNode catalogue(String file) throws IOException {
        return JSON.readTree(GENERATED.resolve(file).toFile());
    }

    private static Set<String> setters(Class<?> endpoint) {
        Set<String> inherited = Arrays.stream((ScheduledPollEndpoint.class.isAssignableFrom(endpoint)
                ? ScheduledPollEndpoint.class
                : DefaultEndpoint.class).getMethods()).map(java.lang.reflect.Method::getName).collect(Collectors.toSet());
        return Arrays.stream(endpoint.getMethods()).map(java.lang.reflect.Method::getName)
                .filter(name -> name.startsWith("set") && !inherited.contains(name))
                .map(name -> Character.toLowerCase(name.charAt(3)) + name.substring(4))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @CsvSource({"intake/transform.json,org.ladibridge.intake.TransformEndpoint",
            "journal/journal.json,org.ladibridge.journal.JournalEndpoint",
            "intake/poll/poll.json,org.ladibridge.intake.poll.PollEndpoint"})
    void everyOptionIsInTheCatalogueWithADescriptionAndIsSetWithoutReflection(String file, Class<?> endpoint) throws Exception {
        JsonNode options = catalogue(file).path("properties");
        String configurer = Files.readString(
                Path.of("src/generated/java", endpoint.getName().replace('.', '/') + "Configurer.java"));
        for (String option : setters(endpoint)) {
            assertEquals("parameter", options.path(option).path("kind").asText(),
                    option + " is missing; write it anew with: " + WRITE);
            assertEquals(false, options.path(option).path("description").asText().isBlank(), option + " has no description");
            assertEquals(true, configurer.contains("case \"" + option + "\""),
                    option + " is set by reflection; write it with: " + WRITE);
        }
    }

    /** A parameter is described three times: for whoever writes a route, for tools, and by the code that takes it. */
    @Test
    void whatTheKameletHandsToTransformIsDescribedAlike() throws Exception {
        JsonNode options = catalogue("intake/transform.json").path("properties");
        Map<String, String> ofKamelet = new TreeMap<>();
        Map<String, String> ofComponent = new TreeMap<>();
        parameters("ladiflow-sink").forEach((name, schema) -> {
            if (!name.equals("source") && !name.equals("eventId")) {
                JsonNode option = options.path(name);
                ofKamelet.put(name, text(schema.get("default")) + " " + text(schema.get("enum")));
                ofComponent.put(name,
                        option.path("defaultValue").asText(option.path("type").asText().equals("boolean") ? "false" : "") + " "
                                + text(option.has("enum") ? JSON.convertValue(option.get("enum"), Object.class) : null));
            }
        });
        assertEquals(ofKamelet, ofComponent);
    }

    private static String text(Object value) {
        return value == null ? "" : value.toString();
    }

    @Test
    void whatTheKameletSaysOfAWebhookIsInTheCatalogue() throws Exception {
        String written = JSON.writeValueAsString(hook()) + "\n";
        if (System.getProperty("schema.write") != null) {
            Files.createDirectories(HOOK.getParent());
            Files.writeString(HOOK, written);
        }
        assertEquals(written, Files.exists(HOOK) ? Files.readString(HOOK) : "",
                "stale; write it again with: mvn test -Dtest=CatalogTest -Dschema.write");
    }

    private static ObjectNode hook() throws IOException {
        ObjectNode catalogue = JSON.createObjectNode();
        catalogue.putObject("component").put("kind", "component").put("name", "hook").put("title", "Hook")
                .put("description", "One webhook: verified, then parsed, and answered when its records are stored.")
                .put("deprecated", false).put("firstVersion", "1.0.0").put("label", "http")
                .put("javaType", "org.ladibridge.intake.hook.HookComponent").put("supportLevel", "Stable")
                .put("groupId", "org.ladibridge").put("artifactId", "ladibridge").put("version", "1.0.0").put("scheme", "hook")
                .put("extendsScheme", "").put("syntax", "hook:path").put("async", false).put("api", false)
                .put("consumerOnly", true)
                .put("producerOnly", false).put("lenientProperties", false).put("browsable", false).put("remote", true);
        catalogue.putObject("componentProperties");
        ObjectNode properties = catalogue.putObject("properties");
        Set<String> required = Set.of("path", "verify", "secret");
        int index = 0;
        for (Map.Entry<String, Map<String, Object>> parameter : parameters("webhook-source").entrySet()) {
            Map<String, Object> schema = parameter.getValue();
            boolean isPath = parameter.getKey().equals("path");
            ObjectNode option = properties.putObject(parameter.getKey()).put("index", index++)
                    .put("kind", isPath ? "path" : "parameter")
                    .put("displayName", text(schema.get("title"))).put("group", "consumer").put("label", "consumer")
                    .put("required", required.contains(parameter.getKey())).put("type", "string")
                    .put("javaType", "java.lang.String");
            if (schema.get("enum") != null) {
                option.put("type", "enum").set("enum", JSON.valueToTree(schema.get("enum")));
            }
            option.put("deprecated", false).put("deprecationNote", "").put("autowired", false)
                    .put("secret", "password".equals(schema.get("format")));
            if (!text(schema.get("default")).isBlank()) {
                option.put("defaultValue", text(schema.get("default")));
            }
            option.put("description", text(schema.get("description")).replaceAll("\\s+", " ").strip());
        }
        return catalogue;
    }

    /** As {@code camel catalog} and the editors look for it: by the class of the component. */
    @ParameterizedTest
    @ValueSource(strings = {"org.ladibridge.intake.TransformComponent", "org.ladibridge.journal.JournalComponent",
            "org.ladibridge.intake.poll.PollComponent", "org.ladibridge.intake.hook.HookComponent"})
    void itStandsInThePackageOfTheComponent(Class<? extends Component> component) {
        String place = "META-INF/" + component.getPackageName().replace('.', '/') + "/"
                + component.getSimpleName().replace("Component", "").toLowerCase(Locale.ROOT) + ".json";
        assertNotNull(CatalogTest.class.getClassLoader().getResource(place), place);
    }

    @Test
    void camelFindsBothByItself() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("journal", new JournalComponent(null, Clock.systemUTC()));
            camel.start();
            assertEquals(catalogue("journal/journal.json"), JSON.readTree(camel.getComponentParameterJsonSchema("journal")));
            assertEquals("JournalEndpointConfigurer",
                    camel.getComponent("journal").getEndpointPropertyConfigurer().getClass().getSimpleName());
            JournalEndpoint endpoint = camel.getEndpoint("journal:customers?concurrentConsumers=3&retryReason=RECEIVER_DOWN",
                    JournalEndpoint.class);
            assertEquals(3, endpoint.getConcurrentConsumers());
            assertEquals(Reason.RECEIVER_DOWN, endpoint.getRetryReason());
        }
    }
}
