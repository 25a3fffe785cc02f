package org.ladibridge.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.ManualClock;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.Replacement;
import org.ladibridge.journal.State;

import com.fasterxml.jackson.databind.ObjectMapper;

class ContentSearchTest {
    private static final Search ALL = new Search(null, null, null, List.of(), null, null, 10);

    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T01:00:00Z"));
    private JournalFixture store;
    private ContentSearch search;

    @BeforeEach
    void open() {
        store = new JournalFixture(folder, clock);
        search = new ContentSearch(store.reader, new ObjectMapper());
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private List<Long> found(String text, Search within) {
        return search.find(text, within).stream().map(Event::id).toList();
    }

    private long rejected(String eventId, String raw) {
        clock.advance(Duration.ofMinutes(1));
        return store.rejected(eventId, Reason.BAD_EMAIL, raw.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        Nguyễn Văn A                  | true
        nguyen van a                  | true
        NGUYỄN VĂN A                  | true
        A Nguyễn                      | true
        Nguyễn Văn                    | true
        nguy                          | true
        nguyen.a                      | true
        nguyen.a.example.vn           | true
        0912 345 678                  | true
        +84 912.345.678               | true
        (84)912345678                 | true
        Nguyễn Văn A 0912345678       | true
        Nguyễn Văn A 0987654321       | false
        Nguyễn Văn B                  | false
        Ng                            | false
        guyen                         | false
        full_name                     | false
        0912 345 679                  | false
        ?                             | false
        """)
    void aRejectedRecordIsFoundByWhatItCarries(String text, boolean isFound) {
        long id = rejected("one", "{'full_name':'Nguyễn Văn A','contact':{'mail':'nguyen.a.example.vn'},'tel':'0912-345-678'}");
        rejected("two", "{'full_name':'Lê Thị Bình','tel':'1'}");
        assertEquals(isFound ? List.of(id) : List.of(), found(text, ALL));
    }

    @Test
    void aNameInTwoFieldsOrWithCombiningAccentsIsTheSame() {
        long parts = rejected("one", "{'last':'Nguyễn Văn','first':'A'}");
        long combining = rejected("two", "{'name':'Nguye\u0302\u0303n Va\u0306n A'}");
        long escaped = rejected("three", "{'name':'Nguy\\u1ec5n V\\u0103n A'}");
        assertEquals(List.of(escaped, combining, parts), found("Nguyễn Văn A", ALL));
    }

    @Test
    void whatIsNoJsonIsLookedIntoAsItStands() {
        long id = rejected("one", "name=Nguyễn Văn A;;{broken");
        assertEquals(List.of(id), found("nguyen van a", ALL));
    }

    @Test
    void deliveredRecordsAndDeadLettersAreFoundToo() {
        long delivered = store.delivered("one", "email:an@example.vn", null,
                "{\"name\":\"Trần An\",\"email\":\"an@example.vn\"}");
        long dead = store.dead("two", "binh@example.vn", "{\"name\":\"Trần Bình\",\"email\":\"binh@example.vn\"}");
        assertEquals(List.of(dead, delivered), found("tran", ALL));
        assertEquals(List.of(delivered), found("tran", new Search(null, State.DELIVERED, null, List.of(), null, null, 10)));
        assertEquals(List.of(dead), found("tran", new Search(null, null, "LADIFLOW_REFUSED", List.of(), null, null, 10)));
    }

    @Test
    void sourceStateReasonAndTimeNarrowWhatIsLookedInto() {
        long first = rejected("one", "{'name':'An'}");
        long second = rejected("two", "{'name':'An'}");
        assertEquals(List.of(second, first),
                found("an", new Search("test", State.REJECTED, "BAD_EMAIL", List.of(), null, null, 1)));
        assertEquals(List.of(first), found("an", new Search(null, null, null, List.of(), null, second, 10)));
        assertEquals(List.of(second), found("an", new Search(null, null, null, List.of(), second, null, 10)));
        assertEquals(List.of(), found("an", new Search("another", null, null, List.of(), null, null, 10)));
        assertEquals(List.of(), found("an", new Search(null, State.DEAD, null, List.of(), null, null, 10)));
    }

    @Test
    void aMendedRecordIsFoundByWhatItWasSentWith() {
        long id = rejected("one", "{'tel':'12'}");
        store.journal.replay(id, new Replacement("{\"phone\":\"0912345678\"}".getBytes(StandardCharsets.UTF_8),
                "phone:0912345678", null, null, List.of(), Set.of(), false), Priority.LIVE, JournalFixture.BY_LAN, false)
                .join();
        assertEquals(List.of(id), found("0912 345 678", ALL));
    }
}
