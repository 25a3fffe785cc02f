package org.ladibridge.console;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.ladibridge.ledger.Untaken;

/** {@code GET /api/not-taken}: the custom fields, tags and fields that LadiFlow does not store, with how many records had them. */
@Path("/api/not-taken")
class NotTakenResource {
    private final Untaken untaken;

    NotTakenResource(Untaken untaken) {
        this.untaken = untaken;
    }

    @GET
    public List<Untaken.Line> all() {
        return untaken.lines();
    }
}
