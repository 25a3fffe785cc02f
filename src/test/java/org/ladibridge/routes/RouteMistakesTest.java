package org.ladibridge.routes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

class RouteMistakesTest {
    private static final String TOLD = "line 12, column 12: there is no component «imaps» in the bridge; add it with ./ladibridge "
            + "components add camel-mail";

    /** The mail library is on the class path of the tests, and not in the bridge. */
    @Test
    void aBeanThatLacksTheLibraryOfAComponentIsToldAsTheComponent() throws Exception {
        String yaml = Files.readString(Path.of("routes/_template-mail/my-source.camel.yaml"));
        Throwable missing = new ClassNotFoundException("jakarta.mail.MessagingException");
        Throwable unlinked = new NoClassDefFoundError("jakarta/mail/MessagingException").initCause(missing);
        assertEquals(TOLD, RouteMistakes.said(missing, yaml));
        assertEquals(TOLD, RouteMistakes.said(unlinked, yaml));
        assertEquals(TOLD,
                RouteMistakes.said(new IllegalStateException("Cannot find class: org.ladibridge.intake.mail.MailDrop",
                        unlinked), yaml));
    }

    @Test
    void aClassOfTheAuthorsIsToldAsAClass() throws Exception {
        String yaml = Files.readString(Path.of("routes/_template-mail/my-source.camel.yaml"));
        assertEquals("line 1, column 1: there is no class «vn.example.Drop» in the bridge; correct its name",
                RouteMistakes.said(new IllegalStateException("ClassNotFoundException: vn.example.Drop"), yaml));
    }
}
