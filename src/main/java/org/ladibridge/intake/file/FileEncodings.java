package org.ladibridge.intake.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.StartupEvent;

/** Says at the start what this process cannot write or read, and what to set: the launcher and the images do. */
@ApplicationScoped
class FileEncodings {
    private static final Logger LOG = Logger.getLogger(FileEncodings.class);
    private static final String LETTER = "\u1eaf";

    void check(@Observes StartupEvent event) {
        if (!canWrite(System.getProperty("sun.jnu.encoding"))) {
            LOG.warn(
                    "Names of files with accents cannot be read or written in the language settings of this process; such files stay "
                            + "in their folder. Start it with LC_ALL=C.UTF-8");
        }
        if (!canWrite(Charset.defaultCharset().name())) {
            LOG.warn("The charset of this process has no accents, so that accents in route files may be lost. Start it with "
                    + "JAVA_OPTS=-Dfile.encoding=UTF-8");
        }
    }

    /** @param charset null when nobody tells: then it is UTF-8 */
    static boolean canWrite(String charset) {
        return charset == null || !Charset.isSupported(charset) || Charset.forName(charset).equals(StandardCharsets.UTF_8)
                || Charset.forName(charset).canEncode() && Charset.forName(charset).newEncoder().canEncode(LETTER);
    }
}
