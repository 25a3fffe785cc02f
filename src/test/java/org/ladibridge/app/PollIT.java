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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.http.Fault;

/** What a poll of somebody else's CRM has to survive: each test has a CRM and a source of its own in one bridge, but where that is killed. */
class PollIT {
    private static final Instant CHANGED = Instant.parse("2026-01-20T03:04:05.678Z");
    private static final int PAGE = 200;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static OwnRoutes routes;
    private static BridgeProcess shared;
    private static int polls;

    private final String name = "poll" + (10 + ++polls);
    private final HubSpotStandIn hubspot = new HubSpotStandIn();
    private BridgeProcess bridge;

    @BeforeAll
    static void start() throws Exception {
        routes = new OwnRoutes(folder.resolve("routes"));
        shared = new BridgeProcess(folder).with("BRIDGE_ROUTES", routes.folder().toString())
                .with("HUBSPOT_POLL_TOKEN", HubSpotStandIn.TOKEN).with("HUBSPOT_POLL_SECOND_TOKEN", "pat-wrong").start();
    }

    @AfterAll
    static void stop() throws Exception {
        shared.close();
    }

    @AfterEach
    void remove() throws Exception {
        routes.remove(name);
        hubspot.close();
        if (bridge != shared) {
            bridge.close();
        }
    }

    private void poll(String every, String token) throws Exception {
        bridge = shared;
        routes.add("hubspot-poll", name, Map.of("url", hubspot.address(), "every", every, "token", token));
    }

    private void poll(String every) throws Exception {
        poll(every, "{{hubspot-poll.token}}");
    }

    private BridgeProcess bridgeOfItsOwn() throws Exception {
        Path own = folder.resolve("own-" + name);
        OwnRoutes alone = new OwnRoutes(own.resolve("routes"));
        alone.add("hubspot-poll", name, Map.of("url", hubspot.address(), "every", "500ms"));
        bridge = new BridgeProcess(own).with("BRIDGE_ROUTES", alone.folder().toString())
                .with("HUBSPOT_POLL_TOKEN", HubSpotStandIn.TOKEN);
        return bridge;
    }

    private String email(int i) {
        return "contact" + i + "." + name + "@example.vn";
    }

    private void contacts(int from, int to, Duration apart) {
        for (int i = from; i < to; i++) {
            hubspot.put(1000 + i, email(i), CHANGED.plus(apart.multipliedBy(i)));
        }
    }

    private Set<String> arrived() throws Exception {
        Set<String> arrived = new HashSet<>();
        bridge.get("/sandbox/customers?limit=20000").forEach(customer -> arrived.add(customer.path("email").asText()));
        arrived.removeIf(email -> !email.contains("." + name + "@"));
        return arrived;
    }

    /** Waits until so many were received of this source and none of them is on its way any more. */
    private JsonNode settled(int received) throws Exception {
        bridge.awaitAllDelivered(name, received, Duration.ofSeconds(120));
        JsonNode ledger = bridge.ledger();
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        return ledger.path("sources").path(name);
    }

    private void assertArrived(int contacts) throws Exception {
        JsonNode ledger = settled(contacts);
        assertEquals(contacts, arrived().size(), ledger.toString());
    }

    private long received() throws Exception {
        return bridge.ledger().path("sources").path(name).path("received").asLong();
    }

    private JsonNode source() throws Exception {
        for (JsonNode source : bridge.get("/api/sources")) {
            if (source.path("name").asText().equals(name)) {
                return source;
            }
        }
        throw new AssertionError(name + " is not listed");
    }

    @Test
    void aTimestampThatFillsManyPagesIsReadOnceAndLeftBehind() throws Exception {
        contacts(0, 7 * PAGE, Duration.ZERO);
        contacts(7 * PAGE, 7 * PAGE + 50, Duration.ofSeconds(1));
        poll("500ms");
        assertArrived(7 * PAGE + 50);
        assertEquals(7 * PAGE + 50, received(), "nobody was stored twice");
    }

    @Test
    void whoIsEditedWhilePagesAreReadIsMetAgainAndNobodyIsSkipped() throws Exception {
        contacts(0, 3 * PAGE, Duration.ofSeconds(1));
        String edited5 = "edited5." + name + "@example.vn";
        String edited405 = "edited405." + name + "@example.vn";
        hubspot.afterRequest(n -> {
            if (n == 1) {
                hubspot.put(1005, edited5, CHANGED.plusSeconds(4 * PAGE));
                hubspot.put(1000 + 2 * PAGE + 5, edited405, CHANGED.plusSeconds(4 * PAGE + 1));
            }
        });
        poll("500ms");
        Awaitility.await().ignoreExceptions().until(() -> arrived().containsAll(Set.of(edited5, edited405)));
        settled(3 * PAGE + 1);
        Set<String> missing = new HashSet<>();
        for (int i = 0; i < 3 * PAGE; i++) {
            missing.add(email(i));
        }
        missing.removeAll(arrived());
        assertEquals(Set.of(email(5), email(405)), missing,
                "who has another address by now is the same customer, whether that was read before or not");
        assertEquals(3 * PAGE, arrived().size());
    }

    @Test
    void aThrottledAndFailingServerIsAskedAgainWhenItWants() throws Exception {
        contacts(0, PAGE + 10, Duration.ofSeconds(1));
        hubspot.failNext(aResponse().withStatus(429).withHeader("Retry-After", "2"), aResponse().withStatus(503),
                aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
                aResponse().withStatus(200).withBody("<html>Đang bảo trì</html>"));
        poll("500ms");
        assertArrived(PAGE + 10);
        List<Instant> requests = hubspot.requests();
        assertTrue(Duration.between(requests.get(0), requests.get(1)).toMillis() >= 2_000, requests.toString());
        assertEquals(PAGE + 10, received());
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
        bridgeOfItsOwn().start();
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
        String variable = name.toUpperCase(Locale.ROOT) + "_TOKEN";
        poll("500ms", "{{hubspot-poll.second-token}}");
        Awaitility.await().ignoreExceptions().until(() -> source().toString().contains("HTTP 401"));
        Awaitility.await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5))
                .until(() -> hubspot.requests().size() == 1);
        assertEquals("running", source().path("state").asText());
        assertTrue(source().path("message").asText().contains("HTTP 401: correct " + variable),
                source().toString());
        HttpResponse<String> health = bridge.send("GET", "/q/health/well", new byte[0], Map.of());
        assertEquals(503, health.statusCode(), health.body());
        assertTrue(health.body().contains("correct " + variable), health.body());
        BridgeProcess.Command status = bridge.command("status");
        assertEquals(1, status.exitCode(), status.output());
        assertTrue(status.output().contains("correct " + variable), status.output());
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
        poll("500ms");
        JsonNode ledger = settled(20);
        assertEquals(19, arrived().size());
        assertEquals(1, ledger.path("rejected").asLong(), ledger.toString());
        JsonNode rejected = bridge.get("/api/events?source=" + name + "&state=rejected").path(0);
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
        poll("1h");
        Awaitility.await()
                .until(() -> bridge.output().lines().anyMatch(line -> line.contains(name) && line.contains("repeats a page")));
        int asked = hubspot.requests().size();
        assertTrue(asked <= 3, "asked " + asked + " times");
        assertArrived(PAGE);
    }

    @Test
    void aContactOfTheFutureAndAPageThatIsTooLargeStopNobody() throws Exception {
        contacts(0, 3, Duration.ofSeconds(1));
        hubspot.put(2062, "future." + name + "@example.vn", Instant.parse("2062-01-01T00:00:00Z"));
        hubspot.failNext(aResponse().withHeader("Content-Type", "application/json")
                .withBody("{\"results\":[],\"note\":\"" + "x".repeat(26_000_000) + "\"}"));
        bridgeOfItsOwn().with("BRIDGE_ANSWER_MAX", "64M").withJavaOption("-Xmx134m").start();
        Awaitility.await().until(() -> source().path("message").asText()
                .contains("ask for less at once (the source's limit, the page size), or give the bridge more memory (-Xmx)"));
        bridge.close();
        bridge.start();
        assertArrived(4);
        for (int i = 3; i < 6; i++) {
            hubspot.put(1000 + i, email(i), Instant.now());
            settled(i + 2);
        }
    }
}
