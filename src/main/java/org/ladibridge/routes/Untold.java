package org.ladibridge.routes;

import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.BridgeConfig;
import org.ladibridge.BridgeConfig.Outcomes;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.State;

/** Whether the events of {@code journal:outcomes} are taken by a route; if not, in a sentence with what to do. */
@ApplicationScoped
public class Untold {
    private final Journal journal;
    private final JournalReader reader;
    private final BridgeConfig config;
    private final Sources sources;

    public Untold(Journal journal, JournalReader reader, BridgeConfig config, Sources sources) {
        this.journal = journal;
        this.reader = reader;
        this.config = config;
        this.sources = sources;
    }

    /**
     * What is wrong and what to do.
     *
     * @param messageVi the same in Vietnamese
     */
    public record Line(String message, String messageVi) {
    }

    /** Empty when a route takes them, or there are none to be taken. */
    public Optional<Line> line() {
        if (journal.tellsOutcomes()) {
            return Optional.empty();
        }
        long waiting = reader.counts().stream().filter(count -> count.source().equals(JournalReader.OUTCOMES))
                .filter(count -> count.state().equals(State.QUEUED.label()) || count.state().equals(State.WAITING.label()))
                .mapToLong(JournalReader.Count::n).sum();
        boolean wanted = config.outcomes() != Outcomes.OFF;
        Optional<Line> standing = wanted || waiting > 0 ? standing(sources.takingOutcomes(), waiting) : Optional.empty();
        if (standing.isPresent()) {
            return standing;
        }
        if (wanted) {
            return Optional.of(new Line(
                    "no route takes the outcomes, and " + waiting + " wait: make one with ./ladibridge new-source"
                            + " outcome NAME, or set BRIDGE_OUTCOMES=off; what nobody takes ends after BRIDGE_RETENTION",
                    "không có route nào nhận kết quả và " + waiting
                            + " kết quả đang chờ: hãy tạo route bằng ./ladibridge new-source"
                            + " outcome TÊN, hoặc đặt BRIDGE_OUTCOMES=off; kết quả không ai nhận sẽ kết thúc sau BRIDGE_RETENTION"));
        }
        return waiting == 0
                ? Optional.empty()
                : Optional.of(new Line(waiting + " outcomes wait from when BRIDGE_OUTCOMES was on, and no"
                        + " route takes them: they end after BRIDGE_RETENTION, or when a route that is made with ./ladibridge new-source outcome"
                        + " NAME has taken them",
                        waiting + " kết quả còn chờ từ khi BRIDGE_OUTCOMES được bật mà không có route nào nhận: chúng kết thúc sau"
                                + " BRIDGE_RETENTION, hoặc khi một route tạo bằng ./ladibridge new-source outcome TÊN đã nhận"));
    }

    /**
     * There is a route already, so nobody has to make one.
     *
     * @param takers the sources that would take them; one that is paused goes first, since a word is enough to resume it
     */
    static Optional<Line> standing(List<Source> takers, long waiting) {
        return takers.stream().filter(source -> source.state() == Source.State.PAUSED).findFirst()
                .map(paused -> new Line(
                        paused.name() + ", which takes the outcomes, is paused: resume it (./ladibridge sources resume "
                                + paused.name() + "); " + waiting + " wait",
                        paused.name() + ", nguồn nhận kết quả, đang tạm dừng: hãy cho chạy tiếp (./ladibridge sources resume "
                                + paused.name() + "); " + waiting + " kết quả đang chờ"))
                .or(() -> takers.stream().findFirst()
                        .map(source -> new Line(
                                source.name() + ", which takes the outcomes, does not run: see status; " + waiting + " wait",
                                source.name() + ", nguồn nhận kết quả, không chạy: hãy xem status; " + waiting
                                        + " kết quả đang chờ")));
    }
}
