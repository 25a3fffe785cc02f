package org.ladibridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.jboss.jandex.Index;
import org.jboss.jandex.Indexer;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.openapi.api.SmallRyeOpenAPI;

/** docs/openapi.yaml is the contract of the admin API: a change of the API that its callers can see changes this file, too. */
class OpenApiPageTest {
    private static final Path CLASSES = Path.of("target/classes");
    private static final Path CONTRACT = Path.of("docs/openapi.yaml");
    private static final String HEAD = "# The admin API. Made from the code; write it again with ./mvnw test -Dtest=OpenApiPageTest -Ddocs.write\n";

    /** Without this a tree of Jackson's would be taken for a list. */
    private static final Config ANY_JSON = new SmallRyeConfigBuilder()
            .withDefaultValue("mp.openapi.schema." + JsonNode.class.getName(),
                    "{\"name\":\"AnyJson\",\"description\":\"Any JSON value.\"}")
            .withDefaultValue("mp.openapi.schema." + ObjectNode.class.getName(), "{\"name\":\"AnyObject\",\"type\":\"object\"}")
            .build();

    private static SmallRyeOpenAPI api() throws IOException {
        Indexer indexer = new Indexer();
        try (Stream<Path> files = Files.walk(CLASSES.resolve("org/ladibridge"))) {
            for (Path file : files.filter(OpenApiPageTest::mayBeOfTheApi).sorted().toList()) {
                try (var bytes = Files.newInputStream(file)) {
                    indexer.index(bytes);
                }
            }
        }
        Index index = indexer.complete();
        return SmallRyeOpenAPI.builder().withConfig(ANY_JSON).withApplicationClassLoader(OpenApiPageTest.class.getClassLoader())
                .withIndex(index)
                .enableModelReader(false).enableStandardFilter(false).enableStandardStaticFiles(false)
                .withScannerClassLoader(OpenApiPageTest.class.getClassLoader()).addFilter(new AdminApi()).build();
    }

    private static boolean mayBeOfTheApi(Path file) {
        return file.toString().endsWith(".class") && !file.startsWith(CLASSES.resolve("org/ladibridge/sandbox"));
    }

    @Test
    void theContractIsThatOfTheCode() throws IOException {
        String made = HEAD + api().toYAML();
        if (System.getProperty("docs.write") != null) {
            Files.writeString(CONTRACT, made);
        }
        assertEquals(made, Files.readString(CONTRACT), CONTRACT + " is stale; its first line says how it is written again");
    }

    @Test
    void everyResourceOfTheAdminApiIsInIt() throws IOException {
        OpenAPI api = api().model();
        Set<String> paths = new TreeSet<>(api.getPaths().getPathItems().keySet());
        assertTrue(paths.stream().allMatch(path -> path.startsWith("/api/")), paths.toString());
        assertTrue(paths.containsAll(Set.of("/api/ledger", "/api/events", "/api/sources", "/api/dead-letters", "/api/audit")),
                paths.toString());
        assertEquals(Set.of("401"), api.getPaths().getPathItems().values().stream()
                .flatMap(item -> item.getOperations().values().stream())
                .flatMap(operation -> operation.getResponses().getAPIResponses().keySet().stream())
                .filter(status -> status.equals("401")).collect(Collectors.toSet()), "every call needs the token");
    }
}
