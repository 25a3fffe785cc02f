package org.ladibridge.console;

import java.nio.charset.StandardCharsets;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.journal.AuditEntry;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;

/**
 * The caller of the current request: its address, and the name in {@code X-Admin-User} if given. The token is shared, so the name
 * is what the caller says.
 */
@ApplicationScoped
public class Administrator {
    static final String HEADER = "X-Admin-User";
    private static final int LONGEST = 100;
    private static final char UNDECODABLE = '\ufffd';

    private final CurrentVertxRequest current;

    Administrator(CurrentVertxRequest current) {
        this.current = current;
    }

    String name() {
        HttpServerRequest request = current.getCurrent().request();
        return name(request.remoteAddress().hostAddress(), request.getHeader(HEADER));
    }

    /** Who makes the current call and has said their name before; blank when they have not. */
    public String name(String user) {
        String address = address();
        return user.isEmpty() ? address : user + " (" + address + ")";
    }

    /** Where the current call comes from; behind a proxy the proxy's. */
    String address() {
        return current.getCurrent().request().remoteAddress().hostAddress();
    }

    AuditEntry did(String action, String subject) {
        return new AuditEntry(name(), action, subject, null);
    }

    static String name(String address, String header) {
        String user = header == null ? "" : printable(header);
        return user.isEmpty() ? address : user + " (" + address + ")";
    }

    /** HTTP reads the bytes of a header as Latin-1; most people send UTF-8. */
    private static String printable(String header) {
        String utf8 = new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return printable(utf8.indexOf(UNDECODABLE) < 0 ? utf8 : header, LONGEST);
    }

    /** What of a name may stand in the audit. */
    public static String printable(String text, int longest) {
        return text.codePoints().filter(Administrator::isPrintable).limit(longest)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString().trim();
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
