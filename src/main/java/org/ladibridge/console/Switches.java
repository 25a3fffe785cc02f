package org.ladibridge.console;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.delivery.LadiFlowGate;
import org.ladibridge.intake.poll.PollCheckpoints;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;
import org.ladibridge.routes.Sources;

/** What a person switches, in the API as in the console. Each change is written to the audit here, so that no caller can forget it. */
@ApplicationScoped
public class Switches {
    private final LadiFlowGate gate;
    private final Sources sources;
    private final PollCheckpoints checkpoints;
    private final Journal journal;

    Switches(LadiFlowGate gate, Sources sources, PollCheckpoints checkpoints, Journal journal) {
        this.gate = gate;
        this.sources = sources;
        this.checkpoints = checkpoints;
        this.journal = journal;
    }

    /** @param paused whether delivery stops; else it goes on, and a LadiFlow that was down is asked at once */
    public void delivery(boolean paused, String actor) {
        if (paused) {
            gate.pause();
        } else {
            gate.resume();
        }
        audit(actor, paused ? "delivery.pause" : "delivery.resume", "delivery");
    }

    /** @throws IllegalStateException when the source cannot be switched so; the message says why */
    public void source(String name, boolean paused, String actor) throws Exception {
        if (paused) {
            sources.pause(name);
        } else {
            sources.resume(name);
        }
        audit(actor, paused ? "source.pause" : "source.resume", "source/" + name);
    }

    /**
     * Moves the watermark of a poll.
     *
     * @throws IllegalStateException when the source cannot be stopped for it; the message says why
     */
    void pollFrom(String name, Instant since, String actor) throws Exception {
        sources.whileStopped(name, () -> checkpoints.set(name, since));
        audit(actor, "source.from", "source/" + name);
    }

    private void audit(String actor, String action, String subject) {
        journal.auditDone(new AuditEntry(actor, action, subject, null));
    }
}
