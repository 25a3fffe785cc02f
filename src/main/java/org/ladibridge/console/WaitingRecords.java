package org.ladibridge.console;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.delivery.LadiFlowGate;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;

/** What a person can do with a record that waits for its time. */
@ApplicationScoped
public class WaitingRecords {
    private final JournalReader reader;
    private final Journal journal;
    private final LadiFlowGate gate;

    WaitingRecords(JournalReader reader, Journal journal, LadiFlowGate gate) {
        this.reader = reader;
        this.journal = journal;
        this.gate = gate;
    }

    /** Makes a dead letter of it, or, when it is with LadiFlow at the moment, if that fails again; false when it does not wait. */
    public boolean setAside(long id, String actor) {
        Optional<String> line = reader.waitingIn(id);
        line.ifPresent(waiting -> {
            journal.audit(new AuditEntry(actor, "event.set-aside", "event/" + id, null)).join();
            gate.setAside(waiting, id);
        });
        return line.isPresent();
    }

    /** Sends it now; false when it does not wait. */
    public boolean sendNow(long id, String actor) {
        Optional<String> line = reader.waitingIn(id);
        line.ifPresent(waiting -> {
            journal.audit(new AuditEntry(actor, "event.send-now", "event/" + id, null)).join();
            gate.hurry(waiting);
        });
        return line.isPresent();
    }
}
