package org.ladibridge.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

import org.ladibridge.routes.RoutesCheck;
import org.ladibridge.routes.RoutesCheck.Finding;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.ImageMode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The folder of the sources, without a bridge. */
@Command(name = "routes", mixinStandardHelpOptions = true, description = "Looks at the folder of the sources; no bridge needs to run.", subcommands = RoutesCommand.Check.class)
class RoutesCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /** All that can be said before a source runs. */
    @Command(name = "check", mixinStandardHelpOptions = true, sortOptions = false, description = {
            "Builds every source as the bridge does, without starting it: YAML, parameters, components, expressions, mappings, and whether each sample becomes what its .expected.json says. "
                    + "Prints file:line:column: what is wrong and what to do."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                            "0:nothing to mend", "1:there is something to mend",
                            "2:nothing was checked: there is no such folder or source, or this is a native executable"}, footer = {
                                    "", "Examples:", "  ladibridge routes check",
                                    "  ladibridge routes check shopify event-form",
                                    "  ladibridge routes check --json | jq -r '.problems[] | \"\\(.file):\\(.line)\"'"})
    static class Check implements Callable<Integer> {
        @Parameters(index = "0", arity = "0..*", paramLabel = "SOURCE", description = "Only these sources; all without one.")
        List<String> sources = List.of();

        @Option(names = "--routes", defaultValue = "${env:BRIDGE_ROUTES:-routes}", paramLabel = "FOLDER", description = "Folder of the sources (BRIDGE_ROUTES; ${DEFAULT-VALUE}).")
        Path routes;

        @Option(names = "--json", description = "Print everything as JSON, for programs.")
        boolean asJson;

        @Override
        public Integer call() throws JsonProcessingException {
            if (ImageMode.current() == ImageMode.NATIVE_RUN) {
                System.err.println(
                        "Nothing was checked: a native executable has not what sets up Camel for a check. Run it where the "
                                + "JVM image is (docker run --rm -v \"$PWD/routes:/app/routes\" ladibridge routes check) or in a checkout.");
                return 2;
            }
            RoutesCheck.Report report = RoutesCheck.of(routes, sources);
            if (asJson) {
                System.out.println(new ObjectMapper().writeValueAsString(report));
            } else {
                report.notes().forEach(note -> print(note, "note: ", Style.faint));
                report.problems().forEach(problem -> print(problem, "", Style.fg_red));
                System.out.printf("%d %s, %d %s: %s%n", report.sources(), report.sources() == 1 ? "source" : "sources",
                        report.samples(), report.samples() == 1 ? "sample" : "samples", report.problems().isEmpty()
                                ? "nothing to mend"
                                : report.problems().size() + " to mend");
            }
            return report.problems().isEmpty() ? 0 : 1;
        }

        private static void print(Finding finding, String kind, Style style) {
            String place = finding.file() + ":" + finding.line() + ":" + finding.column() + ": ";
            System.out.println((Ansi.AUTO.enabled() ? style.on() + place + style.off() : place) + kind + finding.message());
        }
    }
}
