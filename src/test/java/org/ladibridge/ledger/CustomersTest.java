package org.ladibridge.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.ManualClock;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.transform.CustomerTransformer;

import com.fasterxml.jackson.databind.ObjectMapper;

class CustomersTest {
    @TempDir
    Path folder;
    private final ManualClock clock = new ManualClock(Instant.parse("2026-01-31T01:00:00Z"));
    private JournalFixture store;
    private Customers customers;

    @BeforeEach
    void open() {
        store = new JournalFixture(folder, clock);
        customers = new Customers(store.reader, new CustomerTransformer(clock), new ObjectMapper());
    }

    @AfterEach
    void close() throws Exception {
        store.close();
    }

    private long delivered(String eventId, String key, String alias, String payload) {
        clock.advance(Duration.ofSeconds(1));
        return store.delivered(eventId, key, alias, payload.replace('\'', '"'));
    }

    private Customers.Profile profile(long id) throws Exception {
        return customers.profile(store.reader.event(id).orElseThrow(), 100);
    }

    @Test
    void ofEachFieldTheNewestRecordThatHasItWins() throws Exception {
        long first = delivered("one", "email:an@example.vn", null, "{'email':'an@example.vn','city':'Huế','company':'Sen'}");
        long second = delivered("two", "email:an@example.vn", null, "{'email':'an@example.vn','city':'Hà Nội'}");
        Customers.Profile profile = profile(first);
        assertEquals(List.of("email", "city", "company"), profile.fields().stream().map(Customers.Field::name).toList());
        Customers.Field city = profile.fields().get(1);
        assertEquals("Hà Nội", city.value().asText());
        assertEquals(second, city.event().id());
        assertEquals("Huế", city.others().get(0).value().asText());
        assertEquals(first, profile.fields().get(2).event().id());
        assertEquals("5f0000000000000000000001", profile.ladiflowId());
    }

    @Test
    void whatLadiFlowRefusedWinsNothing() throws Exception {
        long accepted = delivered("one", "email:an@example.vn", null, "{'email':'an@example.vn','city':'Huế'}");
        long refused = store.dead("two", "an@example.vn", "{\"email\":\"an@example.vn\",\"city\":\"Hà Nội\"}");
        Customers.Profile profile = profile(refused);
        assertEquals("Huế", profile.fields().get(1).value().asText());
        assertEquals(List.of(refused, accepted), profile.events().stream().map(Event::id).toList());
    }

    @Test
    void aCustomerWhoWasKnownByThePhoneNumberOnlyIsTheSame() throws Exception {
        long byPhone = delivered("one", "phone:0912345678", null, "{'phone':'0912345678','city':'Huế'}");
        long byEmail = delivered("two", "email:an@example.vn", "phone:0912345678",
                "{'email':'an@example.vn','phone':'0912345678'}");
        for (long id : List.of(byPhone, byEmail)) {
            assertEquals(List.of(byEmail, byPhone), profile(id).events().stream().map(Event::id).toList());
        }
        for (String text : List.of("+84 912 345 678", "An@Example.vn", "phone:0912345678", "email:an@example.vn")) {
            assertEquals(byEmail, customers.meant(text).orElseThrow().id(), text);
        }
    }

    @Test
    void aRecordIsFoundByItsNumberAndByTheSourcesIdOfIt() {
        long id = delivered("order-17", "email:an@example.vn", null, "{'email':'an@example.vn'}");
        assertEquals(id, customers.meant("#" + id).orElseThrow().id());
        assertEquals(id, customers.meant("order-17").orElseThrow().id());
        assertTrue(customers.meant("nobody@example.vn").isEmpty());
        assertTrue(customers.meant("0999999999").isEmpty());
    }
}
