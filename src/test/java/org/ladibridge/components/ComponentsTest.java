package org.ladibridge.components;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.components.CamelCatalog.Kind;

/** What is added to pom.xml, against a registry that has only some artifacts. */
class ComponentsTest {
    @TempDir
    Path folder;
    private Path pom;
    private Set<String> registry = Set.of();
    /** What each needs besides, in the version of the platform unless the project names another. */
    private Map<String, String> needs = Map.of();

    @BeforeEach
    void copy() throws Exception {
        pom = Files.copy(Path.of("pom.xml"), folder.resolve("pom.xml"));
        Files.writeString(folder.resolve("there.jar"), "12345");
    }

    private Components components() {
        return new Components(pom, file -> {
            TreeSet<Path> jars = new TreeSet<>();
            for (Artifact artifact : file.added()) {
                if (!registry.contains(artifact.toString())) {
                    throw new ClassPaths.Refused("no " + artifact);
                }
                String needed = needs.get(artifact.name());
                if (needed != null && file.added().stream().noneMatch(other -> other.name().equals(needed))) {
                    throw new ClassPaths.Refused(
                            "Could not resolve dependencies: org.apache.camel:" + needed + ":jar:4.18.2 was not found");
                }
                jars.add(Files.writeString(folder.resolve(artifact.name() + ".jar"), "1234567"));
            }
            jars.add(folder.resolve("there.jar"));
            return jars;
        }, CamelCatalog.read());
    }

    private void has(String... artifacts) {
        registry = Arrays.stream(artifacts).collect(Collectors.toSet());
    }

    private String refused(String... names) {
        return assertThrows(IllegalArgumentException.class, () -> components().add(List.of(names))).getMessage();
    }

    @Test
    void theExtensionOfThePlatformIsTakenWhereItsBuildCanHaveIt() throws Exception {
        has("org.apache.camel.quarkus:camel-quarkus-kafka", "org.apache.camel.quarkus:camel-quarkus-kafka-deployment",
                "org.apache.camel:camel-kafka");
        Components.Added added = components().add(List.of("kafka")).get(0);
        assertEquals("org.apache.camel.quarkus:camel-quarkus-kafka", added.artifact().toString());
        assertEquals(List.of("camel-quarkus-kafka.jar"), added.jars());
        assertEquals(7, added.bytes());
        String text = Files.readString(pom);
        assertTrue(text.contains("      <artifactId>camel-quarkus-kafka</artifactId>\n    </dependency>"), "without a version");
        assertEquals(List.of(added.artifact()), components().added());
    }

    @Test
    void withoutItCamelsOwnJarIsTakenAndAnEarlierPatchWhereTheRegistryHasNoOther() throws Exception {
        has("org.apache.camel.quarkus:camel-quarkus-kafka", "org.apache.camel:camel-kafka:4.18.0");
        Components.Added added = components().add(List.of("camel-kafka")).get(0);
        assertEquals("org.apache.camel:camel-kafka:4.18.0", added.artifact().toString());
        assertEquals(
                "[org.apache.camel.quarkus:camel-quarkus-kafka, org.apache.camel:camel-kafka, org.apache.camel:camel-kafka:4.18.1]",
                added.without().toString());
    }

    @Test
    void anEarlierPatchBringsWhatItNeedsOfTheSamePatch() throws Exception {
        has("org.apache.camel:camel-aws2-s3:4.18.0", "org.apache.camel:camel-aws-common:4.18.0");
        needs = Map.of("camel-aws2-s3", "camel-aws-common");
        Components.Added added = components().add(List.of("aws2-s3")).get(0);
        assertEquals("org.apache.camel:camel-aws2-s3:4.18.0", added.artifact().toString());
        assertEquals("[camel-aws-common.jar, camel-aws2-s3.jar]", added.jars().toString());
        assertEquals("[org.apache.camel:camel-aws-common:4.18.0, org.apache.camel:camel-aws2-s3:4.18.0]",
                components().added().toString());
        needs = Map.of("camel-aws2-s3", "camel-nowhere");
        Files.copy(Path.of("pom.xml"), pom, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertTrue(refused("aws2-s3").endsWith("Maven says: no org.apache.camel:camel-nowhere:4.18.0"), refused("aws2-s3"));
    }

    @Test
    void severalAreAddedAndTakenOutAgainAndTheRestOfTheFileIsUntouched() throws Exception {
        String before = Files.readString(pom);
        has("org.apache.camel:camel-mail", "org.postgresql:postgresql:42.7.10");
        components().add(List.of("imaps", "org.postgresql:postgresql:42.7.10"));
        assertEquals("[org.apache.camel:camel-mail, org.postgresql:postgresql:42.7.10]", components().added().toString());
        assertEquals("«camel-quarkus-mail» is in the bridge already, as org.apache.camel:camel-mail",
                refused("camel-quarkus-mail"));
        assertEquals("[org.postgresql:postgresql:42.7.10]",
                components().remove(List.of("org.postgresql:postgresql")).toString());
        components().remove(List.of("mail"));
        assertEquals(before, Files.readString(pom));
        assertEquals("«mail» was not added; there is none",
                assertThrows(IllegalArgumentException.class, () -> components().remove(List.of("mail"))).getMessage());
    }

    @Test
    void whatIsUnknownThereAlreadyOrNotToBeHadChangesNothing() throws Exception {
        String before = Files.readString(pom);
        has("org.apache.camel:camel-mail");
        assertTrue(refused("mail", "kafak").startsWith("Camel has no component «kafak»; did you mean «camel-kafka»?; "),
                refused("kafak"));
        assertEquals("«http» is in the bridge already, as org.apache.camel.quarkus:camel-quarkus-http", refused("http"));
        assertEquals("«timer» is in the bridge already, as org.apache.camel:camel-timer:${camel.version}", refused("timer"));
        assertEquals("«nats» cannot be had; tried org.apache.camel.quarkus:camel-quarkus-nats, org.apache.camel:camel-nats, "
                + "org.apache.camel:camel-nats:4.18.1, org.apache.camel:camel-nats:4.18.0. Maven says: no "
                + "org.apache.camel:camel-nats:4.18.0", refused("mail", "nats"));
        assertEquals(before, Files.readString(pom));
    }

    @Test
    void aProjectWithoutAPlaceForAdditionsIsTold() throws Exception {
        Files.writeString(pom, "<project/>");
        assertTrue(refused("kafka").contains("has no place for components: put the lines <!-- components: begin -->"));
    }

    @Test
    void whatMavenSaysFirstIsTold() {
        assertEquals("'dependencies.dependency.version' for a:b:jar is missing. @ line 1", Maven.why("""
            [ERROR] [ERROR] Some problems were encountered while processing the POMs:
            [ERROR] 'dependencies.dependency.version' for a:b:jar is missing. @ line 1
            [ERROR] The build could not read 1 project -> [Help 1]
            """));
        assertEquals("Failed to execute goal on project a: a:b:jar:1 was not found", Maven.why(
                "\u001B[0m\u001B[0m[\u001B[1;31mERROR\u001B[m] Failed to execute goal on project a: a:b:jar:1 was not found\n[ERROR] \n[ERROR] To"
                        + " see the full stack trace\n"));
    }

    @Test
    void theCatalogueKnowsWhatIsOnTheClassPath() throws Exception {
        List<Present> present = Present.all(CamelCatalog.read(), getClass().getClassLoader());
        assertTrue(present.contains(new Present(Kind.COMPONENT, "file", "camel-file")), present.toString());
        assertTrue(present.contains(new Present(Kind.DATA_FORMAT, "jackson", "camel-jackson")), present.toString());
        assertTrue(present.contains(new Present(Kind.LANGUAGE, "simple", "camel-core-languages")), present.toString());
        assertFalse(present.stream().anyMatch(each -> each.artifact().equals("camel-kafka")), present.toString());
    }
}
