package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The shipped folders as their senders use them: signed samples, and what each sender changes when it repeats a delivery. */
class WebhookSourcesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;
    private static BridgeProcess bridge;
    private static WebhookSenders senders;

    @BeforeAll
    static void start() throws Exception {
        bridge = new BridgeProcess(folder);
        senders = new WebhookSenders(bridge);
        bridge.start();
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    @Test
    void twoCustomersInOneSecondOfWooCommerceAreTwoEventsAndARepetitionIsNone() throws Exception {
        String one = sample("woocommerce/samples/customer-updated.json");
        String other = sample("woocommerce/samples/customer-billing-name-only.json");
        assertAnswer(1, 0, 0, senders.wooCommerce("customer.updated", one));
        assertAnswer(1, 0, 0, senders.wooCommerce("customer.updated", other));
        assertAnswer(1, 1, 0, senders.wooCommerce("customer.updated", one));
        assertAnswer(1, 0, 0,
                senders.wooCommerce("customer.updated", one.replace("2026-01-21T03:04:05", "2026-01-21T03:04:06")));
        assertAnswer(1, 0, 1, senders.wooCommerce("customer.deleted", sample("woocommerce/samples/customer-deleted.json")));
        assertBalanced("woocommerce", 5);
    }

    @Test
    void aResponseOfTypeformIsStoredOnceAndAPartialOneIgnored() throws Exception {
        String response = sample("typeform/samples/response.json");
        assertAnswer(1, 0, 0, senders.typeform(response));
        assertAnswer(1, 1, 0, senders.typeform(response));
        assertIgnored(senders.typeform(sample("typeform/samples/partial.json")));
        assertBalanced("typeform", 3);
    }

    @Test
    void anEventOfStripeIsKnownAgainAlthoughItCountsItsWebhooks() throws Exception {
        String event = sample("stripe/samples/customer-updated.json");
        assertAnswer(1, 0, 0, senders.stripe(event));
        assertAnswer(1, 1, 0, senders.stripe(event.replace("\"pending_webhooks\":1", "\"pending_webhooks\":0")));
        assertAnswer(1, 0, 1, senders.stripe(sample("stripe/samples/customer-deleted.json")));
        assertIgnored(senders.stripe(sample("stripe/samples/subscription.json")));
        assertBalanced("stripe", 4);
    }

    @Test
    void eachCustomerOfADeliveryOfKiotVietIsARecordAndAnotherAttemptADuplicate() throws Exception {
        String delivery = sample("kiotviet/samples/many-customers.json");
        assertAnswer(4, 0, 1, senders.kiotViet(delivery));
        assertAnswer(4, 4, 0, senders.kiotViet(delivery.replace("\"Attempt\":2", "\"Attempt\":3")));
        assertAnswer(2, 0, 2, senders.kiotViet(sample("kiotviet/samples/customer-delete.json")));
        assertBalanced("kiotviet", 10);
    }

    @Test
    void anotherAttemptOfPipedriveIsADuplicate() throws Exception {
        String change = sample("pipedrive/samples/person-change.json");
        assertAnswer(1, 0, 0, senders.pipedrive(change));
        assertAnswer(1, 1, 0, senders.pipedrive(change.replace("\"attempt\":3", "\"attempt\":4")));
        assertAnswer(1, 0, 1, senders.pipedrive(sample("pipedrive/samples/person-merged.json")));
        assertIgnored(senders.pipedrive(sample("pipedrive/samples/deal-change.json")));
        assertBalanced("pipedrive", 4);
    }

    @Test
    void anEditedResponseOfGoogleFormsIsANewRecordUnderTheSameId() throws Exception {
        String response = sample("google-forms/samples/response.json");
        assertAnswer(1, 0, 0, senders.googleForms("2_ABa1", response));
        assertAnswer(1, 1, 0, senders.googleForms("2_ABa1", response));
        assertAnswer(1, 0, 0, senders.googleForms("2_ABa1", response.replace("Nguyễn Thị Mai", "Nguyễn Thị Mài")));
        assertBalanced("google-forms", 3);
    }

    @Test
    void severalRowsOfAGoogleSheetAreOneDeliveryAndAnotherEditIsNews() throws Exception {
        String edit = sample("google-sheets/samples/edit.json");
        assertAnswer(2, 0, 0, senders.googleSheets("1768878245000-a", edit));
        assertAnswer(2, 2, 0, senders.googleSheets("1768878245000-a", edit));
        assertAnswer(2, 0, 0, senders.googleSheets("1768878246000-b", edit.replace("KH-42", "KH-43").replace("Chi", "Chí")));
        assertBalanced("google-sheets", 6);
    }

    @Test
    void anyWebhookIsSetUpByVariablesAlone() throws Exception {
        String customer = "{\"Họ tên\":\"Lê Thị Hoa\",\"sdt\":\"0987 654 320\"}";
        assertAnswer(1, 0, 0, senders.anyWebhook("d-1", customer));
        assertAnswer(1, 1, 0, senders.anyWebhook("d-1", customer));
        assertAnswer(2, 0, 0, senders.anyWebhook("d-2", "{\"type\":\"leads\",\"data\":[" + customer + "," + customer + "]}"));
        assertBalanced("any-webhook", 4);
    }

    private static void assertAnswer(int received, int duplicate, int rejected, HttpResponse<String> answer) throws Exception {
        assertEquals(
                JSON.readTree("{\"received\":" + received + ",\"duplicate\":" + duplicate + ",\"rejected\":" + rejected + "}"),
                ((ObjectNode) JSON.readTree(answer.body())).without(List.of("earlier", "replayed")));
        assertEquals(2, answer.statusCode() / 100);
    }

    /** What the mapping makes no customer of is counted and can be seen. */
    private static void assertIgnored(HttpResponse<String> answer) throws Exception {
        assertEquals(JSON.readTree("{\"received\":1,\"duplicate\":0,\"rejected\":0,\"ignored\":1}"),
                JSON.readTree(answer.body()));
        assertEquals(2, answer.statusCode() / 100);
    }

    private static void assertBalanced(String source, int received) {
        JsonNode ledger = bridge.awaitAllDelivered(received, Duration.ofSeconds(120));
        assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
        assertEquals(received, ledger.path("sources").path(source).path("received").asInt(), ledger.toString());
        assertEquals(0, ledger.path("sources").path(source).path("dead").asInt(), ledger.toString());
    }

    private static String sample(String path) throws Exception {
        return Files.readString(Path.of("routes").resolve(path));
    }
}
