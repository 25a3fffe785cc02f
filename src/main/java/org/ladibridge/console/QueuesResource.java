package org.ladibridge.console;

import java.time.Instant;
import java.util.Map;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.ladibridge.journal.JournalReader;

/** {@code GET /api/queues}: since when the oldest undelivered record of each queue waits, or null. */
@Path("/api/queues")
class QueuesResource {
    private final JournalReader journal;

    QueuesResource(JournalReader journal) {
        this.journal = journal;
    }

    @GET
    public Map<String, Instant> oldest() {
        return journal.oldestInFlight();
    }
}
