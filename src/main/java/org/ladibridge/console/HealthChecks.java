package org.ladibridge.console;

import java.util.List;
import java.util.Locale;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowGate;
import org.ladibridge.intake.file.StuckFiles;
import org.ladibridge.intake.hook.HookRegistry;
import org.ladibridge.journal.Journal;
import org.ladibridge.ledger.Untaken;
import org.ladibridge.routes.Source;
import org.ladibridge.routes.Sources;
import org.ladibridge.routes.Untold;

import io.smallrye.health.api.Wellness;

/**
 * Ready means that senders' records can be stored. What is wrong beyond that (LadiFlow, a broken source) makes the bridge unwell
 * but not unready: taking webhooks is the one thing it must go on doing.
 */
@ApplicationScoped
class HealthChecks {
    private final Journal journal;
    private final HookRegistry hooks;
    private final LadiFlowGate gate;
    private static final int MOST_FILES = 20;

    private final Sources sources;
    private final StuckFiles stuckFiles;
    private final Untaken untaken;
    private final Untold untold;

    HealthChecks(Journal journal, HookRegistry hooks, LadiFlowGate gate, Sources sources,
            StuckFiles stuckFiles, Untaken untaken, Untold untold) {
        this.journal = journal;
        this.hooks = hooks;
        this.gate = gate;
        this.sources = sources;
        this.stuckFiles = stuckFiles;
        this.untaken = untaken;
        this.untold = untold;
    }

    @Produces
    @Liveness
    HealthCheck process() {
        return () -> HealthCheckResponse.named("process").status(journal.isAlive()).build();
    }

    @Produces
    @Readiness
    HealthCheck store() {
        return () -> {
            String trouble = journal.trouble().orElse(null);
            HealthCheckResponseBuilder response = HealthCheckResponse.named("store").status(trouble == null);
            return (trouble == null ? response : response.withData("problem", trouble)).build();
        };
    }

    @Produces
    @Readiness
    HealthCheck webhooks() {
        return () -> HealthCheckResponse.named("webhooks").status(hooks.isComplete()).build();
    }

    @Produces
    @Wellness
    HealthCheck ladiflow() {
        return () -> {
            LadiFlowGate.Status status = gate.status();
            HealthCheckResponseBuilder response = HealthCheckResponse.named("ladiflow").status(status.open());
            if (status.quietUntil() != null) {
                response.withData("quietUntil", status.quietUntil().toString());
            }
            if (status.paused()) {
                response.withData("problem", "paused; resume it with POST /api/delivery/resume");
            } else if (!status.open()) {
                response.withData("reason", status.reason().name()).withData("problem", status.reason().en())
                        .withData("problem_vi", status.reason().vi()).withData("probeAt", status.probeAt().toString());
            }
            return response.build();
        };
    }

    @Produces
    @Wellness
    HealthCheck customers() {
        return () -> {
            int failing = gate.status().failing();
            HealthCheckResponseBuilder response = HealthCheckResponse.named("customers").status(failing == 0);
            return (failing == 0
                    ? response
                    : response.withData("failing", failing).withData("reason", Reason.LADIFLOW_FAILS_ON_THIS.name())
                            .withData("problem", Reason.LADIFLOW_FAILS_ON_THIS.en())
                            .withData("problem_vi", Reason.LADIFLOW_FAILS_ON_THIS.vi()))
                    .build();
        };
    }

    @Produces
    @Wellness
    HealthCheck routes() {
        return () -> {
            List<Source> broken = sources.all().stream().filter(Source::needsAttention).toList();
            HealthCheckResponseBuilder response = HealthCheckResponse.named("sources").status(broken.isEmpty());
            sources.all().stream().filter(source -> source.message() != null).forEach(source -> {
                String state = source.state().name().toLowerCase(Locale.ROOT);
                response.withData(source.name(), state + ": " + source.message()).withData(source.name() + " (vi)",
                        state + ": " + source.messageVi());
            });
            return response.build();
        };
    }

    /** What LadiFlow does not store is reported without making the bridge unwell: a source may send more than anybody wants to keep. */
    @Produces
    @Wellness
    HealthCheck fields() {
        return () -> {
            HealthCheckResponseBuilder response = HealthCheckResponse.named("fields").up();
            untaken.lines().stream().limit(MOST_FILES).forEach(line -> response.withData(line.name(), line.sentence())
                    .withData(line.name() + " (vi)", line.sentenceVi()));
            return response.build();
        };
    }

    /** Outcomes that nobody takes fill the store. */
    @Produces
    @Wellness
    HealthCheck outcomes() {
        return () -> {
            Untold.Line line = untold.line().orElse(null);
            HealthCheckResponseBuilder response = HealthCheckResponse.named("outcomes").status(line == null);
            return (line == null
                    ? response
                    : response.withData("problem", line.message()).withData("problem_vi", line.messageVi())).build();
        };
    }

    /** A file that cannot be taken waits for somebody. */
    @Produces
    @Wellness
    HealthCheck files() {
        return () -> {
            HealthCheckResponseBuilder response = HealthCheckResponse.named("files").up();
            for (Source source : sources.all()) {
                List<StuckFiles.Stuck> stuck = stuckFiles.of(source.name());
                stuck.stream().limit(MOST_FILES).forEach(file -> (file.isTrouble() ? response.down() : response)
                        .withData(source.name() + "/" + file.file(), file.problem())
                        .withData(source.name() + "/" + file.file() + " (vi)", file.problemVi()));
                if (stuck.size() > MOST_FILES) {
                    response.withData(source.name(), stuck.size() + " files in all");
                }
            }
            return response.build();
        };
    }
}
