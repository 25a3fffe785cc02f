package org.ladibridge.console;

import java.time.Instant;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import org.ladibridge.BackfillConfig.QuietFor;
import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowGate;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.routes.Untold;

/** {@code /api/delivery}: whether records go out to LadiFlow. */
@Path("/api/delivery")
class DeliveryResource {
    private static final long MOST_COUNTED = 10_000_000;

    private final LadiFlowGate gate;
    private final JournalReader reader;
    private final Switches switches;
    private final Administrator administrator;
    private final Untold untold;

    DeliveryResource(LadiFlowGate gate, JournalReader reader, Switches switches, Administrator administrator, Untold untold) {
        this.gate = gate;
        this.reader = reader;
        this.switches = switches;
        this.administrator = administrator;
        this.untold = untold;
    }

    /**
     * How delivery stands, as {@link LadiFlowGate.Status}.
     *
     * @param quietWaiting how many records wait for the end of the quiet hours; null outside of them
     * @param outcomes what is wrong with the way of the outcomes, and what to do; null when nothing is
     * @param outcomesVi the same in Vietnamese
     */
    public record View(boolean open, boolean paused, Reason reason, String detail, Instant probeAt, int failing,
            Instant quietUntil,
            QuietFor quietFor, Long quietWaiting, String outcomes, String outcomesVi) {
    }

    @GET
    public View status() {
        LadiFlowGate.Status now = gate.status();
        return new View(now.open(), now.paused(), now.reason(), now.detail(), now.probeAt(), now.failing(), now.quietUntil(),
                now.quietFor(),
                now.quietUntil() == null ? null : reader.countReady(now.quietFor() == QuietFor.BACKFILL, MOST_COUNTED),
                untold.line().map(Untold.Line::message).orElse(null), untold.line().map(Untold.Line::messageVi).orElse(null));
    }

    @POST
    @Path("pause")
    public View pause() {
        switches.delivery(true, administrator.name());
        return status();
    }

    @POST
    @Path("resume")
    public View resume() {
        switches.delivery(false, administrator.name());
        return status();
    }
}
