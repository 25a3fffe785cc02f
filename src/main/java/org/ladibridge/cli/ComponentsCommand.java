package org.ladibridge.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import org.ladibridge.components.Artifact;
import org.ladibridge.components.CamelCatalog;
import org.ladibridge.components.Components;
import org.ladibridge.components.Present;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.runtime.ImageMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the parts of Camel that routes can use, and adds or removes others. */
@Command(name = "components", mixinStandardHelpOptions = true, description = "Shows what of Camel a route may name, and adds to it; no bridge needs to run.", subcommands = {
        ComponentsCommand.ListOf.class, ComponentsCommand.Add.class, ComponentsCommand.Remove.class})
class ComponentsCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Set by the launcher: the folder of the checkout or the image. */
    private static final String HOME = "ladibridge.home";

    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    private static Path home() {
        return Path.of(System.getProperty(HOME, ".")).toAbsolutePath().normalize();
    }

    /** What is there already. */
    @Command(name = "list", mixinStandardHelpOptions = true, sortOptions = false, description = "Components, languages and data formats that are in the bridge.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:shown", "2:this is a native executable, which has no list"}, footer = {"", "Examples:",
                    "  ladibridge components list", "  ladibridge components list --json | jq -r '.[].name'"})
    static class ListOf implements Callable<Integer> {
        /** Its own, and those of its components that stand in the place of Camel's. */
        private static final List<Present> OWN = Stream.of("hook", "journal", "poll", "sftp", "transform")
                .map(name -> new Present(CamelCatalog.Kind.COMPONENT, name, "ladibridge")).toList();

        @Option(names = "--json", description = "Print everything as JSON, for programs.")
        boolean asJson;

        @Override
        public Integer call() throws IOException {
            if (ImageMode.current() == ImageMode.NATIVE_RUN) {
                System.err.println(
                        "A native executable has no list of what is in it. Run it where the JVM image is, or in a checkout.");
                return 2;
            }
            List<Present> all = new ArrayList<>(Present.all(CamelCatalog.read(), CamelCatalog.class.getClassLoader()));
            all.removeIf(camels -> OWN.stream().anyMatch(own -> own.name().equals(camels.name())));
            all.addAll(OWN);
            all.sort(Comparator.comparing(Present::kind).thenComparing(Present::name));
            if (asJson) {
                ArrayNode array = JSON.createArrayNode();
                all.forEach(each -> array.addObject().put("name", each.name()).put("kind", kind(each))
                        .put("artifact", each.artifact()));
                System.out.println(JSON.writeValueAsString(array));
                return 0;
            }
            Table table = new Table(Ansi.AUTO, "name", "kind", "comes with");
            all.forEach(each -> table.row(each.name(), kind(each), each.artifact()));
            System.out.println(table);
            System.out.println(
                    "Others: ./ladibridge components add NAME, for example kafka, aws2-s3 or org.postgresql:postgresql");
            return 0;
        }

        private static String kind(Present each) {
            return each.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** What is not. */
    @Command(name = "add", mixinStandardHelpOptions = true, sortOptions = false, description = {
            "Adds components of Camel, or other libraries such as database drivers, to the build, in the version of the platform, and builds. "
                    + "The Quarkus extension of a component is taken where there is one, because it knows what a native executable needs."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                            "0:added and built",
                            "2:unknown, there already, or not to be had; nothing was changed. Or this is no checkout"}, footer = {
                                    "", "Examples:", "  ladibridge components add kafka",
                                    "  ladibridge components add camel-aws2-s3 org.postgresql:postgresql",
                                    "  docker build --build-arg COMPONENTS=\"kafka\" -f docker/Dockerfile.jvm -t ladibridge ."})
    static class Add implements Callable<Integer> {
        @Parameters(index = "0", arity = "1..*", paramLabel = "NAME", description = "A component (kafka), its artifact (camel-kafka), or group:artifact[:version].")
        List<String> names;

        @Option(names = "--json", description = "Print what was added as JSON, for programs.")
        boolean asJson;

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (isNoCheckout("--build-arg COMPONENTS=\"" + String.join(" ", names) + "\"")) {
                return 2;
            }
            List<Components.Added> added = Components.of(home()).add(names);
            if (asJson) {
                ArrayNode array = JSON.createArrayNode();
                added.forEach(one -> {
                    ObjectNode node = array.addObject().put("artifact", one.artifact().toString())
                            .put("extension", one.artifact().isExtension()).put("bytes", one.bytes());
                    one.jars().forEach(node.putArray("jars")::add);
                    one.gone().forEach(node.putArray("replaced")::add);
                });
                System.out.println(JSON.writeValueAsString(array));
            } else {
                added.forEach(one -> System.out.println(text(one)));
            }
            return 0;
        }

        private static String text(Components.Added one) {
            StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s is in pom.xml now: %d jars, %.1f MB",
                    one.artifact(), one.jars().size(), one.bytes() / 1e6));
            one.jars().forEach(jar -> text.append("\n  ").append(jar));
            if (!one.gone().isEmpty()) {
                text.append("\n  in the place of ").append(String.join(", ", one.gone()));
            }
            if (!one.without().isEmpty()) {
                text.append("\n  the registry has not: ")
                        .append(String.join(", ", one.without().stream().map(Artifact::toString).toList()));
            }
            if (!one.artifact().isExtension()) {
                text.append("\n  It is no Quarkus extension: in a native executable try it before you trust it.");
            }
            return text.toString();
        }
    }

    /** What is no longer needed. */
    @Command(name = "remove", mixinStandardHelpOptions = true, sortOptions = false, description = "Takes out of the build what was added, and builds.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
            "0:taken out", "2:it was not added, or this is no checkout"}, footer = {"", "Examples:",
                    "  ladibridge components remove kafka"})
    static class Remove implements Callable<Integer> {
        @Parameters(index = "0", arity = "1..*", paramLabel = "NAME", description = "As it was added.")
        List<String> names;

        @Option(names = "--json", description = "Print what was taken out as JSON, for programs.")
        boolean asJson;

        @Override
        public Integer call() throws IOException {
            if (isNoCheckout("without it in --build-arg COMPONENTS")) {
                return 2;
            }
            List<Artifact> removed = Components.of(home()).remove(names);
            System.out.println(asJson ? json(removed) : lines(removed));
            return 0;
        }

        private static String json(List<Artifact> removed) throws JsonProcessingException {
            return JSON.writeValueAsString(removed.stream().map(Artifact::toString).toList());
        }

        private static String lines(List<Artifact> removed) {
            return String.join("\n", removed.stream().map(artifact -> artifact + " is no longer in pom.xml").toList());
        }
    }

    private static boolean isNoCheckout(String argument) {
        if (Files.isRegularFile(home().resolve("pom.xml"))) {
            return false;
        }
        System.err.println("There is no pom.xml in " + home() + ": what a bridge consists of is decided where it is built. "
                + "Build the image with it: docker build " + argument + " -f docker/Dockerfile.jvm -t ladibridge .");
        return true;
    }
}
