package org.ladibridge.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;

import org.junit.jupiter.api.Test;
import org.ladibridge.sandbox.SandboxStore.Refused;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

class SandboxStoreTest {
    private final Faults faults = new Faults();
    private final Catalogue catalogue = new Catalogue(Clock.systemUTC());
    private final SandboxStore store = new SandboxStore(Clock.systemUTC(), new ObjectMapper(), catalogue, faults);

    @Test
    void onlyTheNewestCustomersAreKeptSoThatTheMemoryDoesNotFillUp() throws Refused {
        for (int i = 0; i <= 50_000; i++) {
            store.upsert(customer(i), false);
        }

        assertEquals(50_000, store.size());
        assertTrue(store.find(customer(0)).isEmpty());
        assertTrue(store.find(customer(50_000)).isPresent());
    }

    private static ObjectNode customer(int i) {
        return JsonNodeFactory.instance.objectNode().put("email", "c" + i + "@example.vn");
    }
}
