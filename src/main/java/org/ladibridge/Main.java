package org.ladibridge;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.ladibridge.cli.LadiBridgeCommand;
import org.ladibridge.cli.ServeCommand;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Without an argument the bridge serves; every other command is a short-lived client of a bridge that runs. */
@QuarkusMain
public class Main {
    public static void main(String... args) {
        if (args.length == 0 || args.length == 1 && args[0].equals("serve")) {
            // Without the command line's library, which would make a twentieth of the start.
            ServeCommand.serve();
        } else {
            // Customers have names that a container without a locale cannot write otherwise.
            System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
            // Quarkus, which does not run here, would keep Netty from methods of which newer JDKs warn.
            System.setProperty("io.netty.noUnsafe", "true");
            System.exit(LadiBridgeCommand.commandLine().execute(args));
        }
    }
}
