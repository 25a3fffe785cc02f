package org.ladibridge.console.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.delivery.LadiFlowGate;
import org.ladibridge.journal.Journal;
import org.ladibridge.ledger.Ledger;
import org.ladibridge.routes.Source;
import org.ladibridge.routes.Source.State;
import org.ladibridge.routes.Sources;

/** What is wrong at the moment, the worst first, each in one sentence with the page on which it can be mended. */
@ApplicationScoped
class Problems {
    private final Journal journal;
    private final LadiFlowGate gate;
    private final Sources sources;

    Problems(Journal journal, LadiFlowGate gate, Sources sources) {
        this.journal = journal;
        this.gate = gate;
        this.sources = sources;
    }

    List<Problem> now(Ledger.Sheet ledger, Ui ui, Msg msg) {
        List<Problem> problems = new ArrayList<>();
        Optional<String> store = journal.trouble();
        store.ifPresent(trouble -> problems.add(new Problem("bad", msg.problemStore(), trouble, null, null)));
        if (!ledger.balanced()) {
            problems.add(new Problem("bad", msg.problemUnbalanced(), null, msg.problemUnbalancedAction(), "#ledger"));
        }
        LadiFlowGate.Status delivery = gate.status();
        if (delivery.paused()) {
            problems.add(new Problem("warn", msg.problemPaused(), null, msg.problemPausedAction(), "#delivery"));
        } else if (!delivery.open()) {
            problems.add(new Problem("bad", ui.sentence(delivery.reason()), delivery.detail(), msg.problemClosedAction(),
                    "/console/events?state=waiting"));
        }
        for (Source source : sources.all()) {
            if (source.needsAttention()) {
                problems.add(new Problem(source.state() == State.QUARANTINED ? "bad" : "warn",
                        source.state() == State.QUARANTINED
                                ? msg.problemQuarantined(source.name())
                                : msg.problemSource(source.name()),
                        source.message(), msg.problemSourceAction(), "/console/sources#" + source.name()));
            }
        }
        if (ledger.total().dead() > 0) {
            problems.add(new Problem("bad", msg.problemDead(ui.number(ledger.total().dead())), null, msg.problemDeadAction(),
                    "/console/dead-letters"));
        }
        return problems;
    }
}
