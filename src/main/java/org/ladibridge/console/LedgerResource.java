package org.ladibridge.console;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.ladibridge.ledger.Ledger;

/** {@code GET /api/ledger}. */
@Path("/api/ledger")
class LedgerResource {
    private final Ledger ledger;

    LedgerResource(Ledger ledger) {
        this.ledger = ledger;
    }

    @GET
    public Ledger.Sheet sheet() {
        return ledger.sheet();
    }
}
