package org.ladibridge;

import java.util.Set;

import org.apache.camel.quarkus.main.CamelMainApplication;
import org.ladibridge.cli.LadiBridgeCommand;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Without an argument the bridge serves; every other command is a short-lived client of a bridge that runs. */
@QuarkusMain
public class Main {
    private static final Set<String> SERVE = Set.of("serve");

    public static void main(String... args) {
        if (args.length == 0 || SERVE.contains(args[0])) {
            Quarkus.run(CamelMainApplication.class);
        } else {
            System.exit(new CommandLine(new LadiBridgeCommand()).execute(args));
        }
    }
}
