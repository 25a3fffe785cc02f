package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.intake.api.ApiCaller;
import org.ladibridge.intake.api.ApiReply;
import org.ladibridge.intake.poll.PollLearning.Asked;
import org.ladibridge.intake.poll.PollLearning.Learned;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** What is learned of lists as people have met them. */
class PollLearningTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant CHANGED = Instant.parse("2026-01-20T03:04:05Z");

    @TempDir
    Path work;

    /** Rows from 1 on, as JSON. */
    private static String rows(int from, int count, int all) {
        return IntStream.range(from, Math.min(all, from + count)).mapToObj(i -> "{\"id\":" + (1000 + i) + ",\"email\":\"a" + i
                + "@example.vn\",\"updated_at\":\"" + CHANGED.plusSeconds(60L * i) + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static ApiReply answer(String body, String... link) {
        return new ApiReply(200, body.getBytes(StandardCharsets.UTF_8), link.length == 0 ? Map.of() : Map.of("Link", link[0]));
    }

    private static ApiCaller server(Function<Map<String, String>, ApiReply> answers) {
        return request -> {
            Map<String, String> query = new HashMap<>();
            String raw = request.uri().getRawQuery();
            for (String pair : raw == null ? new String[0] : raw.split("&")) {
                String[] parts = pair.split("=", 2);
                query.put(URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        URLDecoder.decode(parts.length > 1 ? parts[1] : "", StandardCharsets.UTF_8));
            }
            return answers.apply(query);
        };
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        return Integer.parseInt(query.getOrDefault(name, String.valueOf(otherwise)));
    }

    private Learned learn(ApiCaller server, String url) {
        return new PollLearning(server, Clock.systemUTC(), work, pause -> {
        }).learn(new Asked("crm", url, null, null, null, Map.of("auth", "none"), null));
    }

    /** dlt-hub/dlt 2505: a key with signs that a pointer and a parameter have to carry as they are. */
    @Test
    void microsoftGraph() {
        Learned learned = learn(server(query -> {
            int from = number(query, "$skiptoken", 0);
            int top = number(query, "$top", 100);
            return answer("{\"@odata.context\":\"x\"" + (from + top < 50
                    ? ",\"@odata.nextLink\":\"https://graph.example/v1.0/users?$select=id&$top=" + top + "&$skiptoken="
                            + (from + top) + "\""
                    : "") + ",\"value\":" + rows(from, top, 50) + "}");
        }), "https://graph.example/v1.0/users?$select=id&$top=20");
        assertEquals("link /@odata.nextLink /value $top={limit}", learned.parameters().get("paging") + " "
                + learned.parameters().get("next") + " " + learned.parameters().get("items") + " "
                + learned.parameters().get("query"));
        assertEquals("https://graph.example/v1.0/users?$select=id", learned.parameters().get("url"));
    }

    /** dlt-hub/dlt 1915: the link of GitHub counts pages, that of PokéAPI rows; both are counted rather than followed. */
    @Test
    void aLinkThatCountsIsCounted() {
        Learned pages = learn(server(query -> {
            int size = number(query, "per_page", 30);
            int page = number(query, "page", 1);
            return answer(rows((page - 1) * size, size, 90),
                    "<https://api.example/contacts?per_page=" + size + "&page=" + (page + 1)
                            + ">; rel=\"next\"");
        }), "https://api.example/contacts");
        assertEquals("page per_page={limit}&page={page}",
                pages.parameters().get("paging") + " " + pages.parameters().get("query"));
        assertEquals("empty", pages.parameters().get("lastPage"), "a page may have fewer rows than was asked for");
        Learned offsets = learn(server(query -> {
            int size = number(query, "limit", 20);
            int offset = number(query, "offset", 0);
            return answer("{\"count\":90,\"next\":\"https://poke.example/api/list?offset=" + (offset + size) + "&limit=" + size
                    + "\",\"previous\":null,\"results\":" + rows(offset, size, 90) + "}");
        }), "https://poke.example/api/list");
        assertEquals("offset limit={limit}&offset={offset}",
                offsets.parameters().get("paging") + " " + offsets.parameters().get("query"));
    }

    /** dlt-hub/dlt 1414: what the first page tells of the pages, the others do not. */
    @Test
    void theNumberOfTheNextPage() {
        Learned learned = learn(server(query -> {
            int page = number(query, "page", 1);
            int size = number(query, "perPage", 10);
            return answer("{\"data\":" + rows((page - 1) * size, size, 50) + ",\"pagination\":{\"total\":50,"
                    + (page == 1 ? "\"nextPage\":2," : "") + "\"perPage\":" + size + "}}");
        }), "https://api.example/list?perPage=10");
        assertEquals("page perPage={limit}&page={page}",
                learned.parameters().get("paging") + " " + learned.parameters().get("query"));
    }

    /** polygon-io/issues 289 and n8n-io/n8n 12272: a next page that is the same again. */
    @Test
    void whatLeadsToItselfIsNoNextPage() {
        String message = assertThrows(IllegalArgumentException.class,
                () -> learn(server(query -> answer("{\"next\":\"/list?token=1\","
                        + "\"data\":" + rows(0, number(query, "limit", 10), 50) + "}")), "https://api.example/list?limit=10"))
                .getMessage();
        assertTrue(message.contains("no way to the next page was found") && message.contains("repeats a page")
                && message.contains("{cursor}"), message);
    }

    /** airbytehq/airbyte 46472: a filter that filters nothing is told, and so is how it was asked. */
    @Test
    void aTimeThatIsIgnored() {
        Learned learned = learn(server(query -> {
            int page = number(query, "page", 1);
            int size = number(query, "size", 10);
            return answer(rows((page - 1) * size, size, 50));
        }), "https://api.example/list?page=1&size=10&updated_since=2026-01-01");
        assertTrue(String.join(" ", learned.unsure()).contains("narrows nothing"), learned.toString());
        assertFalse(String.join(" ", learned.proved()).contains("narrows the list"), learned.toString());
    }

    /** airbytehq/airbyte 79653: a time that is cut off to its day. */
    @Test
    void theFormatIsThatWhichNarrows() {
        Learned learned = learn(server(query -> {
            int page = number(query, "page", 1);
            int size = number(query, "size", 10);
            String since = query.getOrDefault("modified_after", "0");
            // Takes seconds only; anything else it ignores.
            long from = since.matches("\\d{1,10}") ? Long.parseLong(since) : 0;
            int first = (int) Math.max(0, (from - CHANGED.getEpochSecond() + 59) / 60);
            return answer("{\"customers\":" + rows(first + (page - 1) * size, size, 50) + "}");
        }), "https://api.example/list?page=1&size=10&modified_after={since}");
        assertEquals("seconds", learned.parameters().get("sinceFormat"), learned.toString());
    }

    /** airbytehq/airbyte 48492 and 43953: a time without a zone is read in the account's own, and hours of changes are left out. */
    @Test
    void aTimeThatIsReadInAnotherZoneIsNotBelieved() {
        Learned learned = learn(server(query -> {
            int page = number(query, "page", 1);
            int size = number(query, "size", 10);
            String since = query.get("updated_since");
            long from = since == null || !since.matches("....-..-.. ..:..:..")
                    ? 0
                    : Instant.parse(since.replace(' ', 'T') + "Z").getEpochSecond() + 180;
            int first = (int) Math.max(0, (from - CHANGED.getEpochSecond() + 59) / 60);
            return answer(rows(first + (page - 1) * size, size, 50).replaceAll("(\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)Z", "$1 $2"));
        }), "https://api.example/list?page=1&size=20&updated_since=2026-01-01 00:00:00");
        assertTrue(String.join(" ", learned.unsure()).contains("in another zone"), learned.toString());
        assertFalse(String.join(" ", learned.proved()).contains("narrows"), learned.toString());
    }

    @Test
    void whatTakesTheTimeIsFoundByTheNameOfTheField() {
        Learned learned = learn(server(query -> {
            int page = number(query, "page", 1);
            int size = number(query, "size", 10);
            Instant from = Instant.parse(query.getOrDefault("updated_since", "1970-01-01T00:00:00Z"));
            int first = (int) Math.max(0, (from.getEpochSecond() - CHANGED.getEpochSecond() + 59) / 60);
            return answer(rows(first + (page - 1) * size, size, 50));
        }), "https://api.example/list?page=1&size=10");
        assertTrue(learned.parameters().get("query").contains("updated_since={since}"), learned.toString());
        assertTrue(String.join(" ", learned.unsure()).contains("by trying"), learned.toString());
    }

    /** PostHog/posthog 76090: rows that never changed have no time of change, and a filter may leave them out. */
    @Test
    void rowsWithoutATimeOfChangeAreAskedAbout() throws Exception {
        ArrayNode rows = (ArrayNode) JSON
                .readTree(rows(0, 10, 10).replace("\"updated_at\"", "\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\""));
        rows.forEach(row -> {
            if (row.path("id").asInt() % 2 == 0) {
                ((com.fasterxml.jackson.databind.node.ObjectNode) row).putNull("updated_at");
            }
        });
        Learned learned = learn(server(query -> answer(rows.toString())), "https://api.example/list");
        assertEquals("/updated_at /created_at",
                learned.parameters().get("updated") + " " + learned.parameters().get("created"));
        assertTrue(String.join(" ", learned.unsure()).contains("have no time of change"), learned.unsure().toString());
        assertEquals("none", learned.parameters().get("paging"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        <html>login</html>                  | not with JSON
        {"data":[],"total":0}               | no list of objects
        {"data":[{"name":"An"},{"name":"An"}]} | nothing tells one row from another
        """)
    void whatCannotBePolledSaysWhy(String body, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> learn(server(query -> answer(body)),
                "https://api.example/list")).getMessage();
        assertTrue(message.contains(expected), message);
    }

    /** The history of a shell is no place for a key, and a wrong address is not asked. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://api.example/list?api_key=abc123     | --parameter api_key=VARIABLE
        https://api.example/list?access_token=abc12 | --parameter access_token=VARIABLE
        api.example/list                            | --poll takes an address
        """)
    void whatDoesNotBelongThereIsRefused(String url, String expected) {
        String message = assertThrows(IllegalArgumentException.class, () -> learn(server(query -> answer("[]")), url))
                .getMessage();
        assertTrue(message.contains(expected) && !message.contains("abc12"), message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        updated_since=2026-01-01T00:00:00Z&page=2&per_page=50 | {updated_since={since}, page={page}, per_page={limit}}
        lastModifiedFrom=2026-01-01&currentItem=0&pageSize=20 | {lastModifiedFrom={since}, currentItem={offset}, pageSize={limit}}
        page[size]=10&page[after]=abc                         | {page[size]={limit}, page[after]={cursor}}
        modified_after=1764000000&modified_before=1764100000&$top=5&$skip=0 | {modified_after={since}, modified_before={until}, $top={limit}, $skip={offset}}
        active=1&sort=updated_at&order=asc                    | {}
        since_id=0&limit=250                                  | {since_id={lastId}, limit={limit}}
        w={since}&x={cursor}                                  | {w={since}, x={cursor}}
        """)
    void whatAParameterIsForIsKnownByItsNameOrItsExample(String query, String expected) {
        assertEquals(expected, ListRequest.of("https://api.example/list?" + query, null).query().toString());
    }

    @Test
    void aBodyIsUnderstoodByItsComparisons() {
        ListRequest request = ListRequest.of("https://api.example/search",
                "{\"where\":{\"changed\":{\"$gte\":\"2026-01-01T00:00:00Z\","
                        + "\"$lt\":\"2026-02-01T00:00:00Z\"},\"id\":{\"$gt\":5}},\"limit\":20,\"note\":\"2026-01-01\"}");
        assertEquals(
                "{\"where\":{\"changed\":{\"$gte\":\"{since}\",\"$lt\":\"{until}\"},\"id\":{\"$gt\":{lastId}}},\"limit\":{limit},"
                        + "\"note\":\"2026-01-01\"}",
                request.body().replaceAll("\\s", ""));
        assertEquals("changed", request.sinceField());
        assertTrue(request.has(ListRequest.Role.LAST_ID)
                && List.of("20").contains(request.examples().get(ListRequest.Role.LIMIT)));
    }
}
