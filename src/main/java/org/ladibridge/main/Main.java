package org.ladibridge.main;

import java.io.IOException;
import java.nio.file.Path;

import org.ladibridge.Locality;
import org.ladibridge.cli.BridgeAddress;
import org.ladibridge.cli.DemoFolder;
import org.ladibridge.cli.LadiBridgeCommand;
import org.ladibridge.cli.ServeCommand;

import io.quarkus.runtime.annotations.QuarkusMain;

/** Without an argument the bridge serves; every other command is a short-lived client of a bridge that runs. */
@QuarkusMain
public class Main {
    /** The folder that a demo throws away, given by the launcher alone. */
    private static final String DEMO_FOLDER = "ladibridge.demo-folder";

    public static void main(String... args) throws IOException {
        Locality.makeNeutral();
        String demo = System.getProperty(DEMO_FOLDER);
        if (demo != null && !DemoFolder.empty(Path.of(demo))) {
            System.err.println("A demo runs already and uses " + demo + ": open it at " + BridgeAddress.here()
                    + "/console, or stop it first; nothing was changed.");
            System.exit(1);
        }
        if (args.length == 0 || args.length == 1 && args[0].equals("serve")) {
            // Without the command line's library, which would make a twentieth of the start.
            ServeCommand.serve();
        } else {
            // Quarkus, which does not run here, would keep Netty from methods of which newer JDKs warn.
            System.setProperty("io.netty.noUnsafe", "true");
            System.exit(LadiBridgeCommand.commandLine().execute(args));
        }
    }
}
