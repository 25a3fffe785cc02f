package org.ladibridge.console.web;

import java.util.ArrayList;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowGate;
import org.ladibridge.intake.file.StuckFiles;
import org.ladibridge.intake.hook.RefusedDeliveries;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.ledger.Ledger;
import org.ladibridge.ledger.Untaken;
import org.ladibridge.routes.Source;
import org.ladibridge.routes.Source.State;
import org.ladibridge.routes.Sources;
import org.ladibridge.routes.Untold;

/** What is wrong at the moment, the worst first, each in one sentence with the page on which it can be mended. */
@ApplicationScoped
class Problems {
    /** More are not counted for a sentence that stands on a page which asks every few seconds. */
    private static final int MOST_COUNTED = 1_000;

    private static final int MOST_UNTAKEN = 5;
    private static final String DEAD_LETTERS = "/console/dead-letters";

    private final Journal journal;
    private final JournalReader reader;
    private final LadiFlowGate gate;
    private final Sources sources;
    private final StuckFiles stuckFiles;
    private final Untaken untaken;
    private final Untold untold;
    private final RefusedDeliveries refused;

    Problems(Journal journal, JournalReader reader, LadiFlowGate gate, Sources sources,
            StuckFiles stuckFiles, Untaken untaken, Untold untold, RefusedDeliveries refused) {
        this.refused = refused;
        this.journal = journal;
        this.reader = reader;
        this.gate = gate;
        this.sources = sources;
        this.stuckFiles = stuckFiles;
        this.untaken = untaken;
        this.untold = untold;
    }

    List<Problem> now(Ledger.Sheet ledger, Ui ui, Msg msg, FileMsg files, HookMsg hooks) {
        List<Problem> problems = new ArrayList<>();
        journal.storeTrouble().ifPresent(trouble -> problems.add(new Problem("bad", switch (trouble.kind()) {
            case DISK -> msg.problemStore();
            case HELD -> Terms.of(ui.language(), "problem", "STORE_HELD");
            case GONE -> msg.problemStoreGone();
            case DAMAGED -> msg.problemStoreDamaged();
        }, trouble.message(), null, null)));
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
        if (delivery.failing() > 0) {
            problems.add(new Problem("warn",
                    delivery.failing() == 1
                            ? msg.problemFailingCustomer()
                            : msg.problemFailingCustomers(ui.number(delivery.failing())),
                    msg.problemFailingDetail(), msg.problemClosedAction(),
                    "/console/events?state=waiting&reason=" + Reason.LADIFLOW_FAILS_ON_THIS.name()));
        }
        for (Source source : sources.all()) {
            if (source.needsAttention()) {
                problems.add(new Problem(source.state() == State.QUARANTINED ? "bad" : "warn",
                        source.state() == State.QUARANTINED
                                ? msg.problemQuarantined(source.name())
                                : msg.problemSource(source.name()),
                        ui.trouble(source.message()), msg.problemSourceAction(), "/console/sources#" + source.name()));
            }
            refused.of(source.hookPaths()).filter(RefusedDeliveries.Refused::isMany)
                    .ifPresent(all -> problems.add(new Problem("warn", hooks.problem(source.name(), ui.number(all.count())),
                            ui.isVietnamese() ? all.messageVi() : all.message(), msg.problemSourceAction(),
                            "/console/sources#" + source.name())));
            List<StuckFiles.Stuck> all = stuckFiles.of(source.name());
            List<StuckFiles.Stuck> waiting = all.stream().filter(file -> file.needsDecision() && !file.decided())
                    .toList();
            if (!waiting.isEmpty()) {
                StuckFiles.Stuck first = waiting.get(0);
                problems.add(new Problem("warn", files.problem(source.name(), waiting.size()),
                        first.file() + ": " + (ui.isVietnamese() ? first.problemVi() : first.problem()),
                        first.needsGo() ? files.go() : files.assign(),
                        waiting.size() == 1
                                ? FilesPage.link(source.name(), first.file(), null)
                                : "/console/files?source=" + source.name()));
            }
            List<StuckFiles.Stuck> stuck = all.stream().filter(file -> !file.needsDecision()).toList();
            if (!stuck.isEmpty()) {
                StuckFiles.Stuck first = stuck.get(0);
                problems.add(new Problem("warn", msg.problemFiles(source.name(), stuck.size()),
                        first.file() + ": " + (ui.isVietnamese() ? first.problemVi() : first.problem()),
                        msg.problemSourceAction(), "/console/sources#" + source.name()));
            }
        }
        untold.line().ifPresent(line -> problems
                .add(new Problem("warn", ui.isVietnamese() ? line.messageVi() : line.message(), null, null, null)));
        untaken.lines().stream().limit(MOST_UNTAKEN).forEach(line -> problems.add(new Problem("warn",
                ui.isVietnamese() ? line.messageVi() : line.message(), ui.isVietnamese() ? line.remedyVi() : line.remedy(),
                null,
                null)));
        List<Long> troubled = reader.someTroubled(MOST_COUNTED + 1);
        if (!troubled.isEmpty()) {
            problems.add(troubled(troubled, ledger.total().dead(), ui, msg));
        }
        return problems;
    }

    /** The ledger tells how many are dead letters; what else there is was rejected. */
    private Problem troubled(List<Long> ids, long dead, Ui ui, Msg msg) {
        String severity = dead > 0 ? "bad" : "warn";
        if (ids.size() == 1) {
            String why = reader.event(ids.get(0)).map(event -> ui.sentence(event.reason())).orElse(null);
            return new Problem(severity, msg.problemRecord(), why, msg.problemRecordAction(), "/console/events/" + ids.get(0));
        }
        if (ids.size() > MOST_COUNTED) {
            return new Problem(severity, msg.problemManyRecords(ui.number(MOST_COUNTED)), null, msg.problemRecordsAction(),
                    DEAD_LETTERS);
        }
        return new Problem(severity, msg.problemRecords(ui.number(ids.size())),
                msg.problemRecordsDetail(ui.number(dead), ui.number(Math.max(0, ids.size() - dead))),
                msg.problemRecordsAction(), DEAD_LETTERS);
    }
}
