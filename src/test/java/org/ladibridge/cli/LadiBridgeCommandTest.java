package org.ladibridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.ladibridge.cli.NewSourceCommand.Kind;

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

    @Test
    void aSpanOfTimeIsSaidInOneUnit() {
        assertEquals("119 s", Durations.text(119));
        assertEquals("2 min", Durations.text(150));
        assertEquals("3 h", Durations.text(3 * 3600 + 100));
        assertEquals("2 days", Durations.text(2 * 86_400));
        assertFalse(Durations.text(0).isEmpty());
    }
}
