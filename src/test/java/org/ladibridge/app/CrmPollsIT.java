package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

/** One packaged bridge with every shipped poll on, each against a stand-in that speaks its vendor's protocol. */
@Execution(ExecutionMode.CONCURRENT)
class CrmPollsIT {
    private static final Instant CHANGED = Instant.parse("2026-01-20T03:04:05Z");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private final CrmStandIns.Rest rest = new CrmStandIns.Rest();
    private final CrmStandIns.KiotViet kiotviet = new CrmStandIns.KiotViet();
    private final CrmStandIns.Bitrix24 bitrix24 = new CrmStandIns.Bitrix24();
    private final CrmStandIns.OdooRpc odooRpc = new CrmStandIns.OdooRpc();
    private final List<CrmStandIn> crms = List.of(rest, new CrmStandIns.Pipedrive(), kiotviet, new CrmStandIns.Odoo(), odooRpc,
            bitrix24);
    private RecordingLadiFlow ladiflow;
    private BridgeProcess bridge;

    @BeforeEach
    void start() throws Exception {
        ladiflow = new RecordingLadiFlow();
    }

    private BridgeProcess prepare(List<CrmStandIn> polled) {
        bridge = ladiflow.receivingFrom(new BridgeProcess(folder));
        for (CrmStandIn crm : polled) {
            crm.settings().forEach(bridge::with);
            bridge.with(crm.source().toUpperCase(Locale.ROOT).replace('-', '_') + "_EVERY", "500ms");
        }
        return bridge;
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        crms.forEach(CrmStandIn::close);
        ladiflow.close();
    }

    /** Several pages; a page or more of them changed in one and the same second. */
    private static int fill(CrmStandIn crm) {
        int size = crm.pageSize();
        int contacts = size > 100 ? size * 3 / 2 : size * 5 / 2;
        for (int i = 0; i < contacts; i++) {
            int second = i < size / 2 ? i : i < size * 2 ? size / 2 : i;
            crm.put(1000 + i, crm.source() + i + "@example.vn", CHANGED.plusSeconds(second));
        }
        return contacts;
    }

    private void awaitEveryone(List<CrmStandIn> polled) throws Exception {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(180)).pollInterval(Duration.ofMillis(500)).ignoreExceptions()
                    .until(() -> missing(polled).isEmpty());
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            Set<String> missing = missing(polled);
            throw new AssertionError(
                    missing.size() + " missing: " + missing.stream().limit(10).toList() + "\n" + bridge.output(),
                    e);
        }
        JsonNode ledger = bridge.awaitAllDelivered(1, Duration.ofSeconds(120));
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        assertEquals(0, ledger.path("dead").asLong() + ledger.path("rejected").asLong(), ledger.toString());
    }

    private Set<String> missing(List<CrmStandIn> polled) throws Exception {
        Set<String> missing = new TreeSet<>();
        polled.forEach(crm -> missing.addAll(crm.emails()));
        missing.removeAll(ladiflow.emails());
        return missing;
    }

    @Test
    void everyContactArrivesThroughThrottlingExpiredTokensAndEditsBetweenPages() throws Exception {
        for (CrmStandIn crm : crms) {
            int contacts = fill(crm);
            crm.failNext(CrmStandIn.Answer.error(503, "QUERY_LIMIT_EXCEEDED"),
                    CrmStandIn.Answer.error(429, "too many", "Retry-After", "1"));
            crm.afterCall(n -> {
                if (n == 5) {
                    crm.put(1003, crm.source() + "-edited-behind@example.vn", Instant.now());
                    crm.put(1000 + contacts - 1, crm.source() + "-edited-before@example.vn", Instant.now());
                    crm.put(5000, crm.source() + "-new@example.vn", Instant.now());
                }
            });
        }
        prepare(crms).start();
        awaitEveryone(crms);
        assertTrue(kiotviet.granted.get() > 1, "the refused token was renewed");
        for (String secret : List.of(CrmStandIns.Rest.TOKEN, CrmStandIns.Pipedrive.TOKEN, CrmStandIns.KiotViet.SECRET,
                CrmStandIns.Odoo.TOKEN, CrmStandIns.OdooRpc.TOKEN, CrmStandIns.Bitrix24.TOKEN, "token-1")) {
            assertFalse(bridge.output().contains(secret), bridge.output());
        }
    }

    @Test
    void aKillBetweenPagesLosesNobodyAndWhatIsSeenTwiceIsADuplicate() throws Exception {
        int contacts = 0;
        CountDownLatch inTheMiddle = new CountDownLatch(crms.size());
        for (CrmStandIn crm : crms) {
            contacts += fill(crm);
            crm.afterCall(n -> {
                if (n == 2) {
                    inTheMiddle.countDown();
                }
            });
        }
        prepare(crms).start();
        inTheMiddle.await();
        bridge.kill();
        bridge.start();
        awaitEveryone(crms);
        bridge.kill();
        bridge.start();
        Awaitility.await().ignoreExceptions()
                .until(() -> bridge.ledger().path("duplicate").asLong() > 0);
        JsonNode ledger = bridge.awaitAllDelivered(contacts, Duration.ofSeconds(120));
        assertEquals(contacts, ledger.path("received").asLong() - ledger.path("duplicate").asLong(), ledger.toString());
    }

    @Test
    void aRefusalStopsThePollAndNamesTheVariable() throws Exception {
        prepare(crms).with("REST_POLL_TOKEN", "wrong-secret").with("PIPEDRIVE_POLL_TOKEN", "wrong-secret")
                .with("KIOTVIET_POLL_SECRET", "wrong-secret").with("ODOO_POLL_TOKEN", "wrong-secret")
                .with("ODOO_RPC_POLL_TOKEN", "wrong-secret").with("BITRIX24_POLL_TOKEN", "wrong-secret").start();
        for (String variable : List.of("REST_POLL_TOKEN", "PIPEDRIVE_POLL_TOKEN",
                "KIOTVIET_POLL_CLIENT_ID and KIOTVIET_POLL_SECRET",
                "ODOO_POLL_TOKEN", "ODOO_RPC_POLL_TOKEN, or one of the values database and uid",
                "BITRIX24_POLL_TOKEN")) {
            Awaitility.await()
                    .until(() -> bridge.output().contains("correct " + variable));
        }
        Awaitility.await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(5))
                .until(() -> crms.stream().allMatch(crm -> crm.calls().size() == 1));
        assertFalse(bridge.output().contains("wrong-secret"), bridge.output());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        odoo.exceptions.AccessDenied | Access Denied            | : correct ODOO_RPC_POLL_TOKEN, or
        builtins.ValueError          | Invalid field 'function' |
        """)
    void anErrorWithStatus200StopsThePollAndLeavesTheWatermark(String name, String message, String advice) throws Exception {
        fill(odooRpc);
        odooRpc.afterCall(n -> {
            if (n == 1) {
                odooRpc.failNext(CrmStandIns.OdooRpc.exception(name, message));
            }
        });
        prepare(List.of(odooRpc)).start();
        String sentence = "HTTP 200 with an error [" + name + ", " + message + "]" + (advice == null ? "\n" : advice);
        Awaitility.await().until(() -> bridge.output().contains(sentence));
        assertFalse(bridge.output().contains("Traceback"), bridge.output());
        bridge.kill();
        bridge.start();
        awaitEveryone(List.of(odooRpc));
        assertEquals(odooRpc.calls().get(1).body(), odooRpc.calls().get(2).body(), "it went on with the page that was refused");
    }

    @Test
    void anOutageWithStatus200IsWaitedForAndThePageAskedAgain() throws Exception {
        fill(odooRpc);
        odooRpc.afterCall(n -> {
            if (n == 1) {
                odooRpc.failNext(CrmStandIns.OdooRpc.exception("psycopg2.OperationalError", "the database is starting up\n"),
                        CrmStandIns.OdooRpc.exception("psycopg2.pool.PoolError", "The Connection Pool Is Full"));
            }
        });
        prepare(List.of(odooRpc)).with("ODOO_RPC_POLL_EVERY", "1h").start();
        awaitEveryone(List.of(odooRpc));
        assertEquals(odooRpc.calls().get(1).body(), odooRpc.calls().get(2).body());
        assertEquals(odooRpc.calls().get(1).body(), odooRpc.calls().get(3).body());
    }

    @Test
    void theFirstRunBeginsWhereASettingSaysAlthoughTheRouteDoesNotNameIt() throws Exception {
        odooRpc.put(1, "old@example.vn", CHANGED.minus(Duration.ofDays(1)));
        odooRpc.put(2, "new@example.vn", CHANGED);
        prepare(List.of(odooRpc)).with("ODOO_RPC_POLL_FROM", "2026-01-20T00:00:00Z").start();
        bridge.awaitAllDelivered(1, Duration.ofSeconds(120));
        assertEquals(Set.of("new@example.vn"), Set.copyOf(ladiflow.emails()));
    }

    @Test
    void aValueThatIsNotSetKeepsThePollFromStarting() throws Exception {
        prepare(List.of(odooRpc)).with("ODOO_RPC_POLL_UID", "").start();
        assertTrue(bridge.output().contains("odoo-rpc-poll does not run: set ODOO_RPC_POLL_UID to start it"), bridge.output());
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
        int contacts = fill(rest);
        prepare(List.of(rest)).with("REST_POLL_PAGING", paging).with("REST_POLL_QUERY", query)
                .with("REST_POLL_LAST_PAGE", lastPage)
                .with("REST_POLL_NEXT", paging.equals("cursor") ? "/next_cursor" : "/next")
                .start();
        awaitEveryone(List.of(rest));
        rest.put(1001, "edited@example.vn", Instant.now());
        awaitEveryone(List.of(rest));
        assertEquals(contacts + 1, bridge.ledger().path("received").asLong(), "nobody was stored twice");
    }

    @Test
    void emptyPagesThatNameAnotherAreNotTheLast() throws Exception {
        fill(rest);
        CrmStandIn.Answer empty = new CrmStandIn.Answer(200, CrmStandIn.object()
                .put("next", "/api/customers?active=1&kind=a%26b&per_page=100").set("data", CrmStandIn.JSON.createArrayNode()));
        rest.failNext(empty, empty, empty);
        prepare(List.of(rest)).with("REST_POLL_PAGING", "link").with("REST_POLL_LAST_PAGE", "/next")
                .with("REST_POLL_EVERY", "1h").start();
        awaitEveryone(List.of(rest));
    }

    @ParameterizedTest
    @CsvSource({"link-header, http://localhost:%d/api/customers", "link, http://localhost:%d/api/customers",
            "link, https://127.0.0.1:%d/api/customers", "link, 'http://127.0.0.1:%d@localhost/'",
            "link, '/api/customers?key={{ladiflow.api-key}}'"})
    void aLinkToAnotherPlaceIsNotFollowed(String paging, String link) throws Exception {
        fill(rest);
        String target = link.formatted(URI.create(kiotviet.address()).getPort());
        rest.failNext(new CrmStandIn.Answer(200,
                CrmStandIn.object().put("next", target).set("data", CrmStandIn.JSON.createArrayNode()),
                "Link", "<" + target + ">; rel=next"));
        prepare(List.of(rest)).with("REST_POLL_PAGING", paging).with("REST_POLL_EVERY", "1h").start();
        Awaitility.await()
                .until(() -> bridge.output().contains("is not followed") || bridge.output().contains("is no address"));
        assertEquals(0, kiotviet.calls().size());
        assertEquals(1, rest.calls().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"query", "basic"})
    void aKeyInTheAddressOrAPasswordIsNeverLogged(String auth) throws Exception {
        prepare(List.of(rest)).with("REST_POLL_AUTH", auth).with("REST_POLL_TOKEN", "user:pass word+1")
                .with("REST_POLL_EVERY", "1h").start();
        Awaitility.await().until(() -> bridge.output().contains("correct REST_POLL_TOKEN"));
        CrmStandIn.Call call = rest.calls().get(0);
        if (auth.equals("query")) {
            assertEquals("user:pass word+1", call.query().get("api_key"));
        } else {
            assertEquals("Basic dXNlcjpwYXNzIHdvcmQrMQ==", call.header("Authorization"));
        }
        assertFalse(bridge.output().contains("pass"), bridge.output());
    }
}
