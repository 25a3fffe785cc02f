package org.ladibridge.cli;

import org.apache.camel.quarkus.main.CamelMainApplication;

import io.quarkus.runtime.Quarkus;
import picocli.CommandLine.Command;

/** {@code serve}: the bridge itself. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "Runs the bridge; the same as no command at all.", footer = {
        "",
        "Settings come from application.properties, config/application.properties and the environment; the README lists them."})
public class ServeCommand implements Runnable {

    /** Returns when the bridge has stopped. */
    public static void serve() {
        Quarkus.run(CamelMainApplication.class);
    }

    @Override
    public void run() {
        serve();
    }
}
