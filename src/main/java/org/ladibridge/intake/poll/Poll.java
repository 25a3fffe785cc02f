package org.ladibridge.intake.poll;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jboss.logging.Logger;
import org.ladibridge.Ticker;
import org.ladibridge.http.AnswerTooLargeException;
import org.ladibridge.http.RetryAfter;
import org.ladibridge.intake.ErrorCodes;
import org.ladibridge.intake.IntakeProperties;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.Times;
import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.journal.AppendResult;
import org.ladibridge.journal.Checkpoint;
import org.ladibridge.journal.CheckpointStore;
import org.ladibridge.journal.JournalExchange;
import org.ladibridge.journal.Repetition;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One poll source: the steps of {@code kamelet:poll-source} around the HTTP call. A {@link Paging} decides what follows from a page,
 * an {@link Authentication} signs the requests; here is what all sources share: waiting, asking again, and that the watermark moves
 * only with the stored page.
 */
@RegisterForReflection
public class Poll implements CamelContextAware {
    private static final Logger LOG = Logger.getLogger(Poll.class);
    private static final String RUN = "pollRun";
    private static final String MORE = "pollMore";
    private static final String DELAY = "pollDelay";
    private static final String PAGE = "pollPage";
    /** The journal is asked about every row now and then: one that LadiFlow refused may be taken by now. */
    private static final Duration FORGET_AFTER = Duration.ofHours(1);
    private static final int REMEMBERED = 20_000;
    private static final int TRIES = 5;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
    private static final Duration LEAST_SLACK = Duration.ofMinutes(1);
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);

    /** One run, from a tick of the timer to the last page. */
    private static final class Run {
        Position position;
        Paging.Turn turn;
        URI asked;
        boolean askedForToken;
        boolean renewed;
        int pages;
        int failures;
        Duration pause = Duration.ZERO;
        List<PollPage.Item> lastPage = List.of();
        List<PollPage.Item> thisPage = List.of();
        /** Those of the page that go to the journal, in their order. */
        List<PollPage.Item> offered = List.of();
    }

    private final PollSettings settings = new PollSettings();
    private final ObjectMapper json = UntrustedJson.ofAnswers();
    /** What was stored of each row last, by the row's id: the overlap meets it at every run. */
    private final Map<String, String> stored = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    };
    private long forgetAt;
    private CamelContext camel;
    private RequestTemplate template;
    private Answer reader;
    private Paging paging;
    private Authentication authentication;
    /** By the ticker; null while the next tick may ask. */
    private Long notBefore;

    /** The kamelet's parameters. */
    public PollSettings getSettings() {
        return settings;
    }

    /** Refuses parameters that make no sense, before the route starts. */
    public void init() {
        settings.validate();
        Times times = new Times(settings.sinceFormat(), settings.zone());
        template = new RequestTemplate(settings, times);
        reader = new Answer(settings, times, json);
        paging = Paging.of(settings, times);
        forgetAt = bean(Ticker.class).in(FORGET_AFTER);
        authentication = Authentication.of(settings, bean(Ticker.class));
    }

    /** Decides whether there is anything to do at this tick, and where to go on. */
    public void begin(Exchange exchange) throws IOException {
        boolean due = notBefore == null || bean(Ticker.class).hasCome(notBefore);
        exchange.setProperty(MORE, due);
        if (!due) {
            return;
        }
        if (bean(Ticker.class).hasCome(forgetAt)) {
            forgetAt = bean(Ticker.class).in(FORGET_AFTER);
            stored.clear();
        }
        Run run = new Run();
        String checkpoint = bean(CheckpointStore.class).checkpoint(settings.name()).orElse(null);
        Cursor cursor = checkpoint == null ? Cursor.from(settings.fromMillis()) : json.readValue(checkpoint, Cursor.class);
        run.position = Position.start(cursor, settings.overlap().toMillis());
        exchange.setProperty(RUN, run);
        progress(status -> status.ranAt(clock().instant()));
    }

    /** Sets the request: every header is ours. */
    public void request(Exchange exchange) throws IOException {
        Run run = exchange.getProperty(RUN, Run.class);
        Optional<PollRequest> tokenRequest = authentication.tokenRequest();
        run.askedForToken = tokenRequest.isPresent();
        PollRequest request = run.askedForToken
                ? tokenRequest.get()
                : authentication.sign(template.request(run.position));
        run.asked = request.uri();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        request.headers().forEach(message::setHeader);
        message.setHeader(Exchange.HTTP_METHOD, request.method());
        message.setHeader(Exchange.HTTP_URI, PollRequest.withoutQuery(request.uri()));
        message.setHeader(Exchange.HTTP_RAW_QUERY, request.uri().getRawQuery());
        message.setBody(request.body());
        exchange.setProperty(DELAY, run.pause.toMillis());
        exchange.setProperty(PAGE, false);
        run.pause = Duration.ofMillis(1_000 / Math.max(1, settings.rate()));
    }

    /** The connection failed: the same page again, a little later. */
    public void noAnswer(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (cause instanceof AnswerTooLargeException) {
            stop(exchange, cause.getMessage(), AFTER_REFUSAL);
            return;
        }
        again(exchange, settings.masked(cause.getClass().getSimpleName() + ": " + cause.getMessage()), null);
    }

    /** Makes the body the records of the page, and the checkpoint what follows from it. */
    public void answer(Exchange exchange) throws IOException {
        Run run = exchange.getProperty(RUN, Run.class);
        Message message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        String retryAfter = message.getHeader("Retry-After", String.class);
        String link = message.getHeader("Link", String.class);
        String date = message.getHeader("Date", String.class);
        message.removeHeaders("*");
        boolean success = status >= 200 && status < 300;
        JsonNode answer;
        try {
            answer = parsed(message);
        } catch (StreamConstraintsException e) {
            stop(exchange, "HTTP " + status + ": the answer is beyond the limits of one page, ask for a smaller one (limit): "
                    + e.getOriginalMessage(), AFTER_REFUSAL);
            return;
        }
        boolean error = answer != null && !run.askedForToken && reader.isError(answer);
        Set<String> codes = error ? reader.errorCodes(answer) : Set.of();
        String problem = settings.masked("HTTP " + status + (success && error ? " with an error" : "")
                + (codes.isEmpty() ? "" : " " + codes));
        boolean badKey = status == 401 || ErrorCodes.intersect(codes, settings.badKey());
        if (status == 408 || status == 429 || status >= 500 || ErrorCodes.intersect(codes, settings.busy())) {
            again(exchange, problem, RetryAfter.parse(retryAfter, clock(), LONGEST_RETRY_AFTER).orElse(null));
        } else if (badKey && !run.askedForToken && !run.renewed && authentication.renewed()) {
            run.renewed = true;
            exchange.setProperty(MORE, true);
        } else if (!success || error) {
            boolean refused = badKey || status == 403 || run.askedForToken;
            String what = problem + (refused ? ": correct " + settings.suspects() : "");
            if (refused) {
                bean(RefusedKeys.class).refused(exchange.getFromRouteId(),
                        "the source refuses to be asked, " + what + " and restart");
            }
            stop(exchange, what, AFTER_REFUSAL);
        } else if (answer == null) {
            again(exchange, problem + " without a JSON body", null);
        } else if (run.askedForToken) {
            granted(exchange, answer);
        } else {
            run.renewed = false;
            read(exchange, answer, link, date);
        }
    }

    /** Null when it is no JSON. */
    private JsonNode parsed(Message message) throws StreamConstraintsException {
        try (InputStream body = message.getBody(InputStream.class)) {
            JsonNode tree = body == null ? null : json.readTree(body);
            return tree == null || tree.isMissingNode() ? null : tree;
        } catch (StreamConstraintsException e) {
            throw e;
        } catch (IOException e) {
            return null;
        }
    }

    private void granted(Exchange exchange, JsonNode answer) {
        if (authentication.granted(answer)) {
            exchange.setProperty(MORE, true);
        } else {
            stop(exchange, "the answer to the token request has no access_token", AFTER_REFUSAL);
        }
    }

    private void read(Exchange exchange, JsonNode answer, String link, String date) throws IOException {
        Run run = exchange.getProperty(RUN, Run.class);
        PollPage page;
        try {
            page = reader.read(answer, run.asked, link, date);
        } catch (Answer.Unusable e) {
            stop(exchange, e.getMessage(), AFTER_REFUSAL);
            return;
        }
        bean(RefusedKeys.class).accepted(exchange.getFromRouteId());
        run.failures = 0;
        run.pages++;
        long time = page.serverTime() == null ? clock().millis() : page.serverTime();
        Cursor before = run.position.cursor();
        if (before.since() > settings.fromMillis() && before.latest() > time + slack().toMillis()) {
            // Since when it stands there is not known: what changed meanwhile was never read.
            LOG.warnf("%s: the source counted as read until %s, which has not come yet by its own clock; it is read from the "
                    + "beginning, and what is stored already is stored once", settings.name(),
                    Instant.ofEpochMilli(before.latest()));
            run.position = Position.start(Cursor.from(settings.fromMillis()), settings.overlap().toMillis());
            exchange.setProperty(MORE, true);
            return;
        }
        run.thisPage = page.items();
        run.turn = paging.after(run.position, page).noLaterThan(time, before);
        boolean more = run.turn.next() != null;
        boolean repeated = more && !run.thisPage.isEmpty() && run.thisPage.equals(run.lastPage);
        if (more && (repeated || run.pages >= settings.maxPages())) {
            more = false;
            LOG.warnf("%s: the poll ends after %d pages: %s", settings.name(), run.pages,
                    repeated ? "the server repeats a page" : "there are more pages than maxPages allows");
        }
        Cursor stored = run.turn.stored();
        exchange.setProperty(MORE, more);
        // An empty page in the middle is a page: what follows it is asked for when it is stored.
        exchange.setProperty(PAGE, more || !run.thisPage.isEmpty() || !stored.equals(run.position.cursor()));
        exchange.setProperty(IntakeProperties.BACKFILL, run.position.cursor().backfill());
        exchange.setProperty(IntakeProperties.REPETITION, Repetition.OF_POLLED_ROW);
        exchange.setProperty(IntakeProperties.CHECKPOINT, new Checkpoint(settings.name(), json.writeValueAsString(stored)));
        exchange.getMessage().setBody(records(run, page));
        if (!more) {
            progress(status -> status.doing("idle"));
        }
    }

    /** Clocks of servers differ a little; what lies within the overlap is asked for again anyway. */
    private Duration slack() {
        return settings.overlap().compareTo(LEAST_SLACK) > 0 ? settings.overlap() : LEAST_SLACK;
    }

    private List<RawRecord> records(Run run, PollPage page) {
        run.offered = page.items().stream().filter(item -> item.id() == null || !item.digest().equals(stored.get(item.id())))
                .toList();
        return run.offered.stream().map(item -> item.id() == null
                ? RawRecord.unreadable(item.body(), null, "the item has no id at " + settings.id())
                : RawRecord.of(item.body(), item.eventId(), item.changedAt())).toList();
    }

    /** The page and its checkpoint are on disk. */
    public void stored(Exchange exchange) {
        Run run = exchange.getProperty(RUN, Run.class);
        AppendResult result = exchange.getProperty(JournalExchange.APPENDED, AppendResult.class);
        Set<Integer> rejected = result == null
                ? Set.of()
                : result.rejections().stream().map(AppendResult.Rejection::index).collect(Collectors.toSet());
        for (int i = 0; i < run.offered.size(); i++) {
            PollPage.Item item = run.offered.get(i);
            // What was rejected is looked at again with every run, for the mapping may have been mended.
            if (item.id() != null && !rejected.contains(i)) {
                stored.put(item.id(), item.digest());
            }
        }
        run.lastPage = run.thisPage;
        run.position = run.turn.next();
        progress(status -> status.read(run.thisPage.size(), Instant.ofEpochMilli(run.turn.stored().since())));
    }

    /** Nothing of the page is stored: the same page at the next tick. */
    public void notStored(Exchange exchange) {
        stop(exchange, "the store cannot be written", Duration.ZERO);
    }

    private void again(Exchange exchange, String problem, Duration wanted) {
        Run run = exchange.getProperty(RUN, Run.class);
        run.failures++;
        Duration own = Duration.ofMillis((500L << Math.min(run.failures, 8)) + bean(RandomGenerator.class).nextLong(500));
        run.pause = wanted == null ? own : wanted;
        if (run.failures >= TRIES || run.pause.compareTo(LONGEST_DELAY) > 0) {
            stop(exchange, problem, run.pause);
        } else {
            exchange.setProperty(MORE, true);
            progress(status -> status.doing("waiting: " + problem));
        }
    }

    private void stop(Exchange exchange, String problem, Duration pause) {
        notBefore = bean(Ticker.class).in(pause);
        exchange.setProperty(MORE, false);
        exchange.setProperty(PAGE, false);
        LOG.warnf("%s: the poll stops for now and goes on from the same place later: %s", settings.name(), problem);
        progress(status -> status.doing("failed: " + problem));
    }

    private void progress(java.util.function.UnaryOperator<PollProgress.Status> change) {
        bean(PollProgress.class).update(settings.name(), change);
    }

    private Clock clock() {
        return bean(Clock.class);
    }

    private <T> T bean(Class<T> type) {
        return camel.getRegistry().findSingleByType(type);
    }

    @Override
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camel = camelContext;
    }
}
