package org.ladibridge.console;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.ladibridge.ledger.History;
import org.ladibridge.ledger.Ledger;

/** {@code GET /api/ledger}, and the last hour of it by the minute. */
@Path("/api/ledger")
class LedgerResource {
    private final Ledger ledger;
    private final History history;

    LedgerResource(Ledger ledger, History history) {
        this.ledger = ledger;
        this.history = history;
    }

    @GET
    public Ledger.Sheet sheet() {
        return ledger.sheet();
    }

    @GET
    @Path("history")
    public List<History.Minute> history() {
        return history.minutes();
    }
}
