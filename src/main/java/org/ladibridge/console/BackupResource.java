package org.ladibridge.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import org.ladibridge.BridgeConfig;
import org.ladibridge.journal.Journal;

/** {@code GET /api/backup}: the whole store as of one moment, as a file that a data folder can begin with. */
@jakarta.ws.rs.Path("/api/backup")
class BackupResource {
    private final Journal journal;
    private final BridgeConfig config;
    private final Administrator administrator;

    BackupResource(Journal journal, BridgeConfig config, Administrator administrator) {
        this.journal = journal;
        this.config = config;
        this.administrator = administrator;
    }

    @GET
    public Response backup() throws IOException {
        // Beside the store, because there is room for a store; opened by name, so that it is gone whatever becomes of the answer.
        Path folder = Files.createTempDirectory(config.data(), "backup-");
        Path copy = folder.resolve("bridge.db");
        try {
            journal.backup(copy);
            journal.auditDone(administrator.did("store.backup", "store"));
        } catch (UnsupportedOperationException e) {
            remove(copy, folder);
            return Problem.response(Response.Status.CONFLICT, e.getMessage(),
                    "kho lưu nằm trong PostgreSQL: hãy sao lưu bằng công cụ của máy chủ đó, ví dụ pg_dump");
        } catch (RuntimeException e) {
            remove(copy, folder);
            throw e;
        }
        StreamingOutput body = out -> {
            try {
                Files.copy(copy, out);
            } finally {
                remove(copy, folder);
            }
        };
        return Response.ok(body, "application/vnd.sqlite3").header(HttpHeaders.CONTENT_LENGTH, Files.size(copy)).build();
    }

    private static void remove(Path copy, Path folder) throws IOException {
        Files.deleteIfExists(copy);
        Files.deleteIfExists(folder);
    }
}
