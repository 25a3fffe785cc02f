package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.intake.api.PlainCalls;
import org.ladibridge.intake.poll.PollLearning;
import org.ladibridge.intake.poll.PollLearning.Asked;
import org.ladibridge.intake.poll.PollLearning.Learned;

/** What is learned of the CRMs that are polled, from their answers alone, is how the shipped sources poll them. */
class LearnedPollsTest {
    private static final Instant CHANGED = Instant.parse("2026-01-20T03:04:05.678Z");
    private static final Map<String, String> BEARER = Map.of("token", CrmStandIns.Rest.TOKEN);

    @TempDir
    Path work;
    private CrmStandIn crm;

    @BeforeAll
    static void answersAtOnce() {
        // Without it each answer of the JDK's server waits for the acknowledgement of its own headers.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    @AfterEach
    void close() {
        crm.close();
    }

    private void open(CrmStandIn newCrm, int contacts) {
        crm = newCrm;
        for (int i = 0; i < contacts; i++) {
            // Some at one time.
            crm.put(1000 + i, crm.source() + i + "@example.vn", CHANGED.plusSeconds(i / 3 * 60L));
        }
    }

    private Learned learn(String url, String body, String within, String headers, Map<String, String> access) {
        return new PollLearning(new PlainCalls(), Clock.systemUTC(), work, pause -> {
        }).learn(new Asked("crm", crm.address() + url, body, within, headers, access, null));
    }

    private static String said(Learned learned, String... names) {
        Map<String, String> said = new LinkedHashMap<>();
        for (String name : names) {
            if (learned.parameters().containsKey(name)) {
                said.put(name, learned.parameters().get(name));
            }
        }
        return said.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        page=1&per_page=50&changed_after=2026-01-01T00:00:00.000Z&sort=rank | page | changed_after={since}&page={page}&per_page={limit}
        offset=0&per_page=50&changed_after=2026-01-01T00:00:00.000Z&sort=updated_at | offset | changed_after={since}&offset={offset}&per_page={limit}
        cursor={cursor}&per_page=50&changed_after={since} | cursor | changed_after={since}&cursor={cursor}&per_page={limit}
        per_page=50&changed_after=2026-01-01T00:00:00.000Z | link-header | changed_after={since}&per_page={limit}
        """)
    void anyListIsPagedByWhatItsAddressOrItsAnswersName(String query, String paging, String asked) {
        open(new CrmStandIns.Rest(), 70);
        Learned learned = learn("/api/customers?active=1&kind=a%26b&" + query, null, null, null, BEARER);
        Map<String, String> parameters = learned.parameters();
        assertEquals(paging, parameters.get("paging"), learned.toString());
        assertEquals(List.of(asked.split("&")).stream().sorted().toList(),
                List.of(parameters.get("query").split("&")).stream().sorted().toList());
        assertEquals("{items=/data, id=/id, updated=/updated_at, sinceFormat=iso}",
                said(learned, "items", "id", "updated", "sinceFormat"));
        assertTrue(parameters.get("url").startsWith(crm.address() + "/api/customers?active=1&kind=a%26b"),
                parameters.toString());
        assertTrue(String.join("\n", learned.proved()).contains("the time narrows the list"), learned.toString());
        assertTrue(learned.calls() < 20, "asked " + learned.calls() + " times");
    }

    @Test
    void aListThatCanBeAskedForOneMomentIsPagedByTime() {
        open(new CrmStandIns.Rest(), 70);
        Learned learned = learn(
                "/api/customers?active=1&kind=a%26b&sort=updated_at&per_page=50&changed_after=2026-01-01T00:00:00Z", null,
                "changed_at={at}&after_id={lastId}&per_page={limit}", null, BEARER);
        assertEquals("{paging=time, queryWithin=changed_at={at}&after_id={lastId}&per_page={limit}, "
                + "sinceFormat=yyyy-MM-dd'T'HH:mm:ss'Z'}", said(learned, "paging", "queryWithin", "sinceFormat", "order"));
    }

    @Test
    void pipedrive() {
        open(new CrmStandIns.Pipedrive(), 70);
        Learned learned = learn(
                "/api/v2/persons?updated_since=2026-01-01T00:00:00Z&sort_by=update_time&sort_direction=asc&limit=50", null,
                null, null, Map.of("tokenHeader", "x-api-token", "tokenPrefix", "", "token", CrmStandIns.Pipedrive.TOKEN));
        assertEquals("{items=/data, id=/id, updated=/update_time, paging=cursor, next=/additional_data/next_cursor, "
                + "sinceFormat=yyyy-MM-dd'T'HH:mm:ss'Z'}",
                said(learned, "items", "id", "updated", "paging", "next", "sinceFormat"));
        assertEquals("updated_since={since}&limit={limit}&cursor={cursor}", learned.parameters().get("query"));
    }

    @Test
    void kiotViet() {
        open(new CrmStandIns.KiotViet(), 70);
        Learned learned = learn("/customers?lastModifiedFrom=2026-01-01T00:00:00&pageSize=50&currentItem=0&orderBy=modifiedDate"
                + "&orderDirection=Asc", null, null, "Retailer: cuahang",
                Map.of("auth", "oauth2", "tokenUrl", crm.address() + "/connect/token", "tokenForm", "scopes=PublicApi.Access",
                        "clientId", "client", "clientSecret", CrmStandIns.KiotViet.SECRET));
        assertEquals("{items=/data, id=/id, updated=/modifiedDate, created=/createdDate, paging=offset, sinceFormat=local}",
                said(learned, "items", "id", "updated", "created", "paging", "order", "sinceFormat"));
        assertFalse(learned.toString().contains(CrmStandIns.KiotViet.SECRET));
    }

    @Test
    void bitrix24() {
        open(new CrmStandIns.Bitrix24(), 120);
        Learned learned = learn("/rest/1/{token}/crm.contact.list.json",
                "{\"order\":{\"ID\":\"ASC\"},\"filter\":{\">=DATE_MODIFY\":\"2026-01-01T00:00:00+03:00\",\">ID\":0},"
                        + "\"select\":[\"ID\",\"NAME\"],\"start\":-1}",
                null, null, Map.of("auth", "none", "token", CrmStandIns.Bitrix24.TOKEN));
        assertEquals("{items=/result, id=/ID, updated=/DATE_MODIFY, paging=id, sinceFormat=yyyy-MM-dd'T'HH:mm:ssXXX, limit=50}",
                said(learned, "items", "id", "updated", "paging", "sinceFormat", "limit"));
        String body = learned.parameters().get("body").replaceAll("\\s", "");
        assertTrue(body.contains("\">=DATE_MODIFY\":\"{since}\",\">ID\":{lastId}") && body.contains("\"start\":-1"), body);
        assertFalse(learned.toString().contains(CrmStandIns.Bitrix24.TOKEN));
    }

    @Test
    void odoo() {
        open(new CrmStandIns.Odoo(), 70);
        Learned learned = learn("/json/2/res.partner/search_read",
                "{\"domain\":[[\"write_date\",\">=\",\"2026-01-01 00:00:00\"],[\"id\",\">\",0]],\"order\":\"id asc\",\"limit\":50}",
                null,
                null, Map.of("token", CrmStandIns.Odoo.TOKEN));
        assertEquals("{id=/id, updated=/write_date, paging=id, sinceFormat=yyyy-MM-dd HH:mm:ss}",
                said(learned, "items", "id", "updated", "paging", "sinceFormat"));
        assertTrue(String.join("\n", learned.unsure()).contains("carry no zone"), learned.unsure().toString());
    }

    @Test
    void hubSpot() {
        open(new CrmStandIns.HubSpot(), 70);
        Learned learned = learn("/crm/v3/objects/contacts/search", """
            {"filterGroups":[{"filters":[{"propertyName":"lastmodifieddate","operator":"GTE","value":"1764000000000"}]}],
             "sorts":[{"propertyName":"lastmodifieddate","direction":"ASCENDING"}],"properties":["email"],"limit":50}""", null,
                null,
                Map.of("token", CrmStandIns.HubSpot.TOKEN));
        assertEquals("{items=/results, id=/id, updated=/properties/lastmodifieddate, paging=time, sinceFormat=millis}",
                said(learned, "items", "id", "updated", "paging", "sinceFormat"), learned.toString());
        assertEquals(
                "{\"filterGroups\":[{\"filters\":[{\"propertyName\":\"lastmodifieddate\",\"operator\":\"EQ\",\"value\":\"{at}\"},"
                        + "{\"propertyName\":\"hs_object_id\",\"operator\":\"GT\",\"value\":\"{lastId}\"}]}],"
                        + "\"sorts\":[{\"propertyName\":\"hs_object_id\",\"direction\":\"ASCENDING\"}],\"properties\":[\"email\"],"
                        + "\"limit\":{limit}}",
                learned.parameters().get("bodyWithin").replaceAll("\\s", ""));
    }

    @Test
    void whatIsRefusedIsSaidWithoutTheSecret() {
        open(new CrmStandIns.Rest(), 5);
        String message = assertThrows(IllegalArgumentException.class,
                () -> learn("/api/customers?active=1&kind=a%26b&per_page=5", null,
                        null, null, Map.of("token", "wrong-secret")))
                .getMessage();
        assertTrue(message.contains("HTTP 401") && message.contains("--bearer") && !message.contains("wrong-secret"), message);
        message = assertThrows(IllegalArgumentException.class,
                () -> learn("/api/customers?api_key=abc", null, null, null, BEARER))
                .getMessage();
        assertTrue(message.contains("--parameter api_key=VARIABLE") && !message.contains("abc"), message);
    }
}
