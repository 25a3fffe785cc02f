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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.app.RecordApi.Fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Senders that say only that a record changed: what they announce arrives, whatever their API does meanwhile. Tests share a bridge, but where
 * that is killed or starts with another token; each has records and customers of its own.
 */
class ThinWebhookIT {
    private static final Duration SOON = Duration.ofSeconds(120);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static RecordApi api;
    private static BridgeProcess shared;
    private static int tests = 10;

    private final int number = ++tests;
    private BridgeProcess bridge;
    private WebhookSenders senders;
    private JsonNode before;
    private Set<String> arrivedBefore;
    private long newestBefore;

    @BeforeAll
    static void start() throws Exception {
        api = new RecordApi();
        shared = new BridgeProcess(folder);
        new WebhookSenders(shared, api);
        shared.start();
    }

    @AfterAll
    static void stop() throws Exception {
        shared.close();
        api.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        api.forget();
        use(shared);
        before = bridge.ledger();
        arrivedBefore = arrived();
        newestBefore = bridge.get("/api/events?limit=1").path(0).path("id").asLong();
    }

    @AfterEach
    void stopItsOwn() throws Exception {
        api.release();
        if (bridge != shared) {
            bridge.close();
        }
    }

    private BridgeProcess use(BridgeProcess used) {
        bridge = used;
        senders = new WebhookSenders(used, api);
        return used;
    }

    /** For what is about its start or its end. */
    private BridgeProcess bridgeOfItsOwn() throws Exception {
        before = NullNode.getInstance();
        arrivedBefore = Set.of();
        newestBefore = 0;
        return use(new BridgeProcess(folder.resolve("own" + number)));
    }

    /** Of a record of this test. */
    private String id(String end) {
        return number + end;
    }

    private String email(String who) {
        return who + "." + number + "@example.vn";
    }

    private void hubspotContact(String id, String who, String name) throws Exception {
        api.hubspotContact(id(id), email(who), name);
    }

    private void metaLead(String id) throws Exception {
        api.put(id(id),
                Files.readString(Path.of("routes/meta-lead-ads/samples/lead.json")).replace("Mai@Example.vn", email("Mai"))
                        .replace("+84912345678", "+849123456" + number));
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

    /** @param at milliseconds of a time that belongs to this test */
    private String changed(int attempt, int after, String... ids) {
        long at = 1_764_000_000_000L + number * 1_000_000L + after;
        StringBuilder events = new StringBuilder();
        for (String id : ids) {
            events.append(events.isEmpty() ? "[" : ",").append("""
                {"eventId":%d,"subscriptionId":25,"portalId":33,"occurredAt":%d,"subscriptionType":"contact.propertyChange",
                 "attemptNumber":%d,"objectId":%s,"propertyName":"email"}""".formatted(at, at, attempt, id(id)));
        }
        return events.append("]").toString();
    }

    private String lead(String id) {
        return leadOf(id(id));
    }

    private static String leadOf(String id) {
        return """
            {"object":"page","entry":[{"id":"1","changes":[{"field":"leadgen",
             "value":{"leadgen_id":"%s","form_id":"7","created_time":1764000000}}]}]}""".formatted(id);
    }

    private Set<String> arrived() throws Exception {
        Set<String> arrived = new HashSet<>();
        bridge.get("/sandbox/customers?limit=1000")
                .forEach(customer -> arrived.add(customer.path("email").asText() + " " + customer.path("first_name").asText()));
        return arrived;
    }

    /** Those who came in this test. */
    private Set<String> customers() throws Exception {
        Set<String> arrived = arrived();
        arrived.removeAll(arrivedBefore);
        return arrived;
    }

    /** Waits until so many were received in this test; the answer is what has been counted in it. */
    private JsonNode settled(long received) {
        JsonNode after = bridge.awaitAllDelivered(before.path("received").asLong() + received, SOON);
        assertTrue(after.path("balanced").asBoolean(), after.toString());
        JsonNode ledger = difference(before, after);
        assertEquals(0, ledger.path("dead").asLong(), ledger.toString());
        return ledger;
    }

    private static JsonNode difference(JsonNode before, JsonNode after) {
        if (after.isNumber()) {
            return LongNode.valueOf(after.asLong() - before.asLong());
        }
        ObjectNode difference = JsonNodeFactory.instance.objectNode();
        after.properties()
                .forEach(part -> difference.set(part.getKey(), difference(before.path(part.getKey()), part.getValue())));
        return difference;
    }

    /** Those of this test. */
    private JsonNode events(String query) throws Exception {
        ArrayNode events = JsonNodeFactory.instance.arrayNode();
        bridge.get("/api/events?" + query).valueStream().filter(event -> event.path("id").asLong() > newestBefore)
                .forEach(events::add);
        return events;
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
        hubspotContact("101", "an", "An");
        hubspot(changed(0, 0, "101", "102"));
        settled(3);
        assertEquals(Set.of(email("an") + " Nguyễn Văn An"), customers());
        JsonNode gone = events("source=hubspot&state=rejected");
        assertEquals("SOURCE_GONE", gone.at("/0/reason").asText(), gone.toString());
    }

    @Test
    void anOldEventThatComesLateDoesNotBringOldDataBack() throws Exception {
        hubspotContact("101", "an", "An Cũ");
        hubspotContact("101", "an", "An Mới");
        hubspot(changed(0, 2000, "101"));
        settled(2);
        hubspot(changed(0, 1000, "101"));
        JsonNode ledger = settled(4);
        assertEquals(Set.of(email("an") + " Nguyễn Văn An Mới"), customers());
        assertEquals(1, ledger.at("/sources/hubspot/unchanged").asLong(), ledger.toString());
    }

    @Test
    void aSourceThatAsksToSlowDownIsAskedAgainWhenItWants() throws Exception {
        hubspotContact("101", "an", "An");
        api.failNext(new Fault(429, "Retry-After", "3", "{}"));
        hubspot(changed(0, 0, "101"));
        awaitWaiting("SOURCE_DOWN");
        settled(2);
        List<RecordApi.Request> requests = api.requests();
        assertTrue(Duration.between(requests.get(0).at(), requests.get(1).at()).toMillis() >= 3_000, requests.toString());
    }

    @Test
    void anOutageOfTheSourceIsNeverAnErrorAndARedirectIsNotFollowed() throws Exception {
        hubspotContact("101", "an", "An");
        api.failNext(Fault.reset(), Fault.of(503), new Fault(200, null, null, "<html>Đang bảo trì</html>"),
                new Fault(302, "Location", api.address() + "/elsewhere", ""));
        hubspot(changed(0, 0, "101"));
        settled(2);
        assertEquals(Set.of(email("an") + " Nguyễn Văn An"), customers());
        assertEquals(5, api.requests().size(), api.requests().toString());
        assertFalse(api.requests().toString().contains("elsewhere"));
        assertFalse(bridge.output().contains("LADIFLOW_DOWN"), bridge.output());
    }

    @Test
    void aRefusedTokenLosesNothingAndItsVariableIsNamed() throws Exception {
        hubspotContact("101", "an", "An");
        bridgeOfItsOwn().with("HUBSPOT_TOKEN", "pat-wrong").start();
        hubspot(changed(0, 0, "101"));
        awaitWaiting("BAD_SOURCE_KEY");
        assertTrue(bridge.output().contains("Correct HUBSPOT_TOKEN"), bridge.output());
        assertFalse(bridge.output().contains("pat-wrong"), "the token is not logged");
        bridge.stop();
        bridge.with("HUBSPOT_TOKEN", RecordApi.TOKEN).start();
        settled(2);
        assertEquals(Set.of(email("an") + " Nguyễn Văn An"), customers());
    }

    @Test
    void aKillBetweenReceiptAndFetchLosesNothing() throws Exception {
        hubspotContact("101", "an", "An");
        hubspotContact("102", "binh", "Bình");
        metaLead("444001");
        api.hold();
        bridgeOfItsOwn().start();
        hubspot(changed(0, 0, "101"));
        hubspot(changed(0, 1, "102"));
        meta(lead("444001"));
        Awaitility.await().atMost(SOON).until(() -> api.requests().size() == 2);
        bridge.kill();
        api.release();
        bridge.start();
        settled(6);
        assertEquals(Set.of(email("an") + " Nguyễn Văn An", email("binh") + " Nguyễn Văn Bình",
                email("mai") + " nguyễn thị mai"), customers());
    }

    @Test
    void aPausedSourceNeitherReceivesNorFetchesAndGoesOnAfterwards() throws Exception {
        hubspotContact("101", "an", "An");
        api.failNext(new Fault(429, "Retry-After", "2", "{}"));
        hubspot(changed(0, 0, "101"));
        awaitWaiting("SOURCE_DOWN");
        bridge.api("POST", "/api/sources/hubspot/pause", "");
        assertEquals(503, bridge.send("POST", "/hooks/hubspot", "[]".getBytes(StandardCharsets.UTF_8), Map.of()).statusCode());
        Awaitility.await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(6)).until(() -> api.requests().size() == 1);
        bridge.api("POST", "/api/sources/hubspot/resume", "");
        settled(2);
        assertEquals(Set.of(email("an") + " Nguyễn Văn An"), customers());
    }

    @Test
    void leadsOfMetasBecomeCustomersAndTestLeadsNobody() throws Exception {
        metaLead("444001");
        api.put(id("444003"), Files.readString(Path.of("routes/meta-lead-ads/samples/test-lead.json")));
        assertEquals("challenge-1",
                bridge.send("GET",
                        "/hooks/meta-lead-ads?hub.mode=subscribe&hub.challenge=challenge-1&hub.verify_token=verify-me",
                        new byte[0], Map.of()).body());
        meta(Files.readString(Path.of("routes/meta-lead-ads/samples/event.json")).replace("444001", id("444001")));
        meta(lead("444003"));
        meta(lead("444009"));
        JsonNode ledger = settled(5);
        assertEquals(Set.of(email("mai") + " nguyễn thị mai"), customers());
        assertEquals(2, ledger.at("/sources/meta-lead-ads/received").asLong(), ledger.toString());
        assertEquals("TEST_LEAD", events("source=meta-lead-ads&state=rejected").at("/0/reason").asText());
        assertEquals("SOURCE_GONE", events("source=meta-leads&state=rejected").at("/0/reason").asText());
        assertFalse(api.requests().toString().contains(RecordApi.TOKEN), "the token is in no address");
    }

    @Test
    void aMetaTokenThatExpiredWaitsAlthoughMetaSays400() throws Exception {
        metaLead("444001");
        api.failNext(new Fault(400, null, null, "{\"error\":{\"type\":\"OAuthException\",\"code\":190}}"));
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
        meta(leadOf("../../me/accounts"));
        meta(leadOf("1?access_token=x"));
        meta(leadOf("http://169.254.169.254/"));
        settled(3);
        assertEquals(3, events("source=meta-leads&state=rejected&reason=UNREADABLE").size());
        assertEquals(List.of(), api.requests());
    }

    @Test
    void contactsOfBitrix24AreFetchedAndTheSecretOfItsAddressStaysOutOfTheLog() throws Exception {
        api.put("12", Files.readString(Path.of("routes/bitrix24/samples/contact.json")));
        api.failNext(new Fault(503, null, null, "{\"error\":\"QUERY_LIMIT_EXCEEDED\"}"), Fault.reset());
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
        metaLead("444001");
        api.failNext(new Fault(400, null, null, "{\"error\":{\"code\":100,\"message\":\"Unsupported get request\"}}"));
        meta(lead("444001"));
        Awaitility.await().atMost(SOON).ignoreExceptions().until(() -> events("state=dead").size() == 1);
        JsonNode dead = bridge.get("/api/events/" + events("state=dead").at("/0/id").asLong());
        assertEquals("SOURCE_REFUSED", dead.path("reason").asText(), dead.toString());
        assertTrue(dead.at("/attempts/0/answer").asText().contains("Unsupported get request"), dead.toString());
        Instant before = Instant.now();
        bridge.api("POST", "/api/events/" + dead.path("id").asLong() + "/replay", "");
        settled(2);
        assertEquals(Set.of(email("mai") + " nguyễn thị mai"), customers());
        assertTrue(before.isBefore(api.requests().get(1).at()));
    }
}
