package org.ladibridge.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What LadiFlow does not store, by name, in the writer's transaction. Counted while it runs, and written once before it is committed. */
final class NotTakenRows {
    private final Statements statements;
    private final Map<NotTaken, Tally> tallies = new LinkedHashMap<>();

    private record Tally(long records, long firstId, long lastId, Instant at) {
        Tally and(Tally other) {
            return new Tally(records + other.records, Math.min(firstId, other.firstId), Math.max(lastId, other.lastId),
                    other.at);
        }
    }

    NotTakenRows(Statements statements) {
        this.statements = statements;
    }

    void refused(Set<NotTaken> names, long id, Instant now) {
        names.forEach(name -> tallies.merge(name, new Tally(1, id, id, now), Tally::and));
    }

    void taken(Set<NotTaken> names, Instant now) throws SQLException {
        write();
        for (NotTaken name : names) {
            statements.update("update not_taken set taken_at = ? where kind = ? and name = ? and taken_at is null",
                    now.toEpochMilli(), name.kind().label(), name.name());
        }
    }

    /** What was counted so far. */
    void write() throws SQLException {
        for (Map.Entry<NotTaken, Tally> entry : tallies.entrySet()) {
            Tally tally = entry.getValue();
            statements.update("""
                insert into not_taken (kind, name, records, first_id, last_id, first_at, last_at) values (?, ?, ?, ?, ?, ?, ?)
                on conflict (kind, name) do update set records = not_taken.records + excluded.records,
                    first_id = case when excluded.first_id < not_taken.first_id
                      then excluded.first_id else not_taken.first_id end,
                    last_id = case when excluded.last_id > not_taken.last_id then excluded.last_id else not_taken.last_id end,
                    last_at = excluded.last_at, taken_at = null""", entry.getKey().kind().label(), entry.getKey().name(),
                    tally.records(), tally.firstId(), tally.lastId(), tally.at().toEpochMilli(), tally.at().toEpochMilli());
        }
        tallies.clear();
    }

    /** Nothing was written. */
    void forget() {
        tallies.clear();
    }

    /** So many of the records are on their way again. */
    void sentAgain(NotTaken name, long records) throws SQLException {
        statements.update("update not_taken set records = records - ? where kind = ? and name = ?", records,
                name.kind().label(), name.name());
        statements.update("delete from not_taken where kind = ? and name = ? and records <= 0", name.kind().label(),
                name.name());
    }

    /** Those of which no record is kept any more. */
    int purge(Instant before) throws SQLException {
        return statements.update("delete from not_taken where last_at < ?", before.toEpochMilli());
    }
}
