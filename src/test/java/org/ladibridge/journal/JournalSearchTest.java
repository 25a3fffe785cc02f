package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;

class JournalSearchTest {
    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T01:00:00Z"));
    private JournalFixture store;

    @BeforeEach
    void open() {
        store = new JournalFixture(folder, clock);
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private static Search search(String source, State state, String reason, String key) {
        return new Search(source, state, reason, key == null ? List.of() : List.of(key), null, null, 10);
    }

    private List<String> found(Search search) {
        return store.reader.events(search).stream().map(Event::eventId).toList();
    }

    @Test
    void filtersNarrowAndTheNewestComesFirst() {
        store.append(JournalFixture.live("one", "an@example.vn"), JournalFixture.live("two", "binh@example.vn"),
                JournalFixture.rejected("three"));
        assertEquals(List.of("three", "two", "one"), found(search(null, null, null, null)));
        assertEquals(List.of("two"), found(search(null, null, null, "email:binh@example.vn")));
        assertEquals(List.of("two", "one"), found(search("test", State.QUEUED, null, null)));
        assertEquals(List.of("three"), found(search(null, State.REJECTED, null, null)));
        assertEquals(List.of("three"), found(search(null, null, Reason.NO_EMAIL_OR_PHONE.name(), null)));
        assertEquals(List.of(), found(search(null, State.DEAD, null, null)));
    }

    @Test
    void aPageGoesOnWhereTheOneBeforeEnded() {
        store.append(JournalFixture.live("one", "an@example.vn"), JournalFixture.live("two", "an@example.vn"),
                JournalFixture.live("three", "an@example.vn"));
        long middle = store.reader.eventsOf("test", "two").get(0).id();
        assertEquals(List.of("one"), found(new Search(null, null, null, List.of(), null, middle, 10)));
        assertEquals(List.of("three", "two"), found(new Search(null, null, null, List.of(), middle, null, 10)));
    }

    @Test
    void aTimeIsTurnedIntoANumber() {
        assertEquals(0, store.reader.firstIdSince(Instant.MAX.minusSeconds(1)), "in an empty store");
        List<Instant> times = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            store.append(JournalFixture.live("e" + i, "an@example.vn"), JournalFixture.live("e" + i, "an@example.vn"));
            times.add(clock.instant());
            clock.advance(Duration.ofSeconds(10));
        }
        for (int i = 0; i < 20; i++) {
            long id = store.reader.eventsOf("test", "e" + i).get(0).id();
            assertTrue(store.reader.firstIdSince(times.get(i)) <= id);
            assertTrue(store.reader.firstIdSince(times.get(i).plusMillis(1)) > id);
        }
    }

    /** Whatever has no index is searched within a range of numbers that its caller gives. */
    @Test
    void noSearchReadsTheWholeTable() throws Exception {
        for (String source : new String[]{null, "test"}) {
            for (String key : new String[]{null, "email:an@example.vn"}) {
                for (String reason : new String[]{null, "BAD_PHONE"}) {
                    for (State state : new State[]{null, State.DEAD, State.REJECTED, State.WAITING, State.DELIVERED}) {
                        Search search = search(source, state, reason, key);
                        String plan = plan(search);
                        boolean isTableInItsOrder = plan.equals("SCAN e; ");
                        assertFalse(
                                search.isIndexed() && plan.contains("SCAN e") && !plan.matches(".*USING (COVERING )?INDEX .*")
                                        && !(isTableInItsOrder && isUnrestricted(search)),
                                search + ": " + plan);
                        if (key != null) {
                            assertTrue(plan.contains("event_customer"), search + ": " + plan);
                        } else if (state == State.DEAD || state == State.REJECTED) {
                            assertTrue(plan.contains("event_trouble"), search + ": " + plan);
                        }
                    }
                }
            }
        }
    }

    private static boolean isUnrestricted(Search search) {
        return search.source() == null && search.state() == null && search.reason() == null;
    }

    @Test
    void whatNeedsSomebodyIsCountedAndNumberedInTheIndexAlone() throws Exception {
        assertTrue(plan(JournalReader.SOME_TROUBLED, List.of(10)).contains("COVERING INDEX event_trouble"));
        for (State state : List.of(State.DEAD, State.REJECTED)) {
            for (String reason : new String[]{null, "BAD_PHONE"}) {
                Search search = new Search("test", state, reason, List.of(), 1L, 100L, 10);
                List<Object> parameters = new ArrayList<>();
                String plan = plan(search.idSql(store.database(), parameters), parameters);
                assertTrue(plan.contains("COVERING INDEX event_trouble"), search + ": " + plan);
            }
        }
    }

    @Test
    void somebodyLooksIntoWhatTheSourcesSentUntilTheyHaveSeenEnough() {
        store.append(JournalFixture.live("one", "an@example.vn"), JournalFixture.rejected("two"),
                JournalFixture.live("three", "b@c.vn"));
        List<Long> ids = store.reader.ids(search(null, null, null, null));
        assertEquals(3, ids.size());
        List<String> seen = new ArrayList<>();
        store.reader.look(List.of(ids.get(2), 4711L, ids.get(1), ids.get(0)), (id, contents) -> {
            seen.add(new String(contents.raw(), StandardCharsets.UTF_8));
            return seen.size() < 2;
        });
        assertEquals(List.of("{\"event\":\"one\"}", "two"), seen, "the newest is not looked into any more");
    }

    @Test
    void theSourcesIdOfAnEventIsFoundByItsIndex() throws Exception {
        assertTrue(plan(JournalReader.EVENTS_OF, List.of("test", "one")).contains("event_identity"));
    }

    private String plan(Search search) throws SQLException {
        List<Object> parameters = new ArrayList<>();
        return plan(search.sql(store.database(), parameters), parameters);
    }

    private String plan(String sql, List<?> parameters) throws SQLException {
        try (Connection connection = store.dataSource().getConnection();
                PreparedStatement explain = connection.prepareStatement("explain query plan " + sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                explain.setObject(i + 1, parameters.get(i));
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet row = explain.executeQuery()) {
                while (row.next()) {
                    plan.append(row.getString("detail")).append("; ");
                }
            }
            return plan.toString();
        }
    }
}
