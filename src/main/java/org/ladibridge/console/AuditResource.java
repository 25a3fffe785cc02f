package org.ladibridge.console;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;

import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Audited;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code GET /api/audit}: who did what, newest first. */
@Path("/api/audit")
class AuditResource {
    private static final int MOST = 1_000;

    private final JournalReader journal;
    private final ObjectMapper json;

    AuditResource(JournalReader journal, ObjectMapper json) {
        this.journal = journal;
        this.json = json;
    }

    /** Something that a person did; {@code detail} is null where there is none. */
    public record AuditView(long id, Instant at, String actor, String action, String subject, JsonNode detail) {
    }

    @GET
    public List<AuditView> audit(@QueryParam("before") Long before, @QueryParam("limit") @DefaultValue("50") int limit)
            throws IOException {
        if (limit < 1 || limit > MOST) {
            throw Problem.badRequest("limit takes 1 to " + MOST, "limit nhận giá trị từ 1 đến " + MOST);
        }
        List<AuditView> views = new ArrayList<>();
        for (Audited done : journal.audit(before, limit)) {
            views.add(new AuditView(done.id(), done.at(), done.actor(), done.action(), done.subject(),
                    done.detail() == null ? null : json.readTree(done.detail())));
        }
        return views;
    }
}
