package org.ladibridge.console;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.ladibridge.delivery.LadiFlowGate;
import org.ladibridge.journal.Journal;

/** {@code /api/delivery}: whether records go out to LadiFlow. */
@Path("/api/delivery")
class DeliveryResource {
    private static final String SUBJECT = "delivery";

    private final LadiFlowGate gate;
    private final Journal journal;
    private final Administrator administrator;

    DeliveryResource(LadiFlowGate gate, Journal journal, Administrator administrator) {
        this.gate = gate;
        this.journal = journal;
        this.administrator = administrator;
    }

    @GET
    public LadiFlowGate.Status status() {
        return gate.status();
    }

    @POST
    @Path("pause")
    public LadiFlowGate.Status pause() {
        gate.pause();
        journal.auditDone(administrator.did("delivery.pause", SUBJECT));
        return gate.status();
    }

    @POST
    @Path("resume")
    public LadiFlowGate.Status resume() {
        gate.resume();
        journal.auditDone(administrator.did("delivery.resume", SUBJECT));
        return gate.status();
    }
}
