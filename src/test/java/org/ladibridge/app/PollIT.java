package org.ladibridge.app;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Fault;

/** What a poll of somebody else's CRM has to survive. */
@Execution(ExecutionMode.CONCURRENT)
class PollIT {
    private static final Instant CHANGED = Instant.parse("2026-01-20T03:04:05.678Z");
    private static final int PAGE = 200;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private final HubSpotStandIn hubspot = new HubSpotStandIn();
    private BridgeProcess bridge;

    private BridgeProcess prepare() {
        bridge = new BridgeProcess(folder).with("HUBSPOT_POLL_TOKEN", HubSpotStandIn.TOKEN).with("HUBSPOT_POLL_EVERY", "500ms")
                .with("HUBSPOT_POLL_URL", hubspot.address());
        return bridge;
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        hubspot.close();
    }

    private void contacts(int from, int to, Duration apart) {
        for (int i = from; i < to; i++) {
            hubspot.put(1000 + i, "contact" + i + "@example.vn", CHANGED.plus(apart.multipliedBy(i)));
        }
    }

    private Set<String> arrived() throws Exception {
        Set<String> arrived = new HashSet<>();
        bridge.get("/sandbox/customers?limit=20000").forEach(customer -> arrived.add(customer.path("email").asText()));
        return arrived;
    }

    private void assertArrived(int contacts) throws Exception {
        JsonNode ledger = bridge.awaitAllDelivered(contacts, Duration.ofSeconds(120));
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        assertEquals(contacts, arrived().size(), ledger.toString());
    }

    private JsonNode source() throws Exception {
        for (JsonNode source : bridge.get("/api/sources")) {
            if (source.path("name").asText().equals("hubspot-poll")) {
                return source;
            }
        }
        throw new AssertionError("hubspot-poll is not listed");
    }

    @Test
    void aTimestampThatFillsManyPagesIsReadOnceAndLeftBehind() throws Exception {
        contacts(0, 7 * PAGE, Duration.ZERO);
        contacts(7 * PAGE, 7 * PAGE + 50, Duration.ofSeconds(1));
        prepare().start();
        assertArrived(7 * PAGE + 50);
        assertEquals(7 * PAGE + 50, bridge.ledger().path("received").asLong(), "nobody was stored twice");
    }

    @Test
    void whoIsEditedWhilePagesAreReadIsMetAgainAndNobodyIsSkipped() throws Exception {
        contacts(0, 3 * PAGE, Duration.ofSeconds(1));
        hubspot.afterRequest(n -> {
            if (n == 1) {
                hubspot.put(1005, "edited5@example.vn", CHANGED.plusSeconds(4 * PAGE));
                hubspot.put(1000 + 2 * PAGE + 5, "edited405@example.vn", CHANGED.plusSeconds(4 * PAGE + 1));
            }
        });
        prepare().start();
        Awaitility.await().ignoreExceptions()
                .until(() -> arrived().containsAll(Set.of("edited5@example.vn", "edited405@example.vn")));
        bridge.awaitAllDelivered(3 * PAGE + 1, Duration.ofSeconds(120));
        Set<String> missing = new HashSet<>();
        for (int i = 0; i < 3 * PAGE; i++) {
            missing.add("contact" + i + "@example.vn");
        }
        missing.removeAll(arrived());
        assertEquals(Set.of("contact5@example.vn", "contact405@example.vn"), missing,
                "who has another address by now is the same customer, whether that was read before or not");
        assertEquals(3 * PAGE, arrived().size());
    }

    @Test
    void aThrottledAndFailingServerIsAskedAgainWhenItWants() throws Exception {
        contacts(0, PAGE + 10, Duration.ofSeconds(1));
        hubspot.failNext(aResponse().withStatus(429).withHeader("Retry-After", "2"), aResponse().withStatus(503),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                aResponse().withStatus(200).withBody("<html>Đang bảo trì</html>"));
        prepare().start();
        assertArrived(PAGE + 10);
        List<Instant> requests = hubspot.requests();
        assertTrue(Duration.between(requests.get(0), requests.get(1)).toMillis() >= 2_000, requests.toString());
        assertEquals(PAGE + 10, bridge.ledger().path("received").asLong());
    }

    @Test
    void aKilledPollGoesOnWhereItHadStored() throws Exception {
        contacts(0, 6 * PAGE, Duration.ofSeconds(1));
        CountDownLatch inTheMiddle = new CountDownLatch(1);
        hubspot.afterRequest(n -> {
            if (n == 3) {
                inTheMiddle.countDown();
            }
        });
        prepare().start();
        inTheMiddle.await();
        bridge.kill();
        int before = hubspot.requests().size();
        bridge.start();
        Awaitility.await().ignoreExceptions()
                .until(() -> bridge.ledger().path("received").asLong() >= 6 * PAGE);
        int asked = hubspot.requests().size() - before;
        JsonNode ledger = bridge.awaitAllDelivered(6 * PAGE, Duration.ofSeconds(120));
        assertEquals(6 * PAGE, ledger.path("delivered").asLong(), ledger.toString());
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        assertTrue(ledger.path("duplicate").asLong() < 2 * PAGE, "the overlap is met again, the rest is not: " + ledger);
        assertTrue(asked < 12, "it did not begin from the beginning: " + asked);
    }

    @Test
    void aRefusedTokenStopsThePollAndIsNamed() throws Exception {
        contacts(0, 3, Duration.ofSeconds(1));
        prepare().with("HUBSPOT_POLL_TOKEN", "pat-wrong").start();
        Awaitility.await().until(() -> source().toString().contains("HTTP 401"));
        Awaitility.await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5))
                .until(() -> hubspot.requests().size() == 1);
        assertEquals("running", source().path("state").asText());
        assertTrue(source().path("message").asText().contains("HTTP 401: correct HUBSPOT_POLL_TOKEN"), source().toString());
        HttpResponse<String> health = bridge.send("GET", "/q/health/well", new byte[0], Map.of());
        assertEquals(503, health.statusCode(), health.body());
        assertTrue(health.body().contains("correct HUBSPOT_POLL_TOKEN"), health.body());
        BridgeProcess.Command status = bridge.command("status");
        assertEquals(1, status.exitCode(), status.output());
        assertTrue(status.output().contains("correct HUBSPOT_POLL_TOKEN"), status.output());
        assertFalse(bridge.output().contains("pat-wrong"), "the token is not logged");
    }

    @Test
    void anItemThatCannotBeReadIsRejectedAndTheOthersArrive() throws Exception {
        contacts(0, 20, Duration.ofSeconds(1));
        hubspot.results(page -> page.stream().map(contact -> {
            if (contact.path("id").asText().equals("1007")) {
                contact = contact.deepCopy();
                contact.remove("id");
            }
            return contact;
        }).toList());
        prepare().start();
        JsonNode ledger = bridge.awaitAllDelivered(20, Duration.ofSeconds(120));
        assertEquals(19, arrived().size());
        assertEquals(1, ledger.path("rejected").asLong(), ledger.toString());
        JsonNode rejected = bridge.get("/api/events?source=hubspot-poll&state=rejected").path(0);
        assertEquals("UNREADABLE", rejected.path("reason").asText(), rejected.toString());
    }

    @Test
    void aServerThatRepeatsAPageDoesNotKeepThePollForEver() throws Exception {
        contacts(0, 2 * PAGE, Duration.ofSeconds(1));
        hubspot.results(page -> {
            List<ObjectNode> first = new ArrayList<>();
            for (int i = 0; i < PAGE; i++) {
                first.add(hubspot.contact(1000 + i));
            }
            return first;
        });
        prepare().with("HUBSPOT_POLL_EVERY", "1h").start();
        Awaitility.await().until(() -> bridge.output().contains("repeats a page"));
        int asked = hubspot.requests().size();
        assertTrue(asked <= 3, "asked " + asked + " times");
        bridge.awaitAllDelivered(PAGE, Duration.ofSeconds(120));
        assertEquals(PAGE, arrived().size());
    }

    @Test
    void aContactOfTheFutureAndAPageThatIsTooLargeStopNobody() throws Exception {
        contacts(0, 3, Duration.ofSeconds(1));
        hubspot.put(2062, "future@example.vn", Instant.parse("2062-01-01T00:00:00Z"));
        hubspot.failNext(aResponse().withHeader("Content-Type", "application/json")
                .withBody("{\"results\":[],\"note\":\"" + "x".repeat(26_000_000) + "\"}"));
        prepare().with("BRIDGE_ANSWER_MAX", "64M").withJavaOption("-Xmx134m").start();
        Awaitility.await().until(() -> source().path("message").asText()
                .contains("ask for less at once (the source's limit, the page size), or give the bridge more memory (-Xmx)"));
        bridge.close();
        bridge.start();
        assertArrived(4);
        for (int i = 3; i < 6; i++) {
            hubspot.put(1000 + i, "contact" + i + "@example.vn", Instant.now());
            bridge.awaitAllDelivered(i + 2, Duration.ofSeconds(120));
        }
    }
}
