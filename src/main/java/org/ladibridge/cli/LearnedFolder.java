package org.ladibridge.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

import org.ladibridge.intake.LearnedSource;

/**
 * Where a source that was learned is written.
 *
 * @param yes whether nobody is asked
 */
record LearnedFolder(Path routes, String name, boolean yes) {

    /** @throws IllegalArgumentException when nothing can be written there */
    LearnedFolder {
        if (!LearnedSource.isName(name)) {
            throw new IllegalArgumentException("«" + name
                    + "» cannot be the name of a source; take lower-case letters, digits and single hyphens, such as event-form");
        }
        if (!Files.isDirectory(routes)) {
            throw new IllegalArgumentException(
                    "there is no folder " + routes + "; name the folder of the sources with --routes or BRIDGE_ROUTES");
        }
        if (Files.exists(routes.resolve(name))) {
            throw new IllegalArgumentException(
                    routes.resolve(name) + " exists already; choose another name, or take the folder away");
        }
    }

    Path folder() {
        return routes.resolve(name);
    }

    /** Asks first. @return the exit code */
    int write(Map<String, String> files, String next) throws IOException {
        if (!yes && !agreed("Write " + folder() + "? [y/N] ")) {
            System.err.println("nothing was written (--yes writes without asking)");
            return 1;
        }
        LearnedSource.write(routes, name, files);
        System.err.println("written: " + folder() + "\n" + next);
        return 0;
    }

    static boolean agreed(String question) {
        Console console = System.console();
        String answer = console == null ? "" : console.readLine("%s", question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
    }
}
