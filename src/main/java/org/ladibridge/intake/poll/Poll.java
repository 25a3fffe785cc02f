package org.ladibridge.intake.poll;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.jboss.logging.Logger;
import org.ladibridge.http.RetryAfter;
import org.ladibridge.intake.IntakeProperties;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UntrustedJson;
import org.ladibridge.journal.Checkpoint;
import org.ladibridge.journal.CheckpointStore;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One poll source: the steps of {@code kamelet:poll-source} around the HTTP call. Reads by keyset on (updated, id), ascending: each
 * full page is followed by a question for everything since the last time seen, because offsets shift while rows change; where one
 * timestamp fills a page, it is read by id.
 */
@RegisterForReflection
public class Poll implements CamelContextAware {
    private static final Logger LOG = Logger.getLogger(Poll.class);
    private static final String RUN = "pollRun";
    private static final String MORE = "pollMore";
    private static final String DELAY = "pollDelay";
    private static final String PAGE = "pollPage";
    private static final int REMEMBERED = 20_000;
    private static final int TRIES = 5;
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(20);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(1);

    /** One run, from a tick of the timer to the last page. */
    private static final class Run {
        Cursor cursor;
        Cursor next;
        boolean first = true;
        int pages;
        int failures;
        Duration pause = Duration.ZERO;
        List<String> lastPage = List.of();
        List<String> thisPage = List.of();
    }

    private final PollSettings settings = new PollSettings();
    private final ObjectMapper json = UntrustedJson.mapper();
    /** Rows that were stored lately: the overlap meets them at every run. */
    private final Set<String> stored = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });
    private CamelContext camel;
    private Instant notBefore = Instant.MIN;

    /** The kamelet's parameters. */
    public PollSettings getSettings() {
        return settings;
    }

    /** Decides whether there is anything to do at this tick, and where to go on. */
    public void begin(Exchange exchange) throws IOException {
        boolean due = !clock().instant().isBefore(notBefore);
        exchange.setProperty(MORE, due);
        if (!due) {
            return;
        }
        Run run = new Run();
        String checkpoint = bean(CheckpointStore.class).checkpoint(settings.name()).orElse(null);
        run.cursor = checkpoint == null
                ? new Cursor(settings.fromMillis(), null, null, true)
                : json.readValue(checkpoint, Cursor.class);
        exchange.setProperty(RUN, run);
        progress(status -> status.ranAt(clock().instant()));
    }

    /** Sets the request: every header is ours. */
    public void request(Exchange exchange) throws IOException {
        Run run = exchange.getProperty(RUN, Run.class);
        long since = run.first ? Math.max(0, run.cursor.since() - settings.overlap().toMillis()) : run.cursor.since();
        String template = run.cursor.at() == null ? settings.body() : settings.bodyWithin();
        String body = Files.readString(Path.of(template)).replace("{since}", String.valueOf(since))
                .replace("{limit}", String.valueOf(settings.limit())).replace("{at}", String.valueOf(run.cursor.at()))
                .replace("{lastId}", String.valueOf(run.cursor.lastId()));
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setHeader(Exchange.HTTP_METHOD, "POST");
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json; charset=utf-8");
        exchange.getMessage().setHeader("Accept", "application/json");
        exchange.getMessage().setHeader(settings.tokenHeader(), settings.tokenPrefix() + settings.token());
        exchange.getMessage().setBody(body);
        exchange.setProperty(DELAY, run.pause.toMillis());
        exchange.setProperty(PAGE, false);
        run.pause = Duration.ofMillis(1_000 / Math.max(1, settings.rate()));
    }

    /** The connection failed: the same page again, a little later. */
    public void noAnswer(Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        again(exchange, cause.getClass().getSimpleName() + ": " + cause.getMessage(), null);
    }

    /** Makes the body the records of the page, and the checkpoint what follows from it. */
    public void answer(Exchange exchange) throws IOException {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, 0, Integer.class);
        if (status == 408 || status == 429 || status >= 500) {
            Duration wanted = RetryAfter
                    .parse(exchange.getMessage().getHeader("Retry-After", String.class), clock(), LONGEST_RETRY_AFTER)
                    .orElse(null);
            again(exchange, "HTTP " + status, wanted);
            return;
        }
        if (status < 200 || status >= 300) {
            stop(exchange, "HTTP " + status + (status == 401 || status == 403 ? ": correct the source's token" : ""),
                    AFTER_REFUSAL);
            return;
        }
        byte[] body = exchange.getMessage().getBody(byte[].class);
        JsonNode answer;
        try {
            answer = json.readTree(body == null ? new byte[0] : body);
        } catch (IOException e) {
            again(exchange, "HTTP " + status + " without a JSON body", null);
            return;
        }
        PollPage page = PollPage.read(answer, JsonPointer.compile(settings.items()), JsonPointer.compile(settings.id()),
                JsonPointer.compile(settings.updated())).orElse(null);
        if (page == null) {
            stop(exchange, "the answer has no list at " + settings.items(), AFTER_REFUSAL);
        } else {
            read(exchange, page);
        }
    }

    private void read(Exchange exchange, PollPage page) throws IOException {
        Run run = exchange.getProperty(RUN, Run.class);
        run.failures = 0;
        run.pages++;
        run.thisPage = page.items().stream().map(PollPage.Item::eventId).toList();
        boolean full = page.items().size() >= settings.limit();
        boolean repeated = full && run.thisPage.equals(run.lastPage);
        boolean more = full && !repeated && run.pages < settings.maxPages() || run.cursor.at() != null && !full;
        if (repeated || run.pages >= settings.maxPages()) {
            LOG.warnf("%s: the poll ends after %d pages: %s", settings.name(), run.pages,
                    repeated ? "the server repeats a page" : "there are more pages than maxPages allows");
        }
        Cursor next = next(run.cursor, page, full);
        run.next = more ? next : next.caughtUp();
        exchange.setProperty(MORE, more);
        exchange.setProperty(PAGE, !page.items().isEmpty() || run.cursor.at() != null);
        exchange.setProperty(IntakeProperties.BACKFILL, run.cursor.backfill());
        exchange.setProperty(IntakeProperties.CHECKPOINT, new Checkpoint(settings.name(), json.writeValueAsString(run.next)));
        exchange.getMessage().setBody(records(page));
        if (!more) {
            progress(status -> status.doing("idle"));
        }
    }

    /** Where to go on when this page is stored. */
    private Cursor next(Cursor cursor, PollPage page, boolean full) {
        if (cursor.at() != null) {
            return full ? cursor.inside(cursor.at(), page.largestId()) : cursor.movedTo(cursor.at() + 1);
        }
        Long newest = page.newest();
        if (newest == null) {
            return cursor;
        }
        return full && page.hasOneTimestamp() ? cursor.inside(newest, "0") : cursor.movedTo(newest);
    }

    private List<RawRecord> records(PollPage page) {
        List<RawRecord> records = new ArrayList<>();
        for (PollPage.Item item : page.items()) {
            if (item.id() == null) {
                records.add(RawRecord.unreadable(item.body(), null, "the item has no id at " + settings.id()));
            } else if (!stored.contains(item.eventId())) {
                records.add(RawRecord.of(item.body(), item.eventId()));
            }
        }
        return records;
    }

    /** The page and its checkpoint are on disk. */
    public void stored(Exchange exchange) {
        Run run = exchange.getProperty(RUN, Run.class);
        stored.addAll(run.thisPage);
        run.lastPage = run.thisPage;
        run.cursor = run.next;
        run.first = false;
        progress(status -> status.read(run.thisPage.size(), Instant.ofEpochMilli(run.cursor.since())));
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
        notBefore = clock().instant().plus(pause);
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
