package org.ladibridge.intake;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.ladibridge.BridgeConfig;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalUnavailableException;
import org.ladibridge.journal.UsedMapping;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.MappingException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Compares changed mappings and hints of running sources with those before, over the last records, and says what changes. If told to, it
 * holds those back that reject, drop or move too many. What was in use is remembered in the store, so that a change is one, too, when
 * it is made while the bridge stands.
 */
@ApplicationScoped
public class MappingGuard implements ChangeGuard {
    private static final Logger LOG = Logger.getLogger(MappingGuard.class);
    private static final int LAST = 200;
    /** Of 20 records one. */
    private static final int SHARE = 20;
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration TOLD_FOR = Duration.ofHours(24);
    private static final int DIGEST_SHOWN = 12;

    private final Journal journal;
    private final JournalReader reader;
    private final CustomerTransformer transformer;
    private final Jq jq;
    private final ObjectMapper json;
    private final Clock clock;
    private final boolean hold;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Map<String, News> news = new ConcurrentHashMap<>();
    private final ExecutorService judge = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "mapping-guard");
        thread.setDaemon(true);
        return thread;
    });

    public MappingGuard(Journal journal, JournalReader reader, CustomerTransformer transformer, Jq jq, ObjectMapper json,
            Clock clock, BridgeConfig config) {
        this.journal = journal;
        this.reader = reader;
        this.transformer = transformer;
        this.jq = jq;
        this.json = json;
        this.clock = clock;
        this.hold = config.mappingGuard() == BridgeConfig.MappingGuard.HOLD;
    }

    private record News(SourceRules rules, SourceRules.Change change, Report report) {
    }

    /**
     * What became of the last change of a source's mapping or hints.
     *
     * @param held whether the rules before go on until somebody accepts these
     * @param exceeds whether it rejects, drops or moves more than 5 % of the records
     * @param digest by which it is accepted, and no other
     * @param complete whether all of the last records were compared in the time that there is for it
     */
    @RegisterForReflection
    public record Report(String source, Instant at, boolean held, boolean exceeds, String digest, boolean complete,
            String summary, String summaryVi, Comparison.Result result) {
    }

    @Override
    public boolean holds() {
        return hold;
    }

    @Override
    public Optional<Rules> last(SourceRules rules) {
        return reader.usedMappings(rules.source(), rules.key()).stream().findFirst().flatMap(this::compiled);
    }

    private Optional<Rules> compiled(UsedMapping used) {
        try {
            return Optional.of(new Rules(Mapping.compile(used.program(), jq), Rules.hints(used.hints()), used.digest()));
        } catch (MappingException | IllegalArgumentException e) {
            LOG.warnf("%s: the mapping that was in use before cannot be used by this version of the bridge: %s", used.source(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void judge(SourceRules rules, SourceRules.Change change) {
        try {
            waiting.incrementAndGet();
            judge.execute(() -> {
                try {
                    judged(rules, change);
                } catch (JournalUnavailableException | IOException e) {
                    LOG.warnf("%s: its changed mapping cannot be compared, and is so later: %s", rules.source(),
                            e.getMessage());
                    rules.judgeAgain(change);
                } catch (RuntimeException | StackOverflowError e) {
                    LOG.errorf(e, "%s: its changed mapping cannot be compared", rules.source());
                    tell(rules, change, new Report(rules.source(), clock.instant(), hold, true, shown(change.after()), false,
                            "it cannot be compared with the one before", "không so sánh được với mapping trước",
                            new Comparison(rules.source()).result()));
                } finally {
                    waiting.decrementAndGet();
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The bridge stops; the change is one after the next start, too");
        }
    }

    private void judged(SourceRules rules, SourceRules.Change change) throws IOException {
        if (change.before() == null) {
            if (rules.decide(change, true)) {
                remember(rules, change.after(), true, null);
            }
            return;
        }
        MappingDiff diff = new MappingDiff(rules.source(), with(rules, change.before()), with(rules, change.after()),
                new MappingDiff.Range(LAST, null), false, reader, json);
        boolean complete = diff.run(LONGEST, () -> !judge.isShutdown());
        Comparison.Result result = diff.progress().result();
        boolean exceeds = result.lost() * SHARE > result.compared();
        boolean trusted = !exceeds || isTrusted(rules, change.after());
        boolean held = hold && !trusted;
        if (judge.isShutdown() || !rules.decide(change, !held)) {
            return;
        }
        if (!held) {
            remember(rules, change.after(), trusted, null);
        }
        tell(rules, change, new Report(rules.source(), clock.instant(), held, exceeds, shown(change.after()), complete,
                summary(result, complete), summaryVi(result, complete), result));
    }

    private SourceTransformer with(SourceRules rules, Rules these) {
        return new SourceTransformer(rules, List.of(), null, true, transformer, json, clock).with(these);
    }

    private static String shown(Rules rules) {
        return rules.digest().substring(0, DIGEST_SHOWN);
    }

    private static String summary(Comparison.Result result, boolean complete) {
        return result.compared() == 0
                ? "there is no stored record to compare with"
                : "of the last " + result.compared() + " records " + result.summary()
                        + (complete ? "" : "; for more there was no time");
    }

    private static String summaryVi(Comparison.Result result, boolean complete) {
        return result.compared() == 0
                ? "chưa có bản ghi nào để so sánh"
                : "trong " + result.compared() + " bản ghi gần nhất: " + result.summaryVi()
                        + (complete ? "" : "; không đủ thời gian để so sánh thêm");
    }

    private void tell(SourceRules rules, SourceRules.Change change, Report report) {
        News before = news.put(rules.source(), new News(rules, change, report));
        if (before != null && before.report().held() && report.held() && before.report().digest().equals(report.digest())) {
            return;
        }
        LOG.logf(report.held() ? Level.ERROR : report.exceeds() ? Level.WARN : Level.INFO, "mapping of %s changed: %s%s",
                report.source(), report.summary(),
                report.held()
                        ? "; it is held back: " + remedy(report)
                        : report.exceeds() ? "; it is used: " + look(report) : "");
    }

    private static String look(Report report) {
        return "look at it with ./ladibridge diff " + report.source();
    }

    /** What somebody does who finds it held back. */
    private static String remedy(Report report) {
        return look(report) + ", then mend it, or let it in with ./ladibridge sources accept " + report.source();
    }

    private boolean isTrusted(SourceRules rules, Rules these) {
        return reader.usedMappings(rules.source(), rules.key()).stream()
                .anyMatch(used -> used.trusted() && used.digest().equals(these.digest()));
    }

    private void remember(SourceRules rules, Rules these, boolean trusted, AuditEntry entry) {
        journal.use(new UsedMapping(rules.source(), rules.key(), these.digest(), these.program(), Rules.write(these.hints()),
                trusted, clock.instant()), entry).join();
    }

    @Override
    public void withdrawn(SourceRules rules) {
        news.computeIfPresent(rules.source(), (source, now) -> now.rules() == rules && now.report().held() ? null : now);
    }

    /** The last change of a source, for a day and as long as it is held back; empty when there was none. */
    public Optional<Report> of(String source) {
        return Optional.ofNullable(news.get(source)).map(News::report)
                .filter(report -> report.held() || report.at().plus(TOLD_FOR).isAfter(clock.instant()));
    }

    /** Why a source does not run with what its files say, and what to do; empty when it does. */
    public Optional<String> heldBack(String source) {
        return of(source).filter(Report::held).map(report -> "it runs with the mapping as before; the changed one (" + report
                .digest() + ") is held back: " + report.summary() + "; " + remedy(report));
    }

    /**
     * Lets in what is held back; this text with these hints, and no other.
     *
     * @param digest of what was looked at; null for what is held back now
     * @param actor who wants it, for the audit
     * @return as it stands now
     * @throws IllegalStateException when nothing is held back, or something else by now
     * @throws JournalUnavailableException when it cannot be remembered
     */
    public Report accept(String source, String digest, String actor) {
        News now = news.get(source);
        if (now == null || !now.report().held()) {
            throw new IllegalStateException("nothing of the source «" + source + "» is held back");
        }
        Report report = now.report();
        if (digest != null && !digest.equals(report.digest()) || !now.rules().isOpen(now.change())) {
            throw new IllegalStateException(
                    "another text is held back by now than «" + (digest == null ? report.digest() : digest)
                            + "»; look at it again with ./ladibridge diff " + source);
        }
        remember(now.rules(), now.change().after(), true, new AuditEntry(actor, "source.accept", "source/" + source,
                JsonNodeFactory.instance.objectNode().put("digest", report.digest()).put("records", report.result().compared())
                        .put("lost", report.result().lost()).toString()));
        now.rules().decide(now.change(), true);
        Report accepted = new Report(source, clock.instant(), false, report.exceeds(), report.digest(), report.complete(),
                report.summary(), report.summaryVi(), report.result());
        news.put(source, new News(now.rules(), now.change(), accepted));
        LOG.infof("mapping of %s: what was held back (%s) was accepted and is used from now on", source, report.digest());
        return accepted;
    }

    /** Whether nothing is being judged. */
    boolean isQuiet() {
        return waiting.get() == 0;
    }

    @PreDestroy
    void close() {
        judge.shutdown();
    }
}
