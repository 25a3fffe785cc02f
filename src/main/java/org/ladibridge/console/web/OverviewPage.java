package org.ladibridge.console.web;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

import org.ladibridge.BackfillConfig.QuietFor;
import org.ladibridge.console.Administrator;
import org.ladibridge.console.Switches;
import org.ladibridge.delivery.LadiFlowGate;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.ledger.Balance;
import org.ladibridge.ledger.History;
import org.ladibridge.ledger.History.Minute;
import org.ladibridge.ledger.Ledger;
import org.ladibridge.ledger.Pace;
import org.ladibridge.routes.Source;
import org.ladibridge.routes.Sources;

import io.quarkus.qute.TemplateData;

/** {@code /console}: the flow of records, live, and current problems. */
@Path("/console")
public class OverviewPage {
    private static final int SOURCES_SHOWN = 8;

    private final Ledger ledger;
    private final Pace pace;
    private final History history;
    private static final long MOST_COUNTED = 10_000_000;
    private final JournalReader reader;
    private final Switches switches;
    private final LadiFlowGate gate;
    private final Sources sources;
    private final Problems problems;
    private final Administrator administrator;
    private final Visitor visitor;
    private final Clock clock;
    private final Uis uis;
    private final Html html;

    OverviewPage(Ledger ledger, Pace pace, History history, JournalReader reader, Switches switches, LadiFlowGate gate,
            Sources sources, Problems problems, Administrator administrator, Visitor visitor, Clock clock, Uis uis, Html html) {
        this.ledger = ledger;
        this.pace = pace;
        this.history = history;
        this.reader = reader;
        this.switches = switches;
        this.gate = gate;
        this.sources = sources;
        this.problems = problems;
        this.administrator = administrator;
        this.visitor = visitor;
        this.clock = clock;
        this.uis = uis;
        this.html = html;
    }

    /** A source at the left of the picture. */
    @TemplateData
    public record Inlet(String name, String state, boolean needsAttention, double perSecond) {
    }

    /** What the picture shows. */
    @TemplateData
    public record Overview(List<Problem> problems, List<Inlet> inlets, int idle, double receivedPerSecond,
            double finishedPerSecond, long inFlight, Long secondsLeft, Instant oldest, LadiFlowGate.Status delivery,
            String quiet, Balance total, boolean balanced, List<Bar.Segment> bar, List<Plot> plots) {
    }

    @GET
    public Response page() {
        Ui ui = uis.of("overview");
        return html.page(Pages.overview(ui, overview(ui)));
    }

    /** What a page that is open asks for every few seconds. */
    @GET
    @Path("live/overview")
    public Response live() {
        Ui ui = uis.of("overview");
        return html.page(Pages.overview$live(ui, overview(ui)));
    }

    @POST
    @Path("delivery/{change:pause|resume}")
    public Response change(@PathParam("change") String change, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        switches.delivery(change.equals("pause"), administrator.name(visitor.session().user));
        uis.say(change.equals("pause") ? uis.messages().deliveryPaused() : uis.messages().deliveryResumed());
        return Html.goTo("/console");
    }

    private Overview overview(Ui ui) {
        Msg msg = uis.messages();
        Ledger.Sheet sheet = ledger.sheet();
        List<Inlet> inlets = new ArrayList<>();
        double received = 0;
        double finished = 0;
        for (Source source : sources.all()) {
            Pace.Speed speed = pace.of(source.name());
            if (source.state() != Source.State.MISSING_SETTING) {
                inlets.add(new Inlet(source.name(), source.state().name().toLowerCase(java.util.Locale.ROOT),
                        source.needsAttention(), speed.receivedPerSecond()));
            }
        }
        for (String source : sheet.sources().keySet()) {
            received += pace.of(source).receivedPerSecond();
            finished += pace.of(source).finishedPerSecond();
        }
        inlets.sort(Comparator.comparing(Inlet::needsAttention).reversed()
                .thenComparing(Comparator.comparingDouble(Inlet::perSecond).reversed())
                .thenComparing(inlet -> -sheet.sources().getOrDefault(inlet.name(), Balance.ZERO).received())
                .thenComparing(Inlet::name));
        long inFlight = sheet.total().inFlight();
        Instant oldest = reader.oldestInFlight().values().stream().filter(Objects::nonNull).min(Comparator.naturalOrder())
                .orElse(null);
        return new Overview(problems.now(sheet, ui, msg, uis.fileMessages(), uis.hookMessages()),
                inlets.subList(0, Math.min(SOURCES_SHOWN, inlets.size())),
                Math.max(0, inlets.size() - SOURCES_SHOWN), received, finished, inFlight,
                inFlight == 0 || finished < 0.05 ? null : (long) (inFlight / finished), oldest, gate.status(), quiet(ui),
                sheet.total(),
                sheet.balanced(), Bar.of(sheet.total()), plots(msg, received, finished));
    }

    /** What the quiet hours hold back; null outside of them. */
    private String quiet(Ui ui) {
        LadiFlowGate.Status now = gate.status();
        return now.quietUntil() == null
                ? null
                : uis.fileMessages().quiet(ui.when(now.quietUntil()),
                        ui.number(reader.countReady(now.quietFor() == QuietFor.BACKFILL, MOST_COUNTED)));
    }

    private List<Plot> plots(Msg msg, double received, double finished) {
        List<Minute> minutes = history.minutes();
        Instant now = clock.instant();
        return List.of(
                Plot.of("received", msg.plotReceived(), minutes, Minute::received, now).now(perMinute(received)),
                Plot.of("finished", msg.plotFinished(), minutes, Minute::finished, now).now(perMinute(finished)),
                Plot.of("inflight", msg.plotInFlight(), minutes, Minute::inFlight, now),
                Plot.of("dead", msg.plotDead(), minutes, Minute::dead, now));
    }

    private static long perMinute(double perSecond) {
        return Math.round(perSecond * 60);
    }
}
