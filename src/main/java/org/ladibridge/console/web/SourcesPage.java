package org.ladibridge.console.web;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

import org.ladibridge.console.Administrator;
import org.ladibridge.console.Switches;
import org.ladibridge.intake.MappingGuard;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.file.FileProgress;
import org.ladibridge.intake.file.StuckFiles;
import org.ladibridge.intake.hook.RefusedDeliveries;
import org.ladibridge.intake.poll.PollProgress;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Trouble;
import org.ladibridge.ledger.Balance;
import org.ladibridge.ledger.Ledger;
import org.ladibridge.ledger.Pace;
import org.ladibridge.routes.Source;
import org.ladibridge.routes.Source.State;
import org.ladibridge.routes.Sources;

import io.quarkus.qute.TemplateData;

/** {@code /console/sources}: how each source stands, and its switch. */
@Path("/console")
public class SourcesPage {
    private final Sources sources;
    private final JournalReader reader;
    private final Journal journal;
    private final Switches switches;
    private final Ledger ledger;
    private final Pace pace;
    private final FileProgress files;
    private final StuckFiles stuckFiles;
    private final PollProgress polls;
    private final Administrator administrator;
    private final Visitor visitor;
    private final Uis uis;
    private final Html html;
    private final TransformComponent transform;
    private final MappingGuard guard;
    private final RefusedDeliveries refused;

    SourcesPage(Sources sources, JournalReader reader, Journal journal, Switches switches, Ledger ledger, Pace pace,
            FileProgress files,
            StuckFiles stuckFiles, PollProgress polls, Administrator administrator, Visitor visitor, Uis uis, Html html,
            TransformComponent transform, MappingGuard guard, RefusedDeliveries refused) {
        this.refused = refused;
        this.sources = sources;
        this.reader = reader;
        this.journal = journal;
        this.switches = switches;
        this.ledger = ledger;
        this.pace = pace;
        this.files = files;
        this.stuckFiles = stuckFiles;
        this.polls = polls;
        this.administrator = administrator;
        this.visitor = visitor;
        this.uis = uis;
        this.html = html;
        this.transform = transform;
        this.guard = guard;
    }

    /**
     * A source that runs, or should.
     *
     * @param kind {@code webhook}, {@code poll} or {@code file}
     * @param stuckFiles what cannot be taken, in the visitor's language
     * @param unknownKeys what it sends that nobody knows, so that it becomes nothing
     * @param checkpoint how far it has been read, in its own notation; null when it keeps none
     */
    @TemplateData
    public record Card(String name, String file, String kind, String state, boolean needsAttention, String message,
            Instant lastRecord, Balance counts, Pace.Speed speed, List<Trouble> troubles, FileProgress.Progress progress,
            List<StuckFile> stuckFiles, PollProgress.Status poll, Long lagSeconds, String checkpoint, List<String> hookPaths,
            List<String> unknownKeys, Refused refused, Change change) {
        public boolean isRunning() {
            return state.equals("running");
        }

        public boolean isPaused() {
            return state.equals("paused");
        }
    }

    /** A file that stays where it was dropped, and what to do; {@code link} is where, null when that is not in the console. */
    @TemplateData
    public record StuckFile(String file, Instant since, String problem, String link) {
    }

    /**
     * What its webhook refused since it last took something.
     *
     * @param many whether so many that the sender itself is refused, most likely
     */
    @TemplateData
    public record Refused(long count, Instant last, boolean many, String message) {
    }

    /**
     * A changed mapping.
     *
     * @param held whether it waits to be accepted
     * @param exceeds whether it rejects, drops or moves too many of the last records
     */
    @TemplateData
    public record Change(Instant at, boolean held, boolean exceeds, String digest, String summary) {
    }

    /** A source that waits to be set up. */
    @TemplateData
    public record Unset(String name, String message) {
    }

    @GET
    @Path("sources")
    public Response page() {
        Ui ui = uis.of("sources");
        return html.page(Pages.sources(ui, cards(ui), unset()));
    }

    @GET
    @Path("live/sources")
    public Response live() {
        Ui ui = uis.of("sources");
        return html.page(Pages.sources$live(ui, cards(ui), unset()));
    }

    @POST
    @Path("sources/{name}/{change:pause|resume}")
    public Response change(@PathParam("name") String name, @PathParam("change") String change, @FormParam("csrf") String csrf)
            throws Exception {
        uis.requireToken(csrf);
        try {
            switches.source(name, change.equals("pause"), administrator.name(visitor.session().user));
            uis.say(
                    change.equals("pause") ? uis.messages().sourcePaused(name) : uis.messages().sourceResumed(name));
        } catch (IllegalStateException e) {
            uis.say(uis.messages().sourceNotChanged(e.getMessage()));
        }
        return Html.goTo("/console/sources");
    }

    /** Lets in a changed mapping that is held back, as the page showed it. */
    @POST
    @Path("sources/{name}/accept")
    public Response accept(@PathParam("name") String name, @FormParam("digest") String digest, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        try {
            guard.accept(name, digest, administrator.name(visitor.session().user));
            uis.say(uis.mappingMessages().accepted(name));
        } catch (IllegalStateException e) {
            uis.say(uis.mappingMessages().notAccepted(name, e.getMessage()));
        }
        return Html.goTo("/console/sources");
    }

    private Change change(String source, Ui ui) {
        return guard.of(source).map(report -> new Change(report.at(), report.held(), report.exceeds(), report.digest(),
                ui.isVietnamese() ? report.summaryVi() : report.summary())).orElse(null);
    }

    private List<Card> cards(Ui ui) {
        Map<String, Balance> balances = ledger.sheet().sources();
        Map<String, List<Trouble>> troubles = reader.troubles().stream().collect(Collectors.groupingBy(Trouble::source));
        List<Card> cards = new ArrayList<>();
        for (Source source : sources.all()) {
            if (source.state() != State.MISSING_SETTING) {
                cards.add(card(source, balances, troubles, ui));
            }
        }
        cards.sort(Comparator.comparing(Card::needsAttention).reversed()
                .thenComparing(Card::lastRecord, Comparator.nullsLast(Comparator.reverseOrder())).thenComparing(Card::name));
        return cards;
    }

    private Card card(Source source, Map<String, Balance> balances, Map<String, List<Trouble>> troubles, Ui ui) {
        String name = source.name();
        PollProgress.Status poll = polls.of(name).orElse(null);
        FileProgress.Progress file = files.of(name).orElse(null);
        String kind = !source.hookPaths().isEmpty() ? "webhook" : poll != null || name.endsWith("-poll") ? "poll" : "file";
        List<StuckFile> stuck = stuckFiles.of(name).stream().map(
                one -> new StuckFile(one.file(), one.since(), ui.isVietnamese() ? one.problemVi() : one.problem(),
                        one.needsColumns() ? FilesPage.link(name, one.file(), null) : null))
                .toList();
        Long lag = poll == null ? null : lag(poll, ui.now());
        return new Card(name, source.file(), kind, source.state().name().toLowerCase(Locale.ROOT),
                source.needsAttention() || !stuck.isEmpty(),
                source.message(), reader.lastReceived(name).orElse(null), balances.get(name), pace.of(name),
                troubles.getOrDefault(name, List.of()), file, stuck, poll, lag, journal.checkpoint(name).orElse(null),
                source.hookPaths(), transform.of(name).map(SourceTransformer::unknownKeys).orElse(List.of()),
                refused(source, ui), change(name, ui));
    }

    /** Null when it refused nothing. */
    private Refused refused(Source source, Ui ui) {
        return refused.of(source.hookPaths()).map(all -> new Refused(all.count(), all.last(), all.isMany(),
                ui.isVietnamese() ? all.messageVi() : all.message())).orElse(null);
    }

    /** The lag of a poll at rest is the time since its last run; of a running one, the age of what it has read. */
    private static Long lag(PollProgress.Status poll, Instant now) {
        Instant upTo = poll.activity().equals("idle") ? poll.lastRun() : poll.watermark();
        return upTo == null ? null : Long.valueOf(Math.max(0, Duration.between(upTo, now).toSeconds()));
    }

    private List<Unset> unset() {
        return sources.all().stream().filter(source -> source.state() == State.MISSING_SETTING)
                .map(source -> new Unset(source.name(), source.message())).toList();
    }
}
