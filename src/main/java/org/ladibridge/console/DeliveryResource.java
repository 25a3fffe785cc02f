package org.ladibridge.console;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.ladibridge.delivery.LadiFlowGate;

/** {@code /api/delivery}: whether records go out to LadiFlow. */
@Path("/api/delivery")
class DeliveryResource {
    private final LadiFlowGate gate;

    DeliveryResource(LadiFlowGate gate) {
        this.gate = gate;
    }

    @GET
    public LadiFlowGate.Status status() {
        return gate.status();
    }

    @POST
    @Path("pause")
    public LadiFlowGate.Status pause() {
        gate.pause();
        return gate.status();
    }

    @POST
    @Path("resume")
    public LadiFlowGate.Status resume() {
        gate.resume();
        return gate.status();
    }
}
