package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.ladibridge.app.RecordApi.Fault;

import com.fasterxml.jackson.databind.JsonNode;

/** Senders that say only that a record changed: what they announce arrives, whatever their API does meanwhile. */
@Execution(ExecutionMode.CONCURRENT)
class ThinWebhookIT {
    private static final Duration SOON = Duration.ofSeconds(120);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private RecordApi api;
    private BridgeProcess bridge;
    private WebhookSenders senders;

    @BeforeEach
    void prepare() throws Exception {
        api = new RecordApi();
        bridge = new BridgeProcess(folder);
        senders = new WebhookSenders(bridge, api);
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
        api.close();
    }

    private String hubspot(String body) throws Exception {
        return accepted(senders.hubspot(body));
    }

    private String meta(String body) throws Exception {
        return accepted(senders.meta(body));
    }

    private String bitrix(String event, String id) throws Exception {
        return accepted(senders.bitrix24(event, id));
    }

    private static String accepted(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return response.body();
    }

    private static String changed(int attempt, long at, String... ids) {
        StringBuilder events = new StringBuilder();
        for (String id : ids) {
            events.append(events.isEmpty() ? "[" : ",").append("""
                {"eventId":%d,"subscriptionId":25,"portalId":33,"occurredAt":%d,"subscriptionType":"contact.propertyChange",
                 "attemptNumber":%d,"objectId":%s,"propertyName":"email"}""".formatted(at, at, attempt, id));
        }
        return events.append("]").toString();
    }

    private static String lead(String id) {
        return """
            {"object":"page","entry":[{"id":"1","changes":[{"field":"leadgen",
             "value":{"leadgen_id":"%s","form_id":"7","created_time":1764000000}}]}]}""".formatted(id);
    }

    private Set<String> customers() throws Exception {
        Set<String> arrived = new HashSet<>();
        bridge.get("/sandbox/customers?limit=1000")
                .forEach(customer -> arrived.add(customer.path("email").asText() + " " + customer.path("first_name").asText()));
        return arrived;
    }

    private JsonNode settled(long received) {
        JsonNode ledger = bridge.awaitAllDelivered(received, SOON);
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        assertEquals(0, ledger.path("dead").asLong(), ledger.toString());
        return ledger;
    }

    private JsonNode events(String query) throws Exception {
        return bridge.get("/api/events?" + query);
    }

    private String message(String source) throws Exception {
        for (JsonNode each : bridge.get("/api/sources")) {
            if (each.path("name").asText().equals(source)) {
                return each.path("message").asText();
            }
        }
        throw new AssertionError(source + " is not listed");
    }

    private void awaitWaiting(String reason) {
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> events("state=waiting&reason=" + reason).size() == 1);
    }

    @Test
    void manyEventsOfHubSpotsAreOneCallAndDeletionsAndMergesAreRecorded() throws Exception {
        api.hubspotContact("101", "an@example.vn", "An");
        api.hubspotContact("104", "binh@example.vn", "Bình");
        bridge.start();
        String events = Files.readString(Path.of("routes/hubspot/samples/events.json"));
        assertEquals("{\"received\":4,\"duplicate\":0,\"rejected\":3}", hubspot(events));
        JsonNode ledger = settled(6);
        assertEquals(Set.of("an@example.vn Nguyễn Văn An", "binh@example.vn Nguyễn Văn Bình"), customers());
        assertEquals(1, api.requests().size(), api.requests().toString());
        assertEquals(1, ledger.at("/sources/hubspot-contacts/delivered").asLong(), ledger.toString());
        assertEquals(2, ledger.at("/sources/hubspot/delivered").asLong(), ledger.toString());
        assertEquals(1, events("source=hubspot-contacts&reason=SOURCE_DELETED").size());
        assertEquals(2, events("source=hubspot-contacts&reason=SOURCE_MERGED").size());

        assertEquals("{\"received\":4,\"duplicate\":4,\"rejected\":0,\"earlier\":{\"delivered\":1,\"rejected\":3}}",
                hubspot(events.replace("\"attemptNumber\": 0", "\"attemptNumber\": 1")));
        settled(10);
        assertEquals(1, api.requests().size(), "a repeated request is not fetched again");
    }

    @Test
    void whoeverTheBatchReadDoesNotFindIsRejectedAndTheOthersArrive() throws Exception {
        api.hubspotContact("101", "an@example.vn", "An");
        bridge.start();
        hubspot(changed(0, 1764000000000L, "101", "102"));
        settled(3);
        assertEquals(Set.of("an@example.vn Nguyễn Văn An"), customers());
        JsonNode gone = events("source=hubspot&state=rejected");
        assertEquals("SOURCE_GONE", gone.at("/0/reason").asText(), gone.toString());
    }

    @Test
    void anOldEventThatComesLateDoesNotBringOldDataBack() throws Exception {
        api.hubspotContact("101", "an@example.vn", "An Cũ");
        bridge.start();
        api.hubspotContact("101", "an@example.vn", "An Mới");
        hubspot(changed(0, 1764000002000L, "101"));
        settled(2);
        hubspot(changed(0, 1764000001000L, "101"));
        JsonNode ledger = settled(4);
        assertEquals(Set.of("an@example.vn Nguyễn Văn An Mới"), customers());
        assertEquals(1, ledger.at("/sources/hubspot/unchanged").asLong(), ledger.toString());
    }

    @Test
    void aSourceThatAsksToSlowDownIsAskedAgainWhenItWants() throws Exception {
        api.hubspotContact("101", "an@example.vn", "An");
        api.failNext(new Fault(429, "Retry-After", "3", "{}"));
        bridge.start();
        hubspot(changed(0, 1764000000000L, "101"));
        awaitWaiting("SOURCE_DOWN");
        settled(2);
        List<RecordApi.Request> requests = api.requests();
        assertTrue(Duration.between(requests.get(0).at(), requests.get(1).at()).toMillis() >= 3_000, requests.toString());
    }

    @Test
    void anOutageOfTheSourceIsNeverAnErrorAndARedirectIsNotFollowed() throws Exception {
        api.hubspotContact("101", "an@example.vn", "An");
        api.failNext(Fault.reset(), Fault.of(503), new Fault(200, null, null, "<html>Đang bảo trì</html>"),
                new Fault(302, "Location", api.address() + "/elsewhere", ""));
        bridge.start();
        hubspot(changed(0, 1764000000000L, "101"));
        settled(2);
        assertEquals(Set.of("an@example.vn Nguyễn Văn An"), customers());
        assertEquals(5, api.requests().size(), api.requests().toString());
        assertFalse(api.requests().toString().contains("elsewhere"));
        assertFalse(bridge.output().contains("LADIFLOW_DOWN"), bridge.output());
    }

    @Test
    void aRefusedTokenLosesNothingAndItsVariableIsNamed() throws Exception {
        api.hubspotContact("101", "an@example.vn", "An");
        bridge.with("HUBSPOT_TOKEN", "pat-wrong").start();
        hubspot(changed(0, 1764000000000L, "101"));
        awaitWaiting("BAD_SOURCE_KEY");
        assertTrue(bridge.output().contains("Correct HUBSPOT_TOKEN"), bridge.output());
        assertFalse(bridge.output().contains("pat-wrong"), "the token is not logged");
        bridge.stop();
        bridge.with("HUBSPOT_TOKEN", RecordApi.TOKEN).start();
        settled(2);
        assertEquals(Set.of("an@example.vn Nguyễn Văn An"), customers());
    }

    @Test
    void aKillBetweenReceiptAndFetchLosesNothing() throws Exception {
        api.hubspotContact("101", "an@example.vn", "An");
        api.hubspotContact("102", "binh@example.vn", "Bình");
        api.put("444001", Files.readString(Path.of("routes/meta-lead-ads/samples/lead.json")));
        api.hold();
        bridge.start();
        hubspot(changed(0, 1764000000000L, "101"));
        hubspot(changed(0, 1764000000001L, "102"));
        meta(lead("444001"));
        Awaitility.await().atMost(SOON).until(() -> api.requests().size() == 2);
        bridge.kill();
        api.release();
        bridge.start();
        settled(6);
        assertEquals(Set.of("an@example.vn Nguyễn Văn An", "binh@example.vn Nguyễn Văn Bình", "mai@example.vn nguyễn thị mai"),
                customers());
    }

    @Test
    void aPausedSourceNeitherReceivesNorFetchesAndGoesOnAfterwards() throws Exception {
        api.hubspotContact("101", "an@example.vn", "An");
        api.failNext(new Fault(429, "Retry-After", "2", "{}"));
        bridge.start();
        hubspot(changed(0, 1764000000000L, "101"));
        awaitWaiting("SOURCE_DOWN");
        bridge.api("POST", "/api/sources/hubspot/pause", "");
        assertEquals(503, bridge.send("POST", "/hooks/hubspot", "[]".getBytes(StandardCharsets.UTF_8), Map.of()).statusCode());
        Awaitility.await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(6)).until(() -> api.requests().size() == 1);
        bridge.api("POST", "/api/sources/hubspot/resume", "");
        settled(2);
        assertEquals(Set.of("an@example.vn Nguyễn Văn An"), customers());
    }

    @Test
    void leadsOfMetasBecomeCustomersAndTestLeadsNobody() throws Exception {
        api.put("444001", Files.readString(Path.of("routes/meta-lead-ads/samples/lead.json")));
        api.put("444003", Files.readString(Path.of("routes/meta-lead-ads/samples/test-lead.json")));
        bridge.start();
        assertEquals("challenge-1",
                bridge.send("GET",
                        "/hooks/meta-lead-ads?hub.mode=subscribe&hub.challenge=challenge-1&hub.verify_token=verify-me",
                        new byte[0], Map.of()).body());
        meta(Files.readString(Path.of("routes/meta-lead-ads/samples/event.json")));
        meta(lead("444003"));
        meta(lead("444009"));
        JsonNode ledger = settled(5);
        assertEquals(Set.of("mai@example.vn nguyễn thị mai"), customers());
        assertEquals(2, ledger.at("/sources/meta-lead-ads/received").asLong(), ledger.toString());
        assertEquals("TEST_LEAD", events("source=meta-lead-ads&state=rejected").at("/0/reason").asText());
        assertEquals("SOURCE_GONE", events("source=meta-leads&state=rejected").at("/0/reason").asText());
        assertFalse(api.requests().toString().contains(RecordApi.TOKEN), "the token is in no address");
    }

    @Test
    void aMetaTokenThatExpiredWaitsAlthoughMetaSays400() throws Exception {
        api.put("444001", Files.readString(Path.of("routes/meta-lead-ads/samples/lead.json")));
        api.failNext(new Fault(400, null, null, "{\"error\":{\"type\":\"OAuthException\",\"code\":190}}"));
        bridge.start();
        meta(lead("444001"));
        awaitWaiting("BAD_SOURCE_KEY");
        assertTrue(bridge.output().contains("Correct META_LEAD_ADS_TOKEN"), bridge.output());
        assertTrue(message("meta-lead-ads").contains("[190]: correct META_LEAD_ADS_TOKEN"), message("meta-lead-ads"));
        assertEquals(503, bridge.send("GET", "/q/health/well", new byte[0], Map.of()).statusCode());
        settled(2);
        assertEquals("null", message("meta-lead-ads"), "it was accepted again");
        assertEquals(200, bridge.send("GET", "/q/health/well", new byte[0], Map.of()).statusCode());
    }

    @Test
    void anIdThatIsNoneLeadsNowhere() throws Exception {
        bridge.start();
        meta(lead("../../me/accounts"));
        meta(lead("1?access_token=x"));
        meta(lead("http://169.254.169.254/"));
        settled(3);
        assertEquals(3, events("source=meta-leads&state=rejected&reason=UNREADABLE").size());
        assertEquals(List.of(), api.requests());
    }

    @Test
    void contactsOfBitrix24AreFetchedAndTheSecretOfItsAddressStaysOutOfTheLog() throws Exception {
        api.put("12", Files.readString(Path.of("routes/bitrix24/samples/contact.json")));
        api.failNext(new Fault(503, null, null, "{\"error\":\"QUERY_LIMIT_EXCEEDED\"}"), Fault.reset());
        bridge.start();
        bitrix("ONCRMCONTACTADD", "12");
        bitrix("ONCRMCONTACTUPDATE", "13");
        bitrix("ONCRMCONTACTDELETE", "14");
        settled(4);
        assertEquals(Set.of("hoa.le@example.vn Lê Thị Hoa"), customers());
        assertEquals("SOURCE_GONE", events("source=bitrix24-contacts&reason=SOURCE_GONE").at("/0/reason").asText());
        assertEquals("SOURCE_DELETED", events("source=bitrix24-contacts&reason=SOURCE_DELETED").at("/0/reason").asText());
        assertFalse(bridge.output().contains(RecordApi.BITRIX_SECRET), bridge.output());
        assertFalse(events("source=bitrix24-contacts").toString().contains("application-token"));
    }

    @Test
    void aRefusedReferenceIsADeadLetterThatCanBeReplayed() throws Exception {
        api.put("444001", Files.readString(Path.of("routes/meta-lead-ads/samples/lead.json")));
        api.failNext(new Fault(400, null, null, "{\"error\":{\"code\":100,\"message\":\"Unsupported get request\"}}"));
        bridge.start();
        meta(lead("444001"));
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> events("state=dead").size() == 1);
        JsonNode dead = bridge.get("/api/events/" + events("state=dead").at("/0/id").asLong());
        assertEquals("SOURCE_REFUSED", dead.path("reason").asText(), dead.toString());
        assertTrue(dead.at("/attempts/0/answer").asText().contains("Unsupported get request"), dead.toString());
        Instant before = Instant.now();
        bridge.api("POST", "/api/events/" + dead.path("id").asLong() + "/replay", "");
        settled(2);
        assertEquals(Set.of("mai@example.vn nguyễn thị mai"), customers());
        assertTrue(before.isBefore(api.requests().get(1).at()));
    }
}
