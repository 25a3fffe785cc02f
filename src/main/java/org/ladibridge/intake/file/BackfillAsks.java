package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.ladibridge.Backfill;
import org.ladibridge.customer.CustomerKey;
import org.ladibridge.customer.CustomerUpdate;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.file.FileColumns.Refused;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Digests;
import org.ladibridge.journal.Journal;
import org.ladibridge.transform.Headings;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.arc.Unremovable;

/**
 * Lets a file of many changes wait before its first row is stored, until somebody says go. A go is for the content, so it holds over a
 * restart and not for another file of the same name.
 */
@ApplicationScoped
@Unremovable
public class BackfillAsks {
    /** No row that becomes a customer is shorter: smaller files need not be counted. */
    private static final long SHORTEST_ROW = 8;
    /** A workbook's rows are packed; so many times smaller at most. */
    private static final long PACKED = 100;
    private static final Path NOWHERE = Path.of("nowhere");

    private final Backfill backfill;
    private final FileHistories histories;
    private final TransformComponent transform;
    private final Journal journal;
    private final StuckFiles stuck;
    private final ObjectMapper json;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();

    BackfillAsks(Backfill backfill, FileHistories histories, TransformComponent transform, Journal journal, StuckFiles stuck,
            ObjectMapper json) {
        this.backfill = backfill;
        this.histories = histories;
        this.transform = transform;
        this.journal = journal;
        this.stuck = stuck;
        this.json = json;
    }

    /** Counted once: a file that waits is looked at again and again. */
    private record Asked(String content, long changes) {
    }

    /** Why the file has to wait; empty when it may run. */
    Optional<FileProblem> problem(String source, String file, DroppedFile dropped, FilePlan columns,
            FileSettings settings,
            Headings headings) throws IOException, UnreadableException {
        if (backfill.asks() == 0 || size(dropped) < backfill.asks() * SHORTEST_ROW) {
            return Optional.empty();
        }
        String content = dropped.content();
        if (histories.ask(source, history -> history.mayRun(content))) {
            return Optional.empty();
        }
        String key = key(source, file);
        Asked known = asked.get(key);
        if (known == null || !known.content().equals(content)) {
            known = new Asked(content, changes(source, dropped, columns, settings, headings));
        }
        if (!backfill.asks(known.changes())) {
            asked.remove(key);
            return Optional.empty();
        }
        asked.put(key, known);
        String shown = StuckFiles.shown(file);
        return Optional.of(new FileProblem(
                backfill.en(known.changes())
                        + "; it waits until somebody says go, at /console/files or with ./ladibridge files go "
                        + source + " '" + shown + "'; take it out of its folder if that is not meant",
                backfill.vi(known.changes())
                        + "; tệp đợi đến khi có người cho chạy, tại /console/files hoặc bằng ./ladibridge files go "
                        + source + " '" + shown + "'; hãy lấy tệp ra khỏi thư mục nếu không muốn vậy",
                false, true));
    }

    private static String key(String source, String file) {
        return source + "/" + StuckFiles.shown(file);
    }

    private static long size(DroppedFile dropped) {
        return dropped.parts().stream().mapToLong(part -> part.facts().size() * (part.workbook() == null ? 1 : PACKED)).sum();
    }

    /** Rows that LadiFlow is not certain to hold already, at most; once they are too many, the others are only counted. */
    private long changes(String source, DroppedFile dropped, FilePlan columns, FileSettings settings, Headings headings)
            throws IOException, UnreadableException {
        long rows = walk(dropped, columns, settings, headings, row -> 1, backfill.asks());
        if (!backfill.asks(rows)) {
            return 0;
        }
        SourceTransformer transformer = transform.of(source).orElse(null);
        long[] found = new long[1];
        return walk(dropped, columns, settings, headings, row -> {
            long changes = transformer == null || backfill.asks(found[0]) ? 1 : changes(source, transformer.transform(row));
            found[0] += changes;
            return changes;
        }, Long.MAX_VALUE);
    }

    private interface Count {
        long of(RawRecord row);
    }

    private static long walk(DroppedFile dropped, FilePlan columns, FileSettings settings, Headings headings,
            Count count,
            long enough) throws IOException, UnreadableException {
        long sum = 0;
        try (FileRun run = new FileRun(dropped, settings.delimiter(), settings.chunk(), 0, headings, part -> NOWHERE,
                columns::assignment)) {
            Iterator<List<RawRecord>> chunks = run.chunks();
            while (chunks.hasNext() && sum <= enough) {
                for (RawRecord row : chunks.next()) {
                    sum += row.unreadable() == null ? count.of(row) : 0;
                }
            }
        }
        return sum;
    }

    private long changes(String source, List<Transformed> customers) {
        return customers.stream()
                .filter(one -> one instanceof Transformed.Accepted accepted && !isHeld(source, accepted.customer()))
                .count();
    }

    private boolean isHeld(String source, CustomerUpdate customer) {
        try {
            return Digests.sha256Hex(json.writeValueAsBytes(customer))
                    .equals(journal.holdings().of(CustomerKey.of(customer, source).value()).payloadDigest());
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /**
     * Lets a file run that waits for it.
     *
     * @throws Refused when there is none
     */
    public void go(String source, String file, String actor) throws Refused {
        Asked waiting = asked.get(source + "/" + file);
        if (waiting == null) {
            throw new Refused(
                    "no file «" + file + "» of «" + source + "» waits for a go; ./ladibridge files lists those that do",
                    "không có tệp «" + file + "» của «" + source + "» đang đợi cho chạy; ./ladibridge files liệt kê các tệp");
        }
        journal.audit(new AuditEntry(actor, "file.go", "source/" + source,
                json.createObjectNode().put("file", file).put("changes", waiting.changes()).toString())).join();
        histories.change(source, history -> {
            history.allow(waiting.content());
            return null;
        });
        asked.remove(source + "/" + file);
        stuck.decided(source);
    }
}
