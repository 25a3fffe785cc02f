package org.ladibridge.cli;

import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code ladibridge}: without a command it serves, which is not this class's business. */
@Command(name = "ladibridge", mixinStandardHelpOptions = true, version = "LadiBridge 1.0", sortOptions = false, description = "Carries customers from anywhere into LadiFlow and loses none.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
        "0:well, or done", "1:something wants to be looked at",
        "2:it could not be done; what was typed is wrong, too"}, footer = {
                "",
                "Without a command the bridge serves: it reads application.properties,",
                "config/application.properties and the environment (LADIFLOW_API_KEY,",
                "BRIDGE_DATA, …). «demo» serves with a built-in LadiFlow and a few samples.",
                "", "Examples:", "  ladibridge status --watch", "  ladibridge new-source webhook event-form",
                "  ladibridge routes check", "  ladibridge dead list",
                "", "Completion in bash and zsh:", "  source <(ladibridge generate-completion)"}, subcommands = {
                        ServeCommand.class, StatusCommand.class, SourcesCommand.class, EventsCommand.class,
                        DeadCommand.class, ReplayCommand.class, FilesCommand.class, AuditCommand.class, TryCommand.class,
                        DiffCommand.class, RoutesCommand.class, ComponentsCommand.class,
                        NewSourceCommand.class, LearnCommand.class, ProbeCommand.class, MoveStoreCommand.class,
                        GenerateCompletion.class})
public class LadiBridgeCommand implements Runnable {
    @Spec
    CommandSpec spec;

    /** Expected failures are printed as one sentence; anything else is a bug and is printed with its stack trace. */
    public static CommandLine commandLine() {
        // By a provider, because a command's address depends on more than one variable.
        CommandLine commands = new CommandLine(new LadiBridgeCommand()).setDefaultValueProvider(
                argument -> argument instanceof OptionSpec option && option.longestName().equals("--url")
                        ? BridgeAddress.here()
                        : null);
        return commands.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof AdminClient.Failure || failure instanceof IllegalArgumentException) {
                command.getErr().println(failure.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
            throw failure;
        });
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
