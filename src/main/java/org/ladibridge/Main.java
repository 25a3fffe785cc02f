package org.ladibridge;

import org.ladibridge.cli.LadiBridgeCommand;
import org.ladibridge.cli.ServeCommand;

import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Without an argument the bridge serves; every other command is a short-lived client of a bridge that runs. */
@QuarkusMain
public class Main {
    public static void main(String... args) {
        if (args.length == 0) {
            ServeCommand.serve();
        } else {
            System.exit(new CommandLine(new LadiBridgeCommand()).execute(args));
        }
    }
}
