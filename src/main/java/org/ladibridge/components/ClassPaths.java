package org.ladibridge.components;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedSet;

/** Which jars a project file brings. */
@FunctionalInterface
interface ClassPaths {
    /**
     * @throws Refused when one of its artifacts is not to be had
     */
    SortedSet<Path> of(ProjectFile file) throws IOException, InterruptedException;

    /** An artifact is not to be had; the message says which, as Maven does. */
    final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }
}
