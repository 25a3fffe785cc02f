package org.ladibridge.console;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

import org.ladibridge.intake.MappingGuard;
import org.ladibridge.intake.SourceSentences;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.file.FileProgress;
import org.ladibridge.intake.file.StuckFiles;
import org.ladibridge.intake.hook.RefusedDeliveries;
import org.ladibridge.intake.poll.PollCheckpoints;
import org.ladibridge.intake.poll.PollProgress;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.ledger.Pace;
import org.ladibridge.routes.Source;
import org.ladibridge.routes.Sources;

/** {@code /api/sources}: how each source stands, and its switch. */
@Path("/api/sources")
class SourcesResource {
    private final Sources sources;
    private final JournalReader reader;
    private final Switches switches;
    private final Administrator administrator;
    private final FileProgress files;
    private final StuckFiles stuck;
    private static final int DATE = 10;

    private final PollProgress polls;
    private final PollCheckpoints checkpoints;
    private final Pace pace;
    private final TransformComponent transform;
    private final MappingGuard guard;
    private final RefusedDeliveries refused;

    SourcesResource(Sources sources, JournalReader reader, Switches switches, Administrator administrator, FileProgress files,
            StuckFiles stuck, PollProgress polls, PollCheckpoints checkpoints, Pace pace, TransformComponent transform,
            MappingGuard guard, RefusedDeliveries refused) {
        this.refused = refused;
        this.sources = sources;
        this.reader = reader;
        this.switches = switches;
        this.administrator = administrator;
        this.files = files;
        this.stuck = stuck;
        this.polls = polls;
        this.checkpoints = checkpoints;
        this.pace = pace;
        this.transform = transform;
        this.guard = guard;
    }

    /**
     * A source.
     *
     * @param message what is wrong and how to mend it; null when nothing is
     * @param messageVi the same in Vietnamese
     * @param lastRecord when its last record was stored
     * @param activity what it is doing and what is left of it, in one line; null for one that only waits to be called
     * @param speed of the last minute, and how long what waits takes at it
     * @param file the file being read; null between files
     * @param stuckFiles the files that cannot be taken, and what to do
     * @param poll how the poll stands; null for a source that is none
     * @param unknownKeys what it sends that nobody knows, so that it becomes nothing
     * @param refused what its webhook refused since it last took something; null when nothing
     * @param mapping what became of the last change of its mapping or hints; null when there was none for a day
     */
    public record SourceView(String name, String file, String state, String message, String messageVi, Instant lastRecord,
            String activity,
            Pace.Speed speed, FileProgress.Progress progress, List<StuckFiles.Stuck> stuckFiles, PollProgress.Status poll,
            List<String> unknownKeys, RefusedView refused, ChangeView mapping) {
    }

    /**
     * Deliveries that were refused.
     *
     * @param count how many in a row
     * @param many whether so many that the sender itself is refused, most likely
     * @param cause of the newest, as the metrics name it
     * @param message what was wrong with the newest and what to do
     */
    public record RefusedView(long count, Instant first, Instant last, boolean many, String cause, String message,
            String messageVi) {
        static RefusedView of(RefusedDeliveries.Refused refused) {
            return new RefusedView(refused.count(), refused.first(), refused.last(), refused.isMany(), refused.cause(),
                    refused.message(), refused.messageVi());
        }
    }

    /**
     * A changed mapping, or changed hints.
     *
     * @param held whether it waits to be accepted, and the one before goes on
     * @param exceeds whether it rejects, drops or moves more than 5 % of the last records
     * @param digest by which it can be accepted, and no other
     */
    public record ChangeView(Instant at, boolean held, boolean exceeds, String digest, String summary, String summaryVi) {
        static ChangeView of(MappingGuard.Report report) {
            return new ChangeView(report.at(), report.held(), report.exceeds(), report.digest(), report.summary(),
                    report.summaryVi());
        }
    }

    @GET
    public List<SourceView> all() {
        return sources.all().stream().map(this::view).toList();
    }

    @POST
    @Path("{name}/pause")
    public Response pause(@PathParam("name") String name) throws Exception {
        return change(name, () -> switches.source(name, true, administrator.name()));
    }

    @POST
    @Path("{name}/resume")
    public Response resume(@PathParam("name") String name) throws Exception {
        return change(name, () -> switches.source(name, false, administrator.name()));
    }

    /** The body of an acceptance; a digest accepts no other text than the one that has it. */
    public record Accepted(String digest) {
    }

    /** Lets in a changed mapping that is held back. */
    @POST
    @Path("{name}/accept")
    public Response accept(@PathParam("name") String name, Accepted body) {
        String digest = body == null || body.digest() == null || body.digest().isBlank() ? null : body.digest().strip();
        if (sources.find(name).isEmpty()) {
            return unknown(name);
        }
        try {
            guard.accept(name, digest, administrator.name());
            return Response.ok(view(sources.find(name).orElseThrow())).build();
        } catch (IllegalStateException e) {
            return Problem.response(Response.Status.CONFLICT, e.getMessage(), "không thực hiện được: " + e.getMessage());
        }
    }

    private static Response unknown(String name) {
        return Problem.response(Response.Status.NOT_FOUND, "there is no source «" + name + "»",
                "không có nguồn «" + name + "»");
    }

    /** The body of a change of where a poll stands. */
    public record From(String from) {
    }

    /** Lets a poll read again what changed since then. */
    @POST
    @Path("{name}/from")
    public Response from(@PathParam("name") String name, From body) throws Exception {
        if (sources.find(name).isPresent() && !checkpoints.isPoll(name)) {
            return Problem.response(Response.Status.CONFLICT, "the source «" + name + "» is no poll, or has not run yet",
                    "nguồn «" + name + "» không phải nguồn đọc định kỳ, hoặc chưa chạy lần nào");
        }
        String from = body == null || body.from() == null ? "" : body.from().strip();
        Instant since = since(from);
        return change(name, () -> switches.pollFrom(name, since, administrator.name()));
    }

    private static Instant since(String from) {
        try {
            if (from.equals("start")) {
                return Instant.EPOCH;
            }
            return from.length() == DATE
                    ? LocalDate.parse(from).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(from).toInstant();
        } catch (DateTimeParseException e) {
            throw Problem.badRequest(
                    "from takes a date such as 2026-01-31, a time such as 2026-01-31T08:00:00+07:00, or start, not «" + from
                            + "»",
                    "from nhận ngày dạng 2026-01-31, thời điểm dạng 2026-01-31T08:00:00+07:00, hoặc start, không nhận «" + from
                            + "»");
        }
    }

    private interface Change {
        void run() throws Exception;
    }

    private Response change(String name, Change change) throws Exception {
        if (sources.find(name).isEmpty()) {
            return unknown(name);
        }
        try {
            change.run();
            return Response.ok(view(sources.find(name).orElseThrow())).build();
        } catch (IllegalStateException e) {
            return Problem.response(Response.Status.CONFLICT, e.getMessage(),
                    "không thực hiện được: " + SourceSentences.inVietnamese(e.getMessage()));
        }
    }

    private SourceView view(Source source) {
        FileProgress.Progress file = files.of(source.name()).orElse(null);
        PollProgress.Status poll = polls.of(source.name()).orElse(null);
        Pace.Speed speed = pace.of(source.name());
        String activity = Stream
                .of(file == null ? null : file.toString(), poll == null ? null : poll.activity(), backlog(speed))
                .filter(Objects::nonNull).reduce((a, b) -> a + "; " + b).orElse(null);
        return new SourceView(source.name(), source.file(), source.state().name().toLowerCase(Locale.ROOT), source.message(),
                source.messageVi(), reader.lastReceived(source.name()).orElse(null), activity, speed, file,
                stuck.of(source.name()), poll,
                transform.of(source.name()).map(SourceTransformer::unknownKeys).orElse(List.of()),
                refused.of(source.hookPaths()).map(RefusedView::of).orElse(null),
                guard.of(source.name()).map(ChangeView::of).orElse(null));
    }

    private static String backlog(Pace.Speed speed) {
        if (speed.inFlight() == 0) {
            return null;
        }
        return String.format(Locale.ROOT, "%,d to be delivered%s", speed.inFlight(), speed.secondsLeft() == null
                ? ""
                : String.format(Locale.ROOT, ", %.1f/s, about %s left", speed.finishedPerSecond(), left(speed.secondsLeft())));
    }

    private static String left(long seconds) {
        return seconds < 90
                ? seconds + " s"
                : seconds < 5_400 ? (seconds + 30) / 60 + " min" : (seconds + 1_800) / 3_600 + " h";
    }
}
