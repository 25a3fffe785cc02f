package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.Nightly;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One bridge with every shipped source on, each used as its sender does. By night it goes on for ten minutes instead of some
 * seconds, with {@code -Dsoak=PT1H} as long as wanted.
 */
class EverySourceIT {
    private static final Duration SOAK = Duration.parse(System.getProperty("soak", Nightly.or("PT10M", "PT10S")));

    private static final int SOME = 100;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private final Set<String> sent = new HashSet<>();

    @Test
    void everySourceDeliversEveryCustomerThroughARestartAndAnOutageAndTheLedgerBalances() throws Exception {
        List<CrmStandIn> crms = List.of(new CrmStandIns.Rest(), new CrmStandIns.Pipedrive(), new CrmStandIns.KiotViet(),
                new CrmStandIns.Odoo(), new CrmStandIns.OdooRpc(), new CrmStandIns.Bitrix24());
        try (RecordApi api = new RecordApi();
                HubSpotStandIn hubspot = new HubSpotStandIn();
                SheetsStandIn sheets = new SheetsStandIn();
                SftpStandIn sftp = new SftpStandIn(folder.resolve("server"));
                BridgeProcess bridge = new BridgeProcess(folder)) {
            WebhookSenders senders = new WebhookSenders(bridge, api);
            Path knownHosts = Files.writeString(folder.resolve("known_hosts"), sftp.knownHost());
            bridge.with("SFTP_DROP_URL", sftp.url()).with("SFTP_DROP_USER", SftpStandIn.USER)
                    .with("SFTP_DROP_PASSWORD", SftpStandIn.PASSWORD).with("SFTP_DROP_KNOWN_HOSTS", knownHosts.toString())
                    .with("SFTP_DROP_EVERY", "1s").with("HUBSPOT_POLL_TOKEN", HubSpotStandIn.TOKEN)
                    .with("HUBSPOT_POLL_URL", hubspot.address()).with("HUBSPOT_POLL_EVERY", "1s")
                    .with("GOOGLE_SHEETS_POLL_KEY", sheets.keyJson()).with("GOOGLE_SHEETS_POLL_URL", sheets.address())
                    .with("GOOGLE_SHEETS_POLL_SPREADSHEET", SheetsStandIn.SPREADSHEET).with("GOOGLE_SHEETS_POLL_EVERY", "1s");
            List<List<String>> rows = new ArrayList<>(List.of(List.of("Họ và tên", "Email")));
            for (CrmStandIn crm : crms) {
                crm.settings().forEach(bridge::with);
                bridge.with(crm.source().toUpperCase(Locale.ROOT).replace('-', '_') + "_EVERY", "1s");
            }
            bridge.start();
            assertEquals(shipped(), running(bridge));

            Instant end = Instant.now().plus(SOAK);
            for (int n = 0; n < 4 || Instant.now().isBefore(end); n++) {
                webhooks(senders, n);
                thinWebhooks(senders, api, n);
                files(bridge, sftp, n);
                for (CrmStandIn crm : crms) {
                    crm.put(n + 1, customer(crm.source(), n), Instant.now());
                }
                hubspot.put(n + 1, customer("hubspot-poll", n), Instant.now());
                rows.add(List.of("An", customer("google-sheets-poll", n)));
                sheets.rows(rows);
                if (n % 50 == 2) {
                    bridge.api("PUT", "/sandbox/faults", "{\"mode\":\"unavailable\",\"count\":20}");
                }
                if (n == 3) {
                    bridge.kill();
                    bridge.start();
                }
                awaitAtMostSomeBehind(bridge);
            }
            awaitEveryone(bridge);
            JsonNode ledger = bridge.awaitAllDelivered(sent.size(), Duration.ofSeconds(120));
            assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
            assertEquals(0, ledger.path("dead").asLong() + ledger.path("rejected").asLong(), ledger.toString());
            assertEquals(shipped(), running(bridge));
        } finally {
            crms.forEach(CrmStandIn::close);
        }
    }

    private String customer(String source, int n) {
        String email = source + n + "@example.vn";
        sent.add(email);
        return email;
    }

    private void webhooks(WebhookSenders senders, int n) throws IOException {
        accepted(senders.ladiPage("name=An&email=" + customer("ladipage-form", n)));
        accepted(senders.shopify("s-" + n, "{\"id\":%d,\"email\":\"%s\"}".formatted(n + 1, customer("shopify", n))));
        accepted(senders.wooCommerce("customer.updated", """
            {"id":%d,"date_modified_gmt":"2026-01-21T03:04:05","email":"%s","role":"customer","billing":{}}"""
                .formatted(n + 1, customer("woocommerce", n))));
        accepted(senders.typeform("""
            {"event_id":"t%d","event_type":"form_response","form_response":{"form_id":"f","token":"t%1$d","answers":[
             {"type":"email","email":"%s","field":{"id":"f2","ref":"email","type":"email"}}]}}"""
                .formatted(n, customer("typeform", n))));
        accepted(senders.stripe("""
            {"id":"evt_%d","object":"event","type":"customer.updated","data":{"object":{"id":"cus_%1$d","object":"customer",
             "email":"%s"}}}""".formatted(n, customer("stripe", n))));
        accepted(senders.kiotViet("""
            {"Id":"k%d","Attempt":1,"Notifications":[{"Action":"customer.update.1","Data":[{"Id":%1$d,"Code":"KH%1$d",
             "Email":"%s","ModifiedDate":"2026-01-20T10:04:05.1230000"}]}]}""".formatted(n + 1, customer("kiotviet", n))));
        accepted(senders.pipedrive("""
            {"data":{"id":%d,"name":"An","emails":[{"value":"%s","primary":true}]},"previous":null,
             "meta":{"action":"create","entity":"person","entity_id":"%1$d","id":"p%1$d","version":"2.0","attempt":1}}"""
                .formatted(n + 1, customer("pipedrive", n))));
        accepted(senders.googleForms("g" + n, """
            {"type":"form.submitted","data":{"id":"g%d","email":"%s","answers":[]}}"""
                .formatted(n, customer("google-forms", n))));
        accepted(senders.googleSheets("r" + n, """
            {"type":"rows.changed","timestamp":"2026-01-20T03:04:05.000Z","data":[{"email":"%s"}]}"""
                .formatted(customer("google-sheets", n))));
        accepted(senders.anyWebhook("a" + n, "{\"email\":\"" + customer("any-webhook", n) + "\"}"));
    }

    private void thinWebhooks(WebhookSenders senders, RecordApi api, int n) throws IOException {
        String hubspot = String.valueOf(1_000_000 + n);
        api.hubspotContact(hubspot, customer("hubspot", n), "An");
        accepted(senders.hubspot("""
            [{"eventId":%s,"subscriptionType":"contact.creation","occurredAt":%1$s,"attemptNumber":0,"objectId":%1$s}]"""
                .formatted(hubspot)));
        String lead = String.valueOf(2_000_000 + n);
        api.put(lead, """
            {"id":"%s","created_time":"2026-01-20T03:04:05+0000","field_data":[{"name":"email","values":["%s"]}]}"""
                .formatted(lead, customer("meta-lead-ads", n)));
        accepted(senders.meta("""
            {"object":"page","entry":[{"id":"1","changes":[{"field":"leadgen",
             "value":{"leadgen_id":"%s","form_id":"7","created_time":1764000000}}]}]}""".formatted(lead)));
        String contact = String.valueOf(3_000_000 + n);
        api.put(contact, "{\"ID\":\"%s\",\"NAME\":\"An\",\"EMAIL\":[{\"VALUE\":\"%s\",\"VALUE_TYPE\":\"WORK\"}]}"
                .formatted(contact, customer("bitrix24", n)));
        accepted(senders.bitrix24("ONCRMCONTACTADD", contact));
    }

    private void files(BridgeProcess bridge, SftpStandIn sftp, int n) throws IOException {
        assertEquals(202,
                bridge.signedWebhook("w" + n, "{\"email\":\"" + customer("standard-webhook", n) + "\"}").statusCode());
        bridge.drop("csv-drop", n + ".csv", "Họ và tên,Email\nAn," + customer("csv-drop", n) + "\n");
        bridge.drop("json-drop", n + ".json", "[{\"email\":\"" + customer("json-drop", n) + "\"}]");
        sftp.put(n + ".csv", "Họ và tên,Email\nAn," + customer("sftp-drop", n) + "\n");
    }

    private static void accepted(HttpResponse<String> response) {
        assertEquals(2, response.statusCode() / 100, response.body());
        assertTrue(response.body().contains("\"rejected\":0"), response.body());
    }

    private static Set<String> shipped() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("routes"))) {
            Set<String> names = new TreeSet<>();
            folders.map(folder -> folder.getFileName().toString())
                    .filter(name -> !name.startsWith("_") && !name.equals("kamelets"))
                    .forEach(names::add);
            return names;
        }
    }

    private static Set<String> running(BridgeProcess bridge) throws IOException {
        Set<String> names = new TreeSet<>();
        for (JsonNode source : bridge.get("/api/sources")) {
            assertEquals("running", source.path("state").asText(), source.toString());
            names.add(source.path("name").asText());
        }
        return names;
    }

    /** A sender that is faster than the slowest source's own rate limit would only measure the end of its queue. */
    private void awaitAtMostSomeBehind(BridgeProcess bridge) {
        Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(250)).ignoreExceptions().until(() -> {
            JsonNode ledger = bridge.ledger();
            return ledger.path("inFlight").asInt() <= SOME / 4
                    && ledger.path("delivered").asInt() + ledger.path("duplicate").asInt() >= sent.size() - SOME;
        });
    }

    private void awaitEveryone(BridgeProcess bridge) throws Exception {
        try {
            Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(500)).ignoreExceptions()
                    .until(() -> missing(bridge).isEmpty());
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("missing: " + missing(bridge).stream().limit(20).toList() + "\n" + bridge.output(), e);
        }
    }

    private Set<String> missing(BridgeProcess bridge) throws IOException {
        Set<String> missing = new TreeSet<>(sent);
        for (String source : shipped()) {
            long before = Long.MAX_VALUE;
            while (before > 0) {
                JsonNode page = bridge.get("/api/events?source=" + source + "&state=delivered&limit=1000&before=" + before);
                page.forEach(event -> missing.remove(event.path("customer").asText().replaceFirst("^email:", "")));
                before = page.isEmpty() ? 0 : page.path(page.size() - 1).path("id").asLong();
            }
        }
        return missing;
    }
}
