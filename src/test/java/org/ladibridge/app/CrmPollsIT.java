package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

import com.fasterxml.jackson.databind.JsonNode;

/** One packaged bridge with every shipped poll on, each against a stand-in that speaks its vendor's protocol. */
class CrmPollsIT {
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private final CrmStandIns.KiotViet kiotviet = new CrmStandIns.KiotViet();
    private final List<CrmStandIn> crms = List.of(new CrmStandIns.Rest(), new CrmStandIns.Pipedrive(), kiotviet,
            new CrmStandIns.Odoo(), new CrmStandIns.OdooRpc(), new CrmStandIns.Bitrix24());
    private RecordingLadiFlow ladiflow;
    private BridgeProcess bridge;

    @BeforeEach
    void start() throws Exception {
        ladiflow = new RecordingLadiFlow();
    }

    private BridgeProcess prepare() {
        bridge = ladiflow.receivingFrom(new BridgeProcess(folder));
        for (CrmStandIn crm : crms) {
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

    private void awaitEveryone() throws Exception {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(180)).pollInterval(Duration.ofMillis(500)).ignoreExceptions()
                    .until(() -> missing().isEmpty());
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            Set<String> missing = missing();
            throw new AssertionError(
                    missing.size() + " missing: " + missing.stream().limit(10).toList() + "\n" + bridge.output(),
                    e);
        }
        JsonNode ledger = bridge.awaitAllDelivered(1, Duration.ofSeconds(120));
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        assertEquals(0, ledger.path("dead").asLong() + ledger.path("rejected").asLong(), ledger.toString());
    }

    private Set<String> missing() throws Exception {
        Set<String> missing = new TreeSet<>();
        crms.forEach(crm -> missing.addAll(crm.emails()));
        missing.removeAll(ladiflow.emails());
        return missing;
    }

    @Test
    void everyContactArrivesThroughThrottlingExpiredTokensAndEditsBetweenPages() throws Exception {
        for (CrmStandIn crm : crms) {
            int contacts = crm.fill(crm.source());
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
        prepare().start();
        awaitEveryone();
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
            contacts += crm.fill(crm.source());
            crm.afterCall(n -> {
                if (n == 2) {
                    inTheMiddle.countDown();
                }
            });
        }
        prepare().start();
        inTheMiddle.await();
        bridge.kill();
        bridge.start();
        awaitEveryone();
        bridge.kill();
        bridge.start();
        Awaitility.await().ignoreExceptions()
                .until(() -> bridge.ledger().path("duplicate").asLong() > 0);
        JsonNode ledger = bridge.awaitAllDelivered(contacts, Duration.ofSeconds(120));
        assertEquals(contacts, ledger.path("received").asLong() - ledger.path("duplicate").asLong(), ledger.toString());
    }

    @Test
    void aRefusalStopsThePollAndNamesTheVariable() throws Exception {
        prepare().with("REST_POLL_TOKEN", "wrong-secret").with("PIPEDRIVE_POLL_TOKEN", "wrong-secret")
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
}
