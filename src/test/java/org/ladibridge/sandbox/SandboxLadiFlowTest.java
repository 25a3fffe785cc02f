package org.ladibridge.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** What LadiFlow documents, over HTTP. What it does not document is tested where it is asked: in the probe. */
class SandboxLadiFlowTest {
    private static final SandboxHttp SANDBOX = start();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    private static SandboxHttp start() {
        try {
            return new SandboxHttp();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void empty() {
        SANDBOX.reset();
    }

    @AfterAll
    static void stop() {
        SANDBOX.close();
    }

    @Test
    void tagsAreMadeOnceAndListedPageByPage() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertTrue(call("create-tag", "{'name':'t" + i + "'}").at("/data/tag_id").asText().matches("[0-9a-f]{24}"));
        }
        assertEquals(400, call("create-tag", "{'name':' T3 '}").path("code").asInt());

        JsonNode second = call("list-tag", "{'page':2,'limit':2}").path("data");

        assertEquals(5, second.path("total").asInt());
        assertEquals(List.of("t2", "t3"), second.path("items").findValuesAsText("name"));
        assertEquals(0, call("list-tag", "{'page':4,'limit':2}").at("/data/items").size());
    }

    @Test
    void tagsByIdAndByNameBelongToTheCustomer() throws Exception {
        SANDBOX.tags("VIP");
        String vip = call("list-tag", "{}").at("/data/items/0/id").asText();
        String made = call("create-or-update", "{'email':'a@example.vn','tags':['VIP','spa'],'import_by_tag_name':true}")
                .at("/data/_id").asText();
        assertEquals(2, call("show", "{'customer_id':'" + made + "'}").at("/data/customer/tags").size());

        call("update", "{'_id':'" + made + "','email':'a@example.vn','tags':['" + vip + "','nobody']}");

        JsonNode tags = call("show", "{'email':'a@example.vn'}").at("/data/customer/tags");
        assertEquals(1, tags.size());
        assertEquals(vip, tags.get(0).asText());
        assertEquals(1, call("list", "{'search':{'name':'A@EXAMPLE'},'tags':['" + vip + "']}").at("/data/total").asInt());
    }

    @Test
    void whatIsNotKnownIsDroppedOrParked() throws Exception {
        SANDBOX.define("loyalty_tier");

        JsonNode customer = call("create-or-update",
                "{'email':'a@example.vn','tags':['x'],'lang':'vi','custom_fields':[{'name':'loyalty_tier','value':'GOLD'},{'name':'other','value':1}]}")
                .path("data");

        assertEquals(List.of("loyalty_tier"), customer.path("custom_fields").findValuesAsText("name"));
        assertEquals(0, customer.path("tags").size());
        assertEquals(List.of("lang"), customer.path("external_data").findValuesAsText("name"));
    }

    @Test
    void callsAreCounted() throws Exception {
        call("show", "{'email':'a@example.vn'}");
        call("show", "{'email':'b@example.vn'}");
        call("list-tag", "{}");

        assertEquals("{customer/list-tag=1, customer/show=2}", SANDBOX.calls().toString());
    }

    private JsonNode call(String api, String body) throws IOException, InterruptedException {
        return json.readTree(http.send(HttpRequest.newBuilder(URI.create(SANDBOX.url() + "/customer/" + api))
                .header("Api-Key", "key").POST(BodyPublishers.ofString(body.replace('\'', '"'))).build(),
                BodyHandlers.ofString()).body());
    }
}
