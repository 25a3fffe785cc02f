package org.ladibridge.intake.poll;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

import org.jboss.logging.Logger;
import org.ladibridge.Ticker;
import org.ladibridge.http.AnswerTooLargeException;
import org.ladibridge.http.ConnectionTrouble;
import org.ladibridge.http.HttpVerdict;
import org.ladibridge.http.RetryAfter;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.Times;
import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.intake.api.ApiCaller;
import org.ladibridge.intake.api.ApiReply;
import org.ladibridge.intake.api.ApiRequest;
import org.ladibridge.intake.api.Authentication;
import org.ladibridge.intake.api.ErrorVocabulary;
import org.ladibridge.intake.poll.PollProgress.Kind;
import org.ladibridge.journal.Backoff;
import org.ladibridge.journal.Checkpoint;
import org.ladibridge.journal.CheckpointStore;
import org.ladibridge.journal.JournalUnavailableException;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * One poll: asks, waits, asks again, and stores each page together with how far the source has been read. A {@link PollRun} decides
 * what follows from a page, an {@link Authentication} signs the requests; calls and store are others', so that a test can be both.
 */
final class PollSource {
    private static final Logger LOG = Logger.getLogger(PollSource.class);
    /** The journal is asked about every row now and then: one that LadiFlow refused may be taken by now. */
    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final int REMEMBERED = 20_000;
    /** As trees, large pages of several sources at once would fill the memory: one after the other. */
    private static final Semaphore LARGE_PAGES = new Semaphore(1, true);
    private static final int LARGE = 1024 * 1024;
    private static final int TRIES = 5;
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(2), 0.25);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
    private static final Duration LEAST_SLACK = Duration.ofMinutes(1);
    /** What a server says that gives out no token, see RFC 6749, 5.2. */
    private static final ErrorVocabulary OF_TOKENS = new ErrorVocabulary(JsonPointer.compile("/error"),
            Set.of("error_description"), Set.of(), Set.of(), Set.of());
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);

    /** Takes a page. */
    interface Sink {
        /**
         * @return the places of the records that were rejected
         * @throws JournalUnavailableException when nothing of it could be stored
         * @throws IllegalStateException when the route failed
         */
        Set<Integer> store(List<RawRecord> records, boolean backfill, Checkpoint checkpoint);
    }

    /** The source was told to stop, and what came last is not stored. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StoppedException() {
            super(null, null, false, false);
        }
    }

    /** Lets time pass. */
    interface Pace {
        /** @return false when the source is to stop; then nothing more is asked or stored */
        boolean pause(Duration time);
    }

    /** What all polls share. */
    record Services(Clock clock, Ticker ticker, RandomGenerator random, RefusedKeys refusedKeys, CheckpointStore checkpoints,
            PollProgress progress) {
    }

    private final PollSettings settings;
    private final Services services;
    private final String routeId;
    private final ApiCaller calls;
    private final Sink sink;
    private final Pace pace;
    private final Duration every;
    private final ObjectMapper json = UntrustedJson.ofAnswers();
    /** What was stored of each row last, by the row's id: the overlap meets it at every run. */
    private final Map<String, Long> stored = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Times times;
    private final RequestTemplate template;
    private final Answer reader;
    private final Paging paging;
    private final PageSize pageSize;
    private final Authentication authentication;
    private final String place;
    private long forgetAt;
    /** By the ticker; null while the next tick may ask. */
    private Long notBefore;
    private String toldRemark;
    private int failures;
    private boolean renewed;
    private Duration pause;

    PollSource(PollSettings settings, Duration every, Services services, String routeId, ApiCaller calls, Sink sink,
            Pace pace) {
        this.settings = settings;
        this.every = every;
        this.services = services;
        this.routeId = routeId;
        this.calls = calls;
        this.sink = sink;
        this.pace = pace;
        this.times = settings.times();
        this.template = new RequestTemplate(settings, services.clock());
        this.pageSize = new PageSize(settings.limit());
        this.reader = new Answer(settings, times, json, pageSize);
        this.paging = Paging.of(settings, times, pageSize);
        this.authentication = Authentication.of(settings.credentials(), services.clock(), services.ticker());
        this.place = settings.place();
        this.forgetAt = services.ticker().in(FORGET_AFTER);
    }

    /** One run: until the last page, or until something keeps it from there. */
    void run() {
        if (notBefore != null && !services.ticker().hasCome(notBefore)) {
            return;
        }
        if (services.ticker().hasCome(forgetAt)) {
            forgetAt = services.ticker().in(FORGET_AFTER);
            stored.clear();
        }
        failures = 0;
        renewed = false;
        pause = Duration.ZERO;
        pageSize.begin();
        progress(status -> status.ranAt(now(), every));
        try {
            Cursor cursor = begin();
            progress(status -> status.standingAt(Instant.ofEpochMilli(cursor.since())));
            PollRun run = new PollRun(cursor, paging, times, limits());
            boolean more = true;
            while (more) {
                if (!pace.pause(pause)) {
                    progress(status -> status.doing("idle"));
                    return;
                }
                pause = Duration.ofMillis(1_000 / Math.max(1, settings.rate()));
                more = call(run);
            }
        } catch (StoppedException e) {
            progress(status -> status.doing("idle"));
        } catch (JournalUnavailableException e) {
            stop("the store cannot be written or read", Duration.ZERO, Kind.OUTAGE);
        } catch (FileSystemException e) {
            stop("the file " + e.getFile() + " cannot be read: " + e.getClass().getSimpleName(), AFTER_REFUSAL, Kind.LASTING);
        } catch (IOException e) {
            stop(settings.masked(String.valueOf(e.getMessage())), AFTER_REFUSAL, Kind.LASTING);
        } catch (RuntimeException e) {
            LOG.debugf(e, "%s", settings.name());
            stop(settings.masked("the page could not be taken: " + e), AFTER_REFUSAL, Kind.LASTING);
        }
    }

    private PollRun.Limits limits() {
        // Clocks of servers differ a little; what lies within the overlap is asked for again anyway.
        Duration slack = settings.overlap().compareTo(LEAST_SLACK) > 0 ? settings.overlap() : LEAST_SLACK;
        return new PollRun.Limits(settings.overlap().toMillis(), settings.fromMillis(), slack.toMillis(), settings.maxPages());
    }

    /** Where the source stands; from the beginning when it is another list than the one that was read. */
    private Cursor begin() throws IOException {
        String checkpoint = services.checkpoints().checkpoint(settings.name()).orElse(null);
        if (checkpoint == null) {
            return Cursor.from(settings.fromMillis()).of(place);
        }
        Cursor cursor = json.readValue(checkpoint, Cursor.class);
        if (cursor.place() == null || cursor.place().equals(place)) {
            return cursor.of(place);
        }
        LOG.warnf("%s: its address or account is another one now, so it is read from the beginning; «ladibridge sources from %s"
                + " DATE» lets it begin later", settings.name(), settings.name());
        stored.clear();
        // The ids of another account are other customers'.
        services.checkpoints().forgetIds(settings.name());
        return Cursor.from(settings.fromMillis()).of(place);
    }

    /** @return whether there is more to ask */
    private boolean call(PollRun run) throws IOException {
        Optional<ApiRequest> tokenRequest = authentication.tokenRequest();
        ApiRequest request = tokenRequest.isPresent()
                ? tokenRequest.get()
                : authentication.sign(template.request(run.ask()));
        ApiReply reply;
        try {
            reply = calls.call(request);
        } catch (SqlCaller.UnavailableException e) {
            return again(settings.masked(e.getMessage()), null, Kind.OUTAGE);
        } catch (AnswerTooLargeException | SqlCaller.RefusedException e) {
            return stop(e.getMessage(), AFTER_REFUSAL, Kind.LASTING);
        } catch (IOException e) {
            ConnectionTrouble trouble = ConnectionTrouble.of(e, request.uri().getHost());
            String problem = settings.masked(trouble.text());
            return trouble.isLasting() ? stop(problem, AFTER_REFUSAL, Kind.LASTING) : again(problem, null, Kind.OUTAGE);
        }
        if (reply.body().length < LARGE) {
            return answered(run, request.uri(), tokenRequest.isPresent(), reply);
        }
        LARGE_PAGES.acquireUninterruptibly();
        try {
            return answered(run, request.uri(), tokenRequest.isPresent(), reply);
        } finally {
            LARGE_PAGES.release();
        }
    }

    private boolean answered(PollRun run, URI asked, boolean forToken, ApiReply reply) throws IOException {
        int status = reply.status();
        HttpVerdict verdict = HttpVerdict.of(status);
        boolean success = verdict == HttpVerdict.SUCCESS;
        JsonNode answer;
        try {
            answer = parsed(reply.body());
        } catch (StreamConstraintsException e) {
            return stop("HTTP " + status + ": the answer is beyond the limits of one page, ask for a smaller one (limit): "
                    + e.getOriginalMessage(), AFTER_REFUSAL, Kind.LASTING);
        }
        boolean error = answer != null && !forToken && reader.isError(answer);
        Set<String> codes = answer == null
                ? Set.of()
                : forToken && !success ? OF_TOKENS.codesAround(answer) : reader.errorCodes(answer);
        String problem = settings.masked(settings.isDatabase() && !success
                ? "the database refuses the account"
                : "HTTP " + status + (success && error ? " with an error" : "")
                        + (codes.isEmpty() ? "" : " " + codes));
        boolean badKey = verdict == HttpVerdict.UNAUTHORIZED || settings.errors().refuseTheKey(codes);
        if (verdict == HttpVerdict.SLOW_DOWN || verdict == HttpVerdict.LATER || settings.errors().askForTime(codes)) {
            return again(problem, wanted(reply, answer), Kind.OUTAGE);
        }
        if (badKey && !forToken && !renewed && authentication.renewed()) {
            renewed = true;
            return true;
        }
        boolean nothing = status == 204 || status == 304;
        if (!forToken && answer == null && nothing) {
            renewed = false;
            return take(run, PollPage.empty(reply.headers().get("Date")));
        }
        if (!success || error) {
            // Unlike 401, a 403 is no token that has run out: another one would be refused as well.
            return refused(run, verdict, problem, badKey || verdict == HttpVerdict.FORBIDDEN || forToken);
        }
        if (answer == null) {
            return again(problem + " without a JSON body", null, Kind.OUTAGE);
        }
        if (forToken) {
            return authentication.granted(answer)
                    || stop("the answer to the token request has no access_token", AFTER_REFUSAL, Kind.LASTING);
        }
        renewed = false;
        return read(run, answer, asked, reply.headers());
    }

    private boolean refused(PollRun run, HttpVerdict verdict, String problem, boolean refused) {
        if (!refused && (verdict == HttpVerdict.REFUSED || verdict == HttpVerdict.ABSENT) && run.evade()) {
            return true;
        }
        String what = problem + (refused ? ": correct " + settings.suspects() : advice(verdict));
        if (refused) {
            services.refusedKeys().refused(routeId, "the source refuses to be asked, " + what + " and restart");
        }
        return stop(what, AFTER_REFUSAL, Kind.LASTING);
    }

    private String advice(HttpVerdict verdict) {
        return switch (verdict) {
            case ABSENT -> ": there is no such list at this address; correct the address (url)" + settings.orValues();
            case MOVED, MOVED_FOR_NOW -> ": the list has moved, and a token is not sent after it; correct the address (url)";
            default -> settings.headerRow() > 0 ? ": correct the address (url)" + settings.orValues() : "";
        };
    }

    private Duration wanted(ApiReply reply, JsonNode answer) {
        Optional<Duration> header = RetryAfter.parse(reply.headers().get("Retry-After"), services.clock(), LONGEST_RETRY_AFTER);
        return header.or(() -> answer == null
                ? Optional.empty()
                : reader.retryAfter(answer, services.clock().instant()).map(
                        wait -> wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait))
                .orElse(null);
    }

    /** Null when it is no JSON. */
    private JsonNode parsed(byte[] body) throws StreamConstraintsException {
        try {
            JsonNode tree = json.readTree(body);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (StreamConstraintsException e) {
            throw e;
        } catch (IOException e) {
            return null;
        }
    }

    private boolean read(PollRun run, JsonNode answer, URI asked, Map<String, String> headers) throws IOException {
        PollPage page;
        try {
            page = reader.read(answer, asked, headers.get("Link"), headers.get("Date"));
        } catch (Answer.Unusable e) {
            return stop(settings.masked(e.getMessage()), AFTER_REFUSAL, Kind.LASTING);
        }
        return take(run, page);
    }

    private boolean take(PollRun run, PollPage page) throws IOException {
        services.refusedKeys().accepted(routeId);
        Cursor before = run.ask().cursor();
        if (!settings.paging().isFollowed()) {
            // Where the server names the next page, any page may be short.
            pageSize.read(page);
        }
        PollRun.Step step = run.answer(page, services.clock().millis());
        remark(step.remark(), step.stored() == null);
        if (step.stored() == null) {
            return true;
        }
        Cursor cursor = mayBeShown(step.stored());
        if (step.more() || !page.items().isEmpty() || !cursor.equals(before)) {
            store(page, before.backfill(), cursor);
        }
        failures = 0;
        progress(status -> status.read(page.items().size(), Instant.ofEpochMilli(cursor.since())));
        run.stored();
        if (step.more()) {
            return true;
        }
        if (step.trouble() != null) {
            LOG.warnf("%s: the poll ends after %d pages: %s", settings.name(), run.pages(), step.trouble());
            progress(status -> status.failed("failed: " + step.trouble(), step.trouble(), Kind.LASTING, now()));
        } else if (run.isCut()) {
            progress(status -> status.failed("idle", step.remark(), Kind.CUT, now()));
        } else {
            progress(status -> status.ended(now(), step.remark() == null ? pageSize.remark().orElse(null) : step.remark()));
        }
        return false;
    }

    /** A link that holds the token is not stored: checkpoints are shown. */
    private Cursor mayBeShown(Cursor cursor) {
        return cursor.next() == null || settings.masked(cursor.next()).equals(cursor.next()) ? cursor : cursor.anew();
    }

    private void store(PollPage page, boolean backfill, Cursor cursor) throws IOException {
        List<PollPage.Item> offered = page.items().stream()
                .filter(item -> item.id() == null || !Objects.equals(start(item.digest()), stored.get(item.id()))).toList();
        List<RawRecord> records = offered.stream().map(item -> item.id() == null
                ? RawRecord.unreadable(item.body(), null, "the item has no id at " + settings.shape().id())
                : RawRecord.of(item.body(), item.eventId(), item.changedAt())).toList();
        Set<Integer> rejected = sink.store(records, backfill, new Checkpoint(settings.name(), json.writeValueAsString(cursor)));
        for (int i = 0; i < offered.size(); i++) {
            PollPage.Item item = offered.get(i);
            // What was rejected is looked at again with every run, for the mapping may have been mended.
            if (item.id() != null && !rejected.contains(i)) {
                stored.put(item.id(), start(item.digest()));
            }
        }
    }

    /** Of so many rows the whole digests would take some megabytes; each starts differently. */
    private static Long start(String digest) {
        return Long.parseUnsignedLong(digest.substring(0, 16), 16);
    }

    private void remark(String remark, boolean always) {
        if (remark == null) {
            return;
        }
        // Numbers in it differ from run to run.
        String said = remark.replaceAll("\\d+", "");
        if (always || !Objects.equals(said, toldRemark)) {
            LOG.warnf("%s: %s", settings.name(), remark);
        }
        toldRemark = said;
        progress(status -> status.remarking(remark));
    }

    /** The same page again, a little later. */
    private boolean again(String problem, Duration wanted, Kind kind) {
        failures++;
        Duration own = BACKOFF.after(failures, services.random());
        // A server that is in trouble may ask for no pause at all.
        pause = wanted == null || wanted.compareTo(own) < 0 ? own : wanted;
        if (failures >= TRIES || pause.compareTo(LONGEST_DELAY) > 0) {
            return stop(problem, pause, kind);
        }
        progress(status -> status.failed("waiting: " + problem, problem, kind, now()));
        return true;
    }

    private boolean stop(String problem, Duration wait, Kind kind) {
        notBefore = services.ticker().in(wait);
        LOG.warnf("%s: the poll stops for now and goes on from the same place later: %s", settings.name(), problem);
        progress(status -> status.failed("failed: " + problem, problem, kind, now()));
        return false;
    }

    private void progress(java.util.function.UnaryOperator<PollProgress.Status> change) {
        services.progress().update(settings.name(), change);
    }

    private Instant now() {
        return services.clock().instant();
    }
}
