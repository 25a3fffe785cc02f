package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ladibridge.app.CrmStandIn.CHANGED;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

/** Lists that page in one way or another, and what their servers answer besides: each test has a list and a source of its own in one bridge. */
class ListPollsIT {
    private static final String FROM_A_SETTING = "from-a-setting";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static OwnRoutes routes;
    private static RecordingLadiFlow ladiflow;
    private static BridgeProcess bridge;
    private static int lists;

    private final CrmStandIns.Rest rest = new CrmStandIns.Rest();
    private final CrmStandIns.OdooRpc odooRpc = new CrmStandIns.OdooRpc();
    private String name = "list" + (10 + ++lists);

    @BeforeAll
    static void start() throws Exception {
        routes = new OwnRoutes(folder.resolve("routes"));
        ladiflow = new RecordingLadiFlow();
        bridge = ladiflow.receivingFrom(new BridgeProcess(folder)).with("BRIDGE_ROUTES", routes.folder().toString())
                .with("REST_POLL_TOKEN", CrmStandIns.Rest.TOKEN).with("REST_POLL_SECOND_TOKEN", "user:pass word+1")
                .with("ODOO_RPC_POLL_TOKEN", CrmStandIns.OdooRpc.TOKEN).with("FROM_A_SETTING_FROM", "2026-01-20T00:00:00Z")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
        ladiflow.close();
    }

    @AfterEach
    void remove() throws Exception {
        routes.remove(name);
        rest.close();
        odooRpc.close();
    }

    private static Map<String, String> and(Map<String, String> settings, String... more) {
        Map<String, String> all = new HashMap<>(settings);
        all.putIfAbsent("every", "500ms");
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    /** @param settings with their values */
    private void pollRest(String... settings) throws IOException {
        routes.add("rest-poll", name, and(Map.of("url", rest.address() + "/api/customers?active=1&kind=a%26b", "items", "/data",
                "rate", "20", "query", "changed_after={since}&page={page}&per_page={limit}"), settings));
    }

    private void pollOdoo(String... settings) throws IOException {
        routes.add("odoo-rpc-poll", name, and(Map.of("url", odooRpc.address(), "database", CrmStandIns.OdooRpc.DATABASE, "uid",
                String.valueOf(CrmStandIns.OdooRpc.UID)), settings));
    }

    /** What the names of this source's settings begin with. */
    private String variable() {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private void awaitSaid(String text) {
        Awaitility.await(name + ": " + text).until(() -> said().contains(text));
    }

    /** What the log says of this source. */
    private String said() throws IOException {
        return String.join("\n",
                bridge.output().lines().filter(line -> line.contains(name + ":") || line.contains(name + " ")).toList())
                + "\n";
    }

    private void awaitEveryone(CrmStandIn polled) throws Exception {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(180)).pollInterval(Duration.ofMillis(100)).ignoreExceptions()
                    .until(() -> missing(polled).isEmpty());
        } catch (ConditionTimeoutException e) {
            Set<String> missing = missing(polled);
            throw new AssertionError(missing.size() + " missing: " + missing.stream().limit(10).toList() + "\n" + said(), e);
        }
        bridge.awaitAllDelivered(name, 1, Duration.ofSeconds(120));
        JsonNode ledger = bridge.ledger();
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        JsonNode counts = ledger.path("sources").path(name);
        assertEquals(0, counts.path("dead").asLong() + counts.path("rejected").asLong(), ledger.toString());
    }

    private static Set<String> missing(CrmStandIn polled) {
        Set<String> missing = new TreeSet<>(polled.emails());
        missing.removeAll(ladiflow.emails());
        return missing;
    }

    /** Reads its route again, as a start does. */
    private void startAgain() throws IOException {
        routes.remove(name);
        Awaitility.await().until(
                () -> bridge.get("/api/sources").valueStream().noneMatch(source -> source.path("name").asText().equals(name)));
        pollOdoo();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        odoo.exceptions.AccessDenied | Access Denied            | : correct NAME_TOKEN, or
        builtins.ValueError          | Invalid field 'function' |
        """)
    void anErrorWithStatus200StopsThePollAndLeavesTheWatermark(String error, String message, String advice) throws Exception {
        odooRpc.fill(name + ".");
        odooRpc.afterCall(n -> {
            if (n == 1) {
                odooRpc.failNext(CrmStandIns.OdooRpc.exception(error, message));
            }
        });
        pollOdoo();
        String sentence = "HTTP 200 with an error [" + error + ", " + message + "]"
                + (advice == null ? "\n" : advice.replace("NAME", variable()));
        awaitSaid(sentence);
        assertFalse(bridge.output().contains("Traceback"), bridge.output());
        startAgain();
        awaitEveryone(odooRpc);
        assertEquals(odooRpc.calls().get(1).body(), odooRpc.calls().get(2).body(), "it went on with the page that was refused");
    }

    @Test
    void anOutageWithStatus200IsWaitedForAndThePageAskedAgain() throws Exception {
        odooRpc.fill(name + ".");
        odooRpc.afterCall(n -> {
            if (n == 1) {
                odooRpc.failNext(CrmStandIns.OdooRpc.exception("psycopg2.OperationalError", "the database is starting up\n"),
                        CrmStandIns.OdooRpc.exception("psycopg2.pool.PoolError", "The Connection Pool Is Full"));
            }
        });
        pollOdoo("every", "1h");
        awaitEveryone(odooRpc);
        assertEquals(odooRpc.calls().get(1).body(), odooRpc.calls().get(2).body());
        assertEquals(odooRpc.calls().get(1).body(), odooRpc.calls().get(3).body());
    }

    @Test
    void theFirstRunBeginsWhereASettingSaysAlthoughTheRouteDoesNotNameIt() throws Exception {
        name = FROM_A_SETTING;
        odooRpc.put(1, "old.from@example.vn", CHANGED.minus(Duration.ofDays(1)));
        odooRpc.put(2, "new.from@example.vn", CHANGED);
        pollOdoo();
        bridge.awaitAllDelivered(name, 1, Duration.ofSeconds(120));
        assertEquals(Set.of("old.from@example.vn"), missing(odooRpc));
    }

    @Test
    void aValueThatIsNotSetKeepsThePollFromStarting() throws Exception {
        pollOdoo("uid", "{{odoo-rpc-poll.uid}}");
        awaitSaid(name + " does not run: set ODOO_RPC_POLL_UID to start it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        page        | changed_after={since}&page={page}&per_page={limit}     | empty
        page        | changed_after={since}&page={page}&per_page={limit}     | short
        offset      | changed_after={since}&offset={offset}&per_page={limit} | empty
        offset      | changed_after={since}&offset={offset}&per_page={limit} | /next
        cursor      | changed_after={since}&cursor={cursor}&per_page={limit} | empty
        link        | changed_after={since}&per_page={limit}                 | empty
        link-header | changed_after={since}&per_page={limit}                 | empty
        id          | changed_after={since}&after_id={lastId}&per_page={limit} | short
        """)
    void anyListIsReadByTheWayThatItPages(String paging, String query, String lastPage) throws Exception {
        int contacts = rest.fill(name + ".");
        pollRest("paging", paging, "query", query, "last-page", lastPage, "next",
                paging.equals("cursor") ? "/next_cursor" : "/next");
        awaitEveryone(rest);
        rest.put(1001, "edited." + name + "@example.vn", Instant.now());
        awaitEveryone(rest);
        assertEquals(contacts + 1, bridge.ledger().path("sources").path(name).path("received").asLong(),
                "nobody was stored twice");
    }

    @Test
    void emptyPagesThatNameAnotherAreNotTheLast() throws Exception {
        rest.fill(name + ".");
        CrmStandIn.Answer empty = new CrmStandIn.Answer(200, CrmStandIn.object()
                .put("next", "/api/customers?active=1&kind=a%26b&per_page=100").set("data", CrmStandIn.JSON.createArrayNode()));
        rest.failNext(empty, empty, empty);
        pollRest("paging", "link", "last-page", "/next", "every", "1h");
        awaitEveryone(rest);
    }

    @ParameterizedTest
    @CsvSource({"link-header, http://localhost:%d/api/customers", "link, http://localhost:%d/api/customers",
            "link, https://127.0.0.1:%d/api/customers", "link, 'http://127.0.0.1:%d@localhost/'",
            "link, '/api/customers?key={{ladiflow.api-key}}'"})
    void aLinkToAnotherPlaceIsNotFollowed(String paging, String link) throws Exception {
        rest.fill(name + ".");
        String target = link.formatted(URI.create(odooRpc.address()).getPort());
        rest.failNext(new CrmStandIn.Answer(200,
                CrmStandIn.object().put("next", target).set("data", CrmStandIn.JSON.createArrayNode()),
                "Link", "<" + target + ">; rel=next"));
        pollRest("paging", paging, "every", "1h");
        Awaitility.await().until(() -> said().contains("is not followed") || said().contains("is no address"));
        assertEquals(0, odooRpc.calls().size());
        assertEquals(1, rest.calls().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "basic"})
    void aKeyInTheAddressOrAPasswordIsNeverLogged(String auth) throws Exception {
        pollRest("auth", auth, "token", "{{rest-poll.second-token:}}", "every", "1h");
        awaitSaid("correct " + variable() + "_TOKEN");
        CrmStandIn.Call call = rest.calls().get(0);
        if (auth.equals("query")) {
            assertEquals("user:pass word+1", call.query().get("api_key"));
        } else {
            assertEquals("Basic dXNlcjpwYXNzIHdvcmQrMQ==", call.header("Authorization"));
        }
        for (String written : List.of("pass word", "pass+word", "pass%20word", "dXNlcjpwYXNzIHdvcmQrMQ")) {
            assertFalse(bridge.output().contains(written), bridge.output());
        }
    }
}
