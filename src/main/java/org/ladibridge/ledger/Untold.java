package org.ladibridge.ledger;

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

    public Untold(Journal journal, JournalReader reader, BridgeConfig config) {
        this.journal = journal;
        this.reader = reader;
        this.config = config;
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
        if (config.outcomes() != Outcomes.OFF) {
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
}
