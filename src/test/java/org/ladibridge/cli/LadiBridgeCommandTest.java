package org.ladibridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.cli.NewSourceCommand.Kind;
import org.ladibridge.journal.State;

import com.sun.net.httpserver.HttpServer;

import picocli.CommandLine;

/** What every command keeps to. */
class LadiBridgeCommandTest {
    /** Those that do something, under their whole names. */
    static List<CommandLine> commands() {
        List<CommandLine> commands = new ArrayList<>();
        collect(LadiBridgeCommand.commandLine(), commands);
        return commands.stream().filter(command -> !Set.of("serve", "generate-completion").contains(command.getCommandName()))
                .filter(command -> !(command.getCommand() instanceof Runnable)).toList();
    }

    private static void collect(CommandLine command, List<CommandLine> all) {
        all.add(command);
        command.getSubcommands().values().forEach(sub -> collect(sub, all));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itsHelpHasExamplesAndExitCodes(CommandLine command) {
        String help = command.getUsageMessage();
        assertTrue(help.contains("Example"), help);
        assertTrue(help.contains("Exit codes:"), help);
        assertTrue(help.contains("--help"), help);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itSpeaksJson(CommandLine command) {
        assertTrue(command.getCommandSpec().optionsMap().containsKey("--json"), command.getCommandName());
    }

    @ParameterizedTest
    @EnumSource
    void aTemplateIsCopiedWhole(Kind kind) throws Exception {
        Path template = Path.of("routes", "_template-" + kind);
        Set<String> files = new TreeSet<>();
        try (Stream<Path> all = Files.walk(template)) {
            all.filter(Files::isRegularFile).map(file -> template.relativize(file).toString())
                    .filter(file -> !file.equals("README.md")).forEach(files::add);
        }
        assertEquals(files, new TreeSet<>(kind.files));
    }

    @ParameterizedTest
    @EnumSource
    void theHelpOfEventsNamesEveryState(State state) {
        String help = LadiBridgeCommand.commandLine().getSubcommands().get("events").getUsageMessage();
        assertTrue(help.contains(state.label()), help);
    }

    private static String refused(String... arguments) {
        StringWriter said = new StringWriter();
        assertEquals(2, LadiBridgeCommand.commandLine().setErr(new PrintWriter(said, true)).execute(arguments));
        return said.toString().strip();
    }

    @Test
    void aReplayOfNothingInParticularIsToldItsOptions() {
        assertEquals("name what to replay: ids, as in «events», or --reason, --source, --customer, --since or --until; "
                + "everything is too much", refused("dead", "replay", "--token", "x"));
    }

    @Test
    void eventsOfASourceThatThereIsNotAreATypingError() throws Exception {
        HttpServer bridge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Map.of("/api/events", "[]", "/api/sources", "[{\"name\":\"shopify\"}]", "/api/ledger",
                "{\"sources\":{\"hubspot-contacts\":{}}}").forEach((path, answer) -> bridge.createContext(path, exchange -> {
                    exchange.sendResponseHeaders(200, answer.length());
                    exchange.getResponseBody().write(answer.getBytes(StandardCharsets.US_ASCII));
                    exchange.close();
                }));
        bridge.start();
        try {
            String url = "http://127.0.0.1:" + bridge.getAddress().getPort();
            assertEquals("there is no source «shopfy»; did you mean «shopify»?",
                    refused("events", "--source", "shopfy", "--url", url, "--token", "x"));
            for (String known : List.of("shopify", "hubspot-contacts")) {
                assertEquals(0,
                        LadiBridgeCommand.commandLine().execute("events", "--source", known, "--url", url, "--token", "x"));
            }
        } finally {
            bridge.stop(0);
        }
    }

    @Test
    void aSpanOfTimeIsSaidInOneUnit() {
        assertEquals("119 s", Durations.text(119));
        assertEquals("2 min", Durations.text(150));
        assertEquals("3 h", Durations.text(3 * 3600 + 100));
        assertEquals("2 days", Durations.text(2 * 86_400));
        assertFalse(Durations.text(0).isEmpty());
    }
}
