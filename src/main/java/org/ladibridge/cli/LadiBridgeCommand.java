package org.ladibridge.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ladibridge}: without a command it serves, which is not this class's business. */
@Command(name = "ladibridge", mixinStandardHelpOptions = true, version = "LadiBridge 1.0", sortOptions = false, description = "Carries customers from anywhere into LadiFlow and loses none.", footer = {
        "", "Without a command the bridge serves: it reads application.properties, config/application.properties and the",
        "environment (LADIFLOW_API_KEY, BRIDGE_DATA, …). «demo» serves with a built-in LadiFlow and a few sample records."}, subcommands = {
                ServeCommand.class, StatusCommand.class, EventsCommand.class, DeadCommand.class,
                AuditCommand.class, TryCommand.class})
public class LadiBridgeCommand implements Runnable {
    @Spec
    CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
