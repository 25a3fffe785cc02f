package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * The vendors' own clients read our stand-ins of their systems: paths, headers, parameters and the shape of the answers are what
 * they expect. It does not show limits, lag or order.
 */
class VendorClientsIT {
    private static final int CONTACTS = 250;
    private static final Instant CHANGED = Instant.parse("2026-01-20T03:04:05Z");

    @Test
    void hubSpotsClientReadsEveryContactOfItsStandIn() throws Exception {
        try (HubSpotStandIn hubspot = new HubSpotStandIn()) {
            for (int i = 0; i < CONTACTS; i++) {
                hubspot.put(i + 1, "c" + i + "@example.vn", CHANGED.plusSeconds(i));
            }
            assertEquals(everybody(), read("hubspot", hubspot.address(), HubSpotStandIn.TOKEN));
        }
    }

    @Test
    void pipedrivesClientReadsEveryPersonOfItsStandIn() throws Exception {
        try (CrmStandIn pipedrive = new CrmStandIns.Pipedrive()) {
            for (int i = 0; i < CONTACTS; i++) {
                pipedrive.put(i + 1, "c" + i + "@example.vn", CHANGED.plusSeconds(i));
            }
            assertEquals(everybody(), read("pipedrive", pipedrive.address(), CrmStandIns.Pipedrive.TOKEN));
        }
    }

    private static List<String> everybody() {
        List<String> emails = new ArrayList<>();
        for (int i = 0; i < CONTACTS; i++) {
            emails.add("c" + i + "@example.vn");
        }
        return emails;
    }

    private static List<?> read(String vendor, String address, String token) throws Exception {
        Process client = NodeLibraries.start("clients.mjs", vendor, address, token);
        return new ObjectMapper().readValue(client.getInputStream().readAllBytes(), List.class);
    }
}
