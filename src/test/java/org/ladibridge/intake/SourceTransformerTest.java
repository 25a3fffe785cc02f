package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.NewRecord;
import org.ladibridge.journal.Priority;
import org.ladibridge.journal.Repetition;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.SourceHints;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.ObjectMapper;

import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;

class SourceTransformerTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T03:00:00Z"), SourceHints.VIETNAM);

    @TempDir
    Path folder;
    private boolean skipDuplicates = true;

    @Test
    void theEventIdIsWhatStandsAtThePointers() throws Exception {
        assertEquals(List.of("7/2026-01-20T03:04:05"),
                ids("{'id':7,'changed':{'at':'2026-01-20T03:04:05'}}", null, "/id", "/changed/at"));
    }

    @Test
    void theEventIdOfTheWholeComesFirst() throws Exception {
        assertEquals(List.of("customer.deleted/7"), ids("{'id':7}", "customer.deleted", "/id"));
    }

    @Test
    void eachRecordOfAnArrayHasItsOwnEventId() throws Exception {
        assertEquals(List.of("7", "8"), ids("[{'id':7},{'id':'8'}]", null, "/id"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
        not json ~ the record is not JSON (line 1, column
        {'email':'a@example.vn'} {'email':'b@example.vn'} ~ the record is not JSON (line 1, column
        {'email': ~ the record is not JSON (line 1, column
        `` ~ the record is empty
        """)
    void whatIsNoJsonIsARejectedRecordAndNoError(String text, String why) throws Exception {
        NewRecord record = records(text, "topic-0-7").get(0);
        assertEquals(Reason.UNREADABLE, record.rejected());
        assertTrue(record.detail().startsWith(why), record.detail());
        assertEquals("topic-0-7", record.eventId());
        assertEquals(text.replace('\'', '"'), new ObjectMapper().readTree(record.raw()).asText());
    }

    @Test
    void whatIsAbsentNullBlankOrNoSingleValueIsNoPartOfAnEventId() throws Exception {
        assertEquals(List.of("5"), ids("{'a':null,'b':' ','c':{'d':1},'e':5}", null, "/a", "/b", "/c", "/none", "/e"));
    }

    @Test
    void aRecordWithoutAnyIdIsKnownByItsCustomer() throws Exception {
        for (String none : Arrays.asList(null, "", " ")) {
            NewRecord record = records("{'email':'a@example.vn'}", none, "/id").get(0);
            assertNull(record.eventId());
            assertEquals(Repetition.OF_CUSTOMER, record.repetition());
        }
    }

    @Test
    void aCustomerIsKnownUnderEveryKeyThatHisRecordHas() throws Exception {
        NewRecord record = records("{'email':'a@example.vn','phone':'0912345678','external_customer_id':'7',"
                + "'_id':'64f0A1b2c3d4e5f607182901'}", "e1").get(0);
        assertEquals("email:a@example.vn", record.customerKey());
        assertEquals(List.of("id:64f0a1b2c3d4e5f607182901", "external:shop/7", "phone:0912345678"), record.aliases());
        assertEquals(List.of(), records("{'email':'a@example.vn','external_customer_id':'0'}", "e1").get(0).aliases(),
                "whoever has no account with the source");
    }

    @Test
    void aTypingErrorInAPointerIsNamed() {
        TransformEndpoint endpoint = new TransformEndpoint("transform:shop", null, "shop");
        endpoint.setEventIdAt("/id, meta.id");
        String message = assertThrows(IllegalArgumentException.class, endpoint::eventIdPointers).getMessage();
        assertEquals("eventIdAt takes JSON pointers such as /meta/id, not «meta.id»", message);
    }

    @Test
    void theTimeOfAChangeIsReadAndNeverLaterThanNow() throws Exception {
        assertEquals(List.of(Instant.parse("2026-01-20T03:04:05Z")), times("{'changed':'2026-01-20 03:04:05'}"));
        assertEquals(List.of(CLOCK.instant()), times("{'changed':'2999-01-01T00:00:00Z'}"));
        assertEquals(java.util.Collections.singletonList(null), times("{'changed':'2026-01-20'}"), "only a day");
        assertEquals(java.util.Collections.singletonList(null), times("{'changed':'soon'}"));
    }

    private List<Instant> times(String body) throws IOException {
        return records(body, null).stream().map(NewRecord::changedAt).collect(java.util.stream.Collectors.toList());
    }

    private List<String> ids(String body, String eventId, String... pointers) throws IOException {
        return records(body, eventId, pointers).stream().map(NewRecord::eventId).toList();
    }

    @Test
    void aRepetitionIsAnotherEventWhereTheSourceWantsThat() throws Exception {
        skipDuplicates = false;
        List<String> ids = ids("[{'id':7},{'id':7}]", null, "/id");
        assertTrue(ids.stream().allMatch(id -> id.startsWith("7~")), ids.toString());
        assertNotEquals(ids.get(0), ids.get(1));
    }

    @Test
    void whatIsPassedOnByAHeadingThatNobodyKnowsIsToldOnce() throws Exception {
        SourceTransformer source = source("{columns: ., company: .[\"Tên hộ\"]}");
        String lead = "{\"Email\":\"a@example.vn\",\"Tên hộ\":\"Sen\",\"Mã thẻ 0912345678\":\"x\",\"Rỗng\":\"\",\"Hạng\":\"A\"}";
        source.records("[" + lead + "," + lead + "]", null, Repetition.OF_FILE_ROW, Priority.LIVE);
        assertEquals(List.of(), source.unknownKeys(), "of a file they are told with the file");
        source.records("[" + lead + "," + lead + "]", null, Repetition.OF_EVENT, Priority.LIVE);
        assertEquals(List.of("M• t•• 09••••••78", "Hạng"), source.unknownKeys());
        StringBuilder many = new StringBuilder("{\"Email\":\"a@example.vn\"");
        for (int i = 0; i < 100; i++) {
            many.append(",\"chẳng ai biết ").append((char) ('a' + i % 26)).append((char) ('a' + i / 26)).append("\":1");
        }
        source.records(many + "}", null, Repetition.OF_EVENT, Priority.LIVE);
        assertEquals(50, source.unknownKeys().size(), "a sender may make up any number of them");
        assertEquals(List.of(), unknownOf(source("{columns: {email: .Email}}"), lead));
    }

    @Test
    void aRecordThatTheMappingIgnoresIsStoredAsSuch() throws Exception {
        List<NewRecord> records = source("select(.type == \"contact\")").records(
                "[{\"type\":\"order\",\"id\":7},{\"type\":\"contact\",\"email\":\"a@example.vn\"}]", "e1", Repetition.OF_EVENT,
                Priority.LIVE);
        assertEquals(List.of("e1/0", "e1/1"), records.stream().map(NewRecord::eventId).toList());
        assertNull(records.get(0).payload());
        assertNull(records.get(0).rejected());
        assertEquals("{\"type\":\"order\",\"id\":7}",
                new String(records.get(0).raw(), java.nio.charset.StandardCharsets.UTF_8));
    }

    private static List<String> unknownOf(SourceTransformer source, String lead) throws IOException {
        source.records(lead, null, Repetition.OF_EVENT, Priority.LIVE);
        return source.unknownKeys();
    }

    private List<NewRecord> records(String body, String eventId, String... pointers) throws IOException {
        return source(".", pointers).records(body.replace('\'', '"'), eventId, Repetition.OF_EVENT, Priority.LIVE);
    }

    private SourceTransformer source(String program, String... pointers) throws IOException {
        Path mapping = Files.writeString(folder.resolve("mapping.jq"), program);
        Scope scope = Scope.newEmptyScope();
        BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
        return new SourceTransformer("shop",
                new MappingFile(mapping, new Jq(scope, Duration.ofSeconds(2)), org.ladibridge.Ticker.SYSTEM),
                new TransformEndpoint("transform:shop", null, "shop").hints(),
                Arrays.stream(pointers).map(JsonPointer::compile).toList(),
                new ChangeTime(List.of(JsonPointer.compile("/changed")), new Times("iso", "UTC")),
                skipDuplicates,
                new CustomerTransformer(CLOCK), new ObjectMapper(),
                CLOCK);
    }
}
