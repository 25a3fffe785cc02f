package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.ws.rs.POST;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Who may see the console, what it shows, and what it lets be done. */
class ConsoleIT {
    private static final String EMAIL = "tran.thi.mai@example.vn";
    private static final Path CLASSES = Path.of("target/classes/org/ladibridge/console/web");

    @TempDir
    static Path folder;
    private static BridgeProcess bridge;
    private static long delivered;
    private static long rejected;
    private static String overview;
    private static String tongQuan;

    @BeforeAll
    static void start() throws Exception {
        bridge = new BridgeProcess(folder).start();
        form("name=Tr%E1%BA%A7n+Th%E1%BB%8B+Mai&email=" + EMAIL + "&phone=0912345678");
        form("name=Ai+%C4%91%C3%B3&phone=12");
        bridge.awaitAllDelivered(2, Duration.ofSeconds(120));
        delivered = bridge.get("/api/events?state=delivered").get(0).path("id").asLong();
        rejected = bridge.get("/api/events?state=rejected").get(0).path("id").asLong();
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        overview = session.get("/console").body();
        session.post("/console/preferences", Map.of("language", "vi", "back", "/console"));
        tongQuan = session.get("/console").body();
    }

    private static void form(String body) throws IOException {
        assertEquals(202, bridge.send("POST", "/hooks/ladipage-form", body.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/x-www-form-urlencoded", "X-Api-Key", BridgeProcess.FORM_TOKEN))
                .statusCode());
    }

    private static JsonNode post(String path, String body) throws IOException {
        return new ObjectMapper().readTree(bridge.send("POST", path, body.getBytes(StandardCharsets.UTF_8),
                Map.of("Authorization", "Bearer admin-for-tests")).body());
    }

    @AfterAll
    static void stop() throws Exception {
        bridge.close();
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("");
    }

    @Test
    void withoutLoginEveryPageLeadsToTheLogin() throws Exception {
        ConsoleSession stranger = new ConsoleSession(bridge);
        for (String path : List.of("/console", "/console/sources", "/console/events", "/console/events/1", "/console/audit")) {
            HttpResponse<String> answer = stranger.get(path);
            assertEquals(303, answer.statusCode(), path);
            assertTrue(location(answer).startsWith("/console/login"), path);
            assertEquals("", answer.body(), path);
        }
        for (String path : List.of("//console/events", "/%63onsole/events", "/console/./events", "/console/events;a=b",
                "/console;a=b/events", "/console/assets/../events", "/console/login/../events")) {
            HttpResponse<String> answer = stranger.get(path);
            assertFalse(answer.statusCode() == 200 || answer.body().contains("<main"), path + ": " + answer.statusCode());
        }
        assertEquals(401, stranger.get("/console/live/overview").statusCode());
        assertEquals(200, stranger.get("/console/login").statusCode());
    }

    @Test
    void theLoginLeadsToThePageThatWasWanted() throws Exception {
        ConsoleSession session = new ConsoleSession(bridge);
        HttpResponse<String> answer = session.post("/console/login",
                Map.of("token", "admin-for-tests", "next", "/console/events?state=dead"));
        assertEquals("/console/events?state=dead", location(answer));
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
        assertFalse(cookie.contains("Secure"), "not over plain HTTP, where it would never come back");
        String behindTls = session
                .post("/console/login", Map.of("token", "admin-for-tests"), Map.of("X-Forwarded-Proto", "https"))
                .headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(behindTls.contains("Secure"), behindTls);
    }

    @Test
    void aWrongTokenOpensNothing() throws Exception {
        ConsoleSession session = new ConsoleSession(bridge);
        HttpResponse<String> answer = session.post("/console/login", Map.of("token", "wrong"));
        assertEquals(401, answer.statusCode());
        assertTrue(answer.headers().allValues("Set-Cookie").isEmpty());
        assertEquals(303, session.get("/console").statusCode());
    }

    @Test
    void afterTheLogoutTheSessionIsOver() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        assertEquals(200, session.get("/console").statusCode());
        assertEquals("/console/login", location(session.post("/console/logout", Map.of())));
        assertEquals(303, session.get("/console").statusCode());
    }

    @Test
    void everyChangeNeedsTheTokenOfTheSession() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        List<String> changes = changes();
        assertTrue(changes.contains("/console/events/1/replay") && changes.contains("/console/delivery/pause"),
                changes.toString());
        for (String path : changes) {
            assertEquals(403, session.post(path, Map.of("csrf", "guessed")).statusCode(), path);
            assertEquals(403, session.post(path, Map.of(), Map.of("Sec-Fetch-Site", "cross-site")).statusCode(), path);
        }
    }

    /** Every address of the console that is posted to by somebody who is logged in. */
    private static List<String> changes() throws Exception {
        List<String> paths = new ArrayList<>();
        try (Stream<Path> files = Files.list(CLASSES)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> type = Class.forName("org.ladibridge.console.web." + name);
                for (Method method : type.getDeclaredMethods()) {
                    if (method.isAnnotationPresent(POST.class)) {
                        jakarta.ws.rs.Path own = method.getAnnotation(jakarta.ws.rs.Path.class);
                        String path = type.getAnnotation(jakarta.ws.rs.Path.class).value()
                                + (own == null ? "" : "/" + own.value());
                        paths.add(path.replaceAll("\\{id[^}]*}", "1").replaceAll("\\{change[^}]*}", "pause")
                                .replaceAll("\\{[^}]*}", "csv-drop"));
                    }
                }
            }
        }
        paths.removeAll(List.of("/console/login", "/console/preferences"));
        return paths;
    }

    @Test
    void noPageMayBeFramedStoredOrRunWhatIsNotOurs() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        for (String path : List.of("/console", "/console/login", "/console/events", "/console/events/" + delivered,
                "/console/events/999999")) {
            HttpResponse<String> answer = session.get(path);
            String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");
            assertTrue(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
                    path + ": " + policy);
            assertFalse(policy.contains("unsafe"), path + ": " + policy);
            assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""), path);
            assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""), path);
            assertEquals("same-origin", answer.headers().firstValue("Referrer-Policy").orElse(""), path);
            assertFalse(
                    answer.body().contains("<style") || answer.body().contains(" style=") || answer.body().contains("onclick"),
                    path);
        }
    }

    @Test
    void personalDataIsHiddenUntilSomebodyAsksAndThatIsRemembered() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String page = session.get("/console/events/" + delivered).body();
        assertFalse(page.contains(EMAIL) || page.contains("0912345678") || page.contains("Trần"), page);
        assertTrue(page.contains("t•••.t••.m••@e••••••.v•"), page);
        assertFalse(session.get("/console/events").body().contains(EMAIL));
        String revealed = session.submit("/console/events/" + delivered + "/reveal", Map.of()).body();
        assertTrue(revealed.contains(EMAIL) && revealed.contains("Trần Thị Mai"));
        JsonNode audit = bridge.get("/api/audit?limit=1").get(0);
        assertEquals("event.reveal", audit.path("action").asText());
        assertEquals("event/" + delivered, audit.path("subject").asText());
        assertTrue(audit.path("actor").asText().startsWith("Lê Lan ("), audit.toString());
        assertFalse(ConsoleSession.loggedIn(bridge).get("/console/events/" + delivered).body().contains(EMAIL),
                "another session");
    }

    @Test
    void aCustomerIsFoundByWhateverIsKnownAndNoAddressHoldsIt() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        for (String known : List.of("TRAN.thi.mai@Example.vn ", "+84 912 345 678", "0912.345.678", "email:" + EMAIL)) {
            HttpResponse<String> answer = session.post("/console/events/find", Map.of("customer", known));
            assertEquals("/console/events?of=" + delivered, location(answer), known);
        }
        assertEquals("/console/events/" + rejected,
                location(session.post("/console/events/find", Map.of("customer", "#" + rejected))));
        String list = session.get("/console/events?of=" + delivered).body();
        assertTrue(list.contains("#" + delivered) && !list.contains(">#" + rejected + "<"), list);
    }

    @Test
    void oneRejectedRecordNeedsSomebodyAndTheOverviewLeadsToIt() {
        assertTrue(overview.contains("1 record needs you") && overview.contains("href=\"/console/events/" + rejected + "\""),
                overview);
        assertFalse(overview.contains("All is well"), overview);
        assertTrue(tongQuan.contains("1 bản ghi cần bạn xử lý"), tongQuan);
    }

    @Test
    void severalRecordsNeedSomebodyAndTheOverviewLeadsToTheGroups() throws Exception {
        form("name=Kh%C3%B4ng+ai&phone=1");
        String page = ConsoleSession.loggedIn(bridge).get("/console").body();
        assertTrue(page.contains(" records need you") && page.contains("class=\"button\" href=\"/console/dead-letters\""),
                page);
    }

    @Test
    void aRejectedLeadIsFoundByTheNameThatItCarries() throws Exception {
        form("name=Nguy%E1%BB%85n+V%C4%83n+%C3%81nh&phone=91");
        long id = bridge.get("/api/events?state=rejected").get(0).path("id").asLong();
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        for (String typed : List.of("Nguyễn Văn Ánh", "nguyen van anh", "ÁNH nguyễn")) {
            assertEquals("/console/events?carrying=" + id,
                    location(session.post("/console/events/find", Map.of("customer", typed))), typed);
        }
        assertEquals(id, bridge.get("/api/events?contains=nguyen%20van%20anh").path(0).path("id").asLong());
        String list = session.get("/console/events?carrying=" + id).body();
        assertTrue(list.contains(">#" + id + "<") && !list.contains(">#" + delivered + "<"), list);
        assertTrue(list.contains("in the newest 2,000 records that were not delivered"), list);
        assertFalse(list.contains("Nguyễn Văn Ánh"), "it is masked");
        assertEquals("/console/events?carrying=none&source=csv-drop", location(session.post("/console/events/find",
                Map.of("customer", "Nguyễn Văn Ánh", "source", "csv-drop"))), "of another source there is none");
    }

    @Test
    void aRecentRecordThatWasDeliveredIsFoundByNameToo() throws Exception {
        assertEquals("/console/events?carrying=" + delivered,
                location(ConsoleSession.loggedIn(bridge).post("/console/events/find", Map.of("customer", "trần thị mai"))));
    }

    @Test
    void besideACustomersRecordsStandThoseThatWereRejectedAndCarryTheNumber() throws Exception {
        form("name=Lan&email=lan@example.vn&phone=0933333333");
        Awaitility.await().until(
                () -> bridge.get("/api/events?customer=lan@example.vn").path(0).path("state").asText().equals("delivered"));
        form("name=Lan&phone=0933333333+9");
        long lan = bridge.get("/api/events?customer=lan@example.vn").get(0).path("id").asLong();
        long mistyped = bridge.get("/api/events?state=rejected").get(0).path("id").asLong();
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String found = location(session.post("/console/events/find", Map.of("customer", "0933 333 333")));
        assertEquals("/console/events?of=" + lan + "&carrying=" + mistyped, found);
        String page = session.get(found).body();
        assertTrue(page.contains(">#" + lan + "<") && page.contains(">#" + mistyped + "<"), page);
    }

    @Test
    void whatIsNotFoundIsSaidAndNothingIsListed() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String page = session.submit("/console/events/find", Map.of("customer", "nobody@example.vn")).body();
        assertTrue(page.contains("Nothing was found")
                && page.contains("e-mail, phone in any form or (where the source tells it) LadiFlow id"), page);
        assertFalse(page.contains("<table"), page);
        session.post("/console/preferences", Map.of("language", "vi", "back", "/console"));
        assertTrue(session.get("/console/events?carrying=none").body().contains("Không tìm thấy gì"));
    }

    @Test
    void theAuditTellsWhoDidWhatAndLeadsToIt() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        session.post("/console/events/" + delivered + "/reveal", Map.of());
        session.post("/console/sources/json-drop/pause", Map.of());
        session.post("/console/sources/json-drop/resume", Map.of());
        Awaitility.await()
                .until(() -> bridge.get("/api/audit?limit=1").path(0).path("action").asText().equals("source.resume"));
        String page = session.get("/console/audit").body();
        assertTrue(page.contains("Lê Lan (") && page.contains("looked at personal data")
                && page.contains("href=\"/console/events/" + delivered + "\""), page);
        assertTrue(page.contains("paused the source") && page.contains("href=\"/console/sources#json-drop\""), page);
        assertTrue(page.contains("logged in"), page);
        assertFalse(page.contains(EMAIL), page);
        session.post("/console/preferences", Map.of("language", "vi", "back", "/console"));
        assertTrue(session.get("/console/audit").body().contains("tạm dừng nguồn"));
    }

    @Test
    void theAuditGoesBackPageByPage() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        for (int i = 0; i <= 50; i++) {
            session.post("/console/events/" + delivered + "/reveal", Map.of());
        }
        String page = session.get("/console/audit").body();
        Matcher older = Pattern.compile("href=\"(/console/audit\\?before=\\d+)\" rel=\"next\"").matcher(page);
        assertTrue(older.find(), page);
        assertEquals(50, page.split("<time ", -1).length - 1);
        String second = session.get(older.group(1)).body();
        assertTrue(second.contains("<time ") && second.contains("href=\"/console/audit\">Newest"), second);
    }

    @Test
    void whatIsWrongIsToldInTheVisitorsLanguage() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        assertTrue(session.get("/console/events/" + rejected).body().contains("2 digits fit no rule"));
        session.post("/console/preferences", Map.of("language", "vi", "back", "/console"));
        String page = session.get("/console/events/" + rejected).body();
        assertTrue(page.contains("2 chữ số, không khớp quy hoạch đánh số") && !page.contains("fit no rule"), page);
    }

    @Test
    void thatLadiFlowDoesNotKnowACustomerYetLooksLikeNoError() throws Exception {
        String page = ConsoleSession.loggedIn(bridge).get("/console/events/" + delivered).body();
        assertTrue(page.contains("LadiFlow does not know this customer yet") && !page.contains("HTTP 404"), page);
    }

    @Test
    void aFieldIsCalledByItsNameAndTheDayIsTold() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String page = session.get("/console/customers/" + delivered).body();
        assertTrue(page.contains("Full name <code class=\"muted\">full_name</code>") && page.contains(">today "), page);
        session.post("/console/preferences", Map.of("language", "vi", "back", "/console"));
        page = session.get("/console/customers/" + delivered).body();
        assertTrue(page.contains("Họ và tên <code class=\"muted\">full_name</code>") && page.contains(">hôm nay "), page);
    }

    @Test
    void aWaitingFilesColumnsAreAssignedAfterItsFirstCustomersWereSeen() throws Exception {
        bridge.drop("csv-drop", "contacts.csv", "Người,Liên lạc ở đâu\nHoàng Lan,0977000001\nMai,x\n");
        Awaitility.await().until(() -> bridge.get("/api/sources").toString().contains("«Liên lạc ở đâu»"));
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String link = "/console/files/csv-drop?file=contacts.csv";
        assertTrue(session.get("/console").body().contains("1 file of csv-drop waits for you"));
        assertTrue(session.get("/console/sources").body().contains("href=\"" + link + "\""));
        assertTrue(session.get("/console/files").body().contains("href=\"" + link + "\""));
        String page = session.get(link).body();
        assertTrue(page.contains("09••••••01") && page.contains("looks like Phone") && !page.contains("0977000001"), page);
        assertTrue(page.contains("value=\"phone\" selected"), "what the values look like is suggested: " + page);

        Matcher headings = Pattern.compile("name=\"headings\" value=\"(\\w+)\"").matcher(page);
        assertTrue(headings.find());
        Map<String, String> form = Map.of("file", "contacts.csv", "part", "contacts.csv", "headings", headings.group(1), "t.0",
                "full_name", "t.1", "phone");
        String nobody = session.post("/console/files/csv-drop/assign",
                Map.of("file", "contacts.csv", "headings", headings.group(1), "t.0", "full_name")).body();
        assertTrue(nobody.contains("role=\"alert\"") && nobody.contains("no column would tell"), nobody);
        String changed = session.post("/console/files/csv-drop/assign", Map.of("file", "contacts.csv", "headings", "other"))
                .body();
        assertTrue(changed.contains("The file has other headings now"), changed);
        String custom = session.post("/console/files/csv-drop/preview",
                Map.of("file", "contacts.csv", "headings", headings.group(1), "t.0", "custom", "c.0", "tên lạ", "t.1", "phone"))
                .body();
        assertTrue(custom.contains("identifier") && custom.contains("value=\"tên lạ\""), custom);
        String preview = session.post("/console/files/csv-drop/preview", form).body();
        assertTrue(preview.contains("H•••• L••") && !preview.contains("0977000001"), preview);
        assertTrue(preview.contains("row 2"), "what would be rejected is shown: " + preview);
        session.submit("/console/files/csv-drop/reveal", Map.of("file", "contacts.csv"));
        preview = session.post("/console/files/csv-drop/preview", form).body();
        assertTrue(preview.contains("Hoàng Lan") && preview.contains("0977000001"), preview);
        assertEquals("file.reveal", bridge.get("/api/audit?limit=1").get(0).path("action").asText());

        String unseen = session.post("/console/files/csv-drop/assign", form).body();
        assertTrue(unseen.contains("Hoàng Lan") && bridge.get("/api/files/assignments").isEmpty(),
                "it is shown first: " + unseen);
        Matcher seen = Pattern.compile("name=\"seen\" value=\"(\\w+)\"").matcher(preview);
        assertTrue(seen.find());
        Map<String, String> looked = new HashMap<>(form);
        looked.put("seen", seen.group(1));
        String remembered = session.submit("/console/files/csv-drop/assign", looked).body();
        assertTrue(
                remembered.contains("What waits for it runs within seconds") && remembered.contains("Liên lạc ở đâu → Phone"),
                remembered);
        Path done = folder.resolve("data/done/csv-drop/contacts.csv");
        Awaitility.await().until(() -> Files.exists(done));
        Awaitility.await()
                .until(() -> bridge.get("/api/events?customer=0977000001").path(0).path("state").asText().equals("delivered"));
        session.post("/console/preferences", Map.of("language", "vi", "back", "/console"));
        String read = session.get(link).body();
        assertTrue(read.contains("đã đọc") && read.contains("Đọc lại tệp"), read);
        assertTrue(session.submit("/console/files/csv-drop/again", Map.of("file", "contacts.csv")).body()
                .contains("Tệp đã trở lại thư mục thả"));
        Awaitility.await()
                .until(() -> Files.exists(done) && report(done).path("duplicate").asInt() == 2);
        assertEquals(404, session.get("/console/files/csv-drop?file=..%2Fadmin-token").statusCode());
        assertTrue(session.submit("/console/files/csv-drop/forget", Map.of("headings", headings.group(1))).body()
                .contains("Đã xóa lần gán"));
    }

    private static JsonNode report(Path file) throws IOException {
        return new ObjectMapper().readTree(file.resolveSibling(file.getFileName() + ".report.json").toFile());
    }

    @Test
    void filtersNarrowTheList() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String list = session.submit("/console/events/find",
                Map.of("source", "ladipage-form", "state", "rejected", "reason", "BAD_PHONE", "since", "2020-01-01T00:00"))
                .body();
        assertTrue(list.contains(">#" + rejected + "<") && !list.contains(">#" + delivered + "<"), list);
        assertFalse(session.get("/console/events?until=2020-01-01T00:00:00Z").body().contains(">#" + rejected + "<"));
    }

    @Test
    void aLeadThatDidNotArriveIsMendedFromItsPage() throws Exception {
        form("name=Ho%C3%A0ng&email=hoang.example.vn&phone=91234");
        long id = bridge.get("/api/events?state=rejected").get(0).path("id").asLong();
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String page = session.get("/console/events/" + id).body();
        for (String field : List.of("email", "phone")) {
            assertTrue(page.contains("aria-describedby=\"why-" + field + "\""), field + " is marked: " + page);
        }
        assertFalse(page.contains("hoang.example") || page.contains("91234"), page);
        Map<String, String> mend = Map.of("set.email", "", "set.phone", "+84 987 654 321");
        String preview = session.post("/console/events/" + id + "/preview", mend).body();
        assertTrue(preview.contains("<ins>0987654321</ins>"), preview);

        String wrong = session.post("/console/events/" + id + "/replay", Map.of("set.phone", "123")).body();
        assertTrue(wrong.contains("This is not a phone number") && wrong.contains("value=\"123\""), wrong);
        String nothing = session.post("/console/events/" + id + "/replay", Map.of("set.full_name", "Hoàng")).body();
        assertTrue(nothing.contains("BAD_PHONE") && nothing.contains("role=\"alert\""), nothing);
        assertEquals("rejected", bridge.get("/api/events/" + id).path("state").asText());

        session.submit("/console/events/" + id + "/replay", mend);
        bridge.awaitAllDelivered(3, Duration.ofSeconds(120));
        JsonNode event = bridge.get("/api/events/" + id);
        assertEquals("delivered", event.path("state").asText());
        assertEquals("0987654321", event.path("sent").path("phone").asText());
        assertEquals("Hoàng", event.path("sent").path("full_name").asText(), "what was right of it goes along");
        assertEquals("Hoàng", event.path("original").path("full_name").asText(), event.toString());
        assertFalse(event.path("original").has("phone"), "mapped at first it was not");
        assertEquals(List.of("BAD_EMAIL"),
                event.path("warnings").findValuesAsText("code").stream().filter(code -> code.startsWith("BAD_")).toList(),
                "the phone number is mended");
        JsonNode replay = event.path("replays").path(0);
        assertEquals("rejected BAD_PHONE", replay.path("state").asText() + " " + replay.path("reason").asText());

        JsonNode again = post("/api/events/" + id + "/replay", "{\"dryRun\":true}");
        assertEquals("0987654321", again.path("after").path("phone").asText(),
                "what was nobody at first is not sent: " + again);

        String after = session.get("/console/events/" + id).body();
        assertTrue(after.contains("mended and sent again by Lê Lan (") && after.contains("<code>phone</code>"), after);
        assertTrue(after.contains("state-rejected"), "how it ended before stands on its time line: " + after);
        assertTrue(after.contains("today "), after);
        assertTrue(after.contains("in external_data"), "where LadiFlow put the full name: " + after);
    }

    @Test
    void whatIsRevealedStandsInTheInputsAndCanBeHiddenAgain() throws Exception {
        form("name=Hoa&phone=0911+22");
        long id = bridge.get("/api/events?state=rejected").get(0).path("id").asLong();
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String revealed = session.submit("/console/events/" + id + "/reveal", Map.of()).body();
        assertTrue(revealed.contains("value=\"0911 22\"") && revealed.contains("value=\"Hoa\""), revealed);
        String left = session.post("/console/events/" + id + "/preview",
                Map.of("set.phone", "0911 22", "set.full_name", "Hoa", "set.email", "hoa@example.vn")).body();
        assertTrue(left.contains("<ins>hoa@example.vn</ins>"), "what is left as it is is no change: " + left);
        String hidden = session.submit("/console/events/" + id + "/hide", Map.of()).body();
        assertFalse(hidden.contains("0911 22") || hidden.contains("Hoa"), hidden);
        String customer = "/console/customers/" + delivered;
        assertTrue(session.submit(customer + "/reveal", Map.of()).body().contains("Trần Thị Mai"));
        assertFalse(session.submit(customer + "/hide", Map.of()).body().contains("Trần Thị Mai"));
    }

    @Test
    void aBrokenPatchIsToldWithItsPlace() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String page = session.post("/console/events/" + delivered + "/preview", Map.of("patch", "{\n\"city\": Huế}")).body();
        assertTrue(page.contains("Line 2, column ") && page.contains("aria-describedby=\"why-patch\" autofocus"), page);
    }

    @Test
    void aGroupOfOneIsMendedOnThePageOfItsRecord() throws Exception {
        form("email=alone.example.vn");
        String group = "/console/dead-letters/group?source=ladipage-form&reason=BAD_EMAIL";
        long id = bridge.get("/api/events?state=rejected").get(0).path("id").asLong();
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        assertEquals("/console/events/" + id, location(session.get(group)));
        form("email=not.alone.example.vn");
        assertTrue(session.get(group).body().contains("/console/events/" + id));
    }

    @Test
    void aPreviewThatIsLoadedAgainLeadsBack() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        assertEquals("/console/events/" + delivered, location(session.get("/console/events/" + delivered + "/preview")));
        assertEquals("/console/dead-letters", location(session.get("/console/dead-letters/preview")));
    }

    @Test
    void aRecordOnItsWayIsFollowedToItsEnd() throws Exception {
        bridge.send("POST", "/api/delivery/pause", new byte[0], Map.of("Authorization", "Bearer admin-for-tests"));
        form("name=An&email=follow@example.vn");
        long id = bridge.get("/api/events?limit=1").get(0).path("id").asLong();
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String live = "/console/live/events/" + id;
        assertTrue(session.get("/console/events/" + id).body().contains("data-follow=\"" + live + "\""));
        String part = session.get(live).body();
        assertTrue(part.contains("data-unfinished") && part.contains("Look again") && !part.contains("<html"), part);
        bridge.send("POST", "/api/delivery/resume", new byte[0], Map.of("Authorization", "Bearer admin-for-tests"));
        Awaitility.await().until(() -> !session.get(live).body().contains("data-unfinished"));
        assertTrue(session.get(live).body().contains("id=\"set-email\""), "it can be sent again");
        assertFalse(session.get("/console/events/" + id).body().contains("data-follow"));
        assertEquals(401, new ConsoleSession(bridge).get(live).statusCode());
    }

    @Test
    void deliveryAndSourcesArePausedAndResumed() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        String paused = session.submit("/console/delivery/pause", Map.of()).body();
        assertTrue(paused.contains("/console/delivery/resume"), paused);
        assertTrue(bridge.get("/api/delivery").path("paused").asBoolean());
        session.submit("/console/delivery/resume", Map.of());
        assertFalse(bridge.get("/api/delivery").path("paused").asBoolean());
        String sources = session.submit("/console/sources/json-drop/pause", Map.of()).body();
        assertTrue(sources.contains("/console/sources/json-drop/resume"), sources);
        session.submit("/console/sources/json-drop/resume", Map.of());
    }

    @Test
    void theLabTakesAMappingAsLongAsARealOneAndNothingIsStored() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        long received = bridge.ledger().path("received").asLong();
        String mapping = "# a comment\r\n".repeat(1_000) + "{email: .mail}";
        String result = session.post("/console/lab/try",
                Map.of("source", "ladipage-form", "mapping", mapping, "records", "{\"mail\":\"Lab@Example.vn\"}")).body();
        assertTrue(result.contains("lab@example.vn"), result);
        String disguised = session.get("/console/lab?source=ladipage-form&sample=%23" + delivered).body();
        assertFalse(disguised.contains(EMAIL) || disguised.contains("0912345678"), disguised);
        assertTrue(disguised.contains("xxxx.xxx.xxx@xxxxxxx.vn"), disguised);
        assertEquals(received, bridge.ledger().path("received").asLong());
    }

    @Test
    void aVisitorsLanguageAndThemeAreRemembered() throws Exception {
        ConsoleSession session = ConsoleSession.loggedIn(bridge);
        assertTrue(session.get("/console").body().contains("<html lang=\"en\" data-theme=\"auto\">"));
        session.post("/console/preferences", Map.of("language", "vi", "back", "/console"));
        session.post("/console/preferences", Map.of("theme", "dark", "back", "/console"));
        String page = session.get("/console/events/" + rejected).body();
        assertTrue(page.contains("<html lang=\"vi\" data-theme=\"dark\">"), page);
        assertTrue(page.contains("không hợp lệ") && page.contains("số điện thoại"), page);
    }
}
