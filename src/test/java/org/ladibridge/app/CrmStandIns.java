package org.ladibridge.app;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The CRMs that are polled, as their documents describe them; none of them shows how the live service sorts, lags or throttles. */
final class CrmStandIns {

    private CrmStandIns() {
    }

    /**
     * Any list: pages by number, offset, cursor, id, link in the body and link header, whichever parameter is asked with. It is sorted
     * by id, by time of change with {@code sort=updated_at}, or in an order of its own with {@code sort=rank}.
     */
    static final class Rest extends CrmStandIn {
        static final String TOKEN = "rest+token&1%";
        private static final Comparator<Contact> BY_RANK = Comparator
                .comparing((Contact contact) -> Long.reverse(contact.id() * 0x9E3779B97F4A7C15L));
        private final String source;
        private final Map<String, String> settings;
        /** Cursors that were given out before count as expired. */
        final AtomicInteger epoch = new AtomicInteger();

        Rest() {
            this("rest-poll", Map.of("QUERY", "changed_after={since}&page={page}&per_page={limit}"));
        }

        /** @param settings of this list, without the name of its source */
        Rest(String source, Map<String, String> settings) {
            this.source = source;
            this.settings = settings;
        }

        @Override
        String source() {
            return source;
        }

        @Override
        int pageSize() {
            return 100;
        }

        @Override
        Map<String, String> settings() {
            Map<String, String> all = new HashMap<>(
                    Map.of("URL", address() + "/api/customers?active=1&kind=a%26b", "TOKEN", TOKEN,
                            "ITEMS", "/data", "RATE", "20"));
            all.putAll(settings);
            return all.entrySet().stream().collect(Collectors
                    .toMap(setting -> variable() + "_" + setting.getKey(), Map.Entry::getValue));
        }

        @Override
        Answer answer(Call call) {
            if (!("Bearer " + TOKEN).equals(call.header("Authorization"))) {
                return Answer.error(401, "unauthorized");
            }
            if (!"1".equals(call.query().get("active")) || !"a&b".equals(call.query().get("kind"))) {
                return Answer.error(400, "the address lost its own parameters");
            }
            int size = Math.min(pageSize(), Integer.parseInt(call.query().get("per_page")));
            Instant since = Instant.parse(call.query().getOrDefault("changed_after", "1970-01-01T00:00:00Z"));
            String[] cursor = call.query().getOrDefault("cursor", epoch + "-0").split("-");
            if (!cursor[0].equals(epoch.toString())) {
                return Answer.error(410, "cursor_expired");
            }
            long afterId = Math.max(Long.parseLong(call.query().getOrDefault("after_id", "0")), Long.parseLong(cursor[1]));
            long skip = call.query().containsKey("page")
                    ? (Long.parseLong(call.query().get("page")) - 1) * size
                    : Long.parseLong(call.query().getOrDefault("offset", "0"));
            // One more than the page shows whether there is another.
            List<Contact> found = found(call.query(), since, afterId).skip(skip).limit(size + 1L).toList();
            List<Contact> page = found.subList(0, Math.min(size, found.size()));
            ObjectNode answer = object();
            answer.set("data", list(page.stream().map(Rest::customer).toList()));
            return found.size() > size ? followed(call, answer, epoch + "-" + page.get(size - 1).id()) : Answer.of(answer);
        }

        /** A cursor that expires, or an empty page that names another. */
        @Override
        Answer ownTrouble(Call call, Supplier<Answer> crm, Random random) {
            String cursor = call.query().get("cursor");
            if (cursor == null) {
                return null;
            }
            if (random.nextInt(4) == 0) {
                epoch.incrementAndGet();
                return crm.get();
            }
            ObjectNode answer = object();
            answer.putArray("data");
            String[] parts = cursor.split("-");
            return followed(call, answer, parts[0] + "-" + parts[1] + "-" + random.nextInt(1_000_000));
        }

        private Stream<Contact> found(Map<String, String> query, Instant since, long afterId) {
            if (query.containsKey("changed_at")) {
                Instant at = Instant.parse(query.get("changed_at"));
                return since(Contact.at(at, 0)).takeWhile(contact -> contact.changed().isBefore(at.plusSeconds(1)))
                        .filter(contact -> contact.id() > afterId).sorted(BY_ID);
            }
            return switch (query.getOrDefault("sort", "id")) {
                case "updated_at" -> since(Contact.at(since, 0));
                case "rank" -> after(0).filter(contact -> !contact.changed().isBefore(since)).sorted(BY_RANK);
                default -> after(afterId).filter(contact -> !contact.changed().isBefore(since));
            };
        }

        private static ObjectNode customer(Contact contact) {
            return object().put("id", contact.id()).put("email", contact.email()).put("name", "Nguyễn Văn An")
                    .put("address", contact.address()).put("updated_at", contact.changed().toString());
        }

        private Answer followed(Call call, ObjectNode answer, String cursor) {
            String link = "/api/customers?active=1&kind=a%26b&per_page=" + pageSize() + "&cursor=" + cursor
                    + (call.query().containsKey("changed_after") ? "&changed_after=" + call.query().get("changed_after") : "");
            answer.put("next_cursor", cursor).put("next", link);
            return new Answer(200, answer, "Link",
                    "<" + address() + "/api/customers?first>; rel=\"first\", <" + address() + link + ">; rel=\"next\"");
        }
    }

    /** @see <a href="https://developers.pipedrive.com/docs/api/v1/Persons">Pipedrive: persons</a> */
    static final class Pipedrive extends CrmStandIn {
        static final String TOKEN = "pipedrive-token";
        /** Cursors that were given out before count as expired. */
        final AtomicInteger epoch = new AtomicInteger();

        @Override
        String source() {
            return "pipedrive-poll";
        }

        @Override
        int pageSize() {
            return 500;
        }

        @Override
        Map<String, String> settings() {
            return Map.of("PIPEDRIVE_POLL_URL", address(), "PIPEDRIVE_POLL_TOKEN", TOKEN);
        }

        @Override
        Answer answer(Call call) {
            if (!TOKEN.equals(call.header("x-api-token"))) {
                return Answer.error(401, "unauthorized access");
            }
            if (!call.path().equals("/api/v2/persons") || !"update_time".equals(call.query().get("sort_by"))
                    || !"asc".equals(call.query().get("sort_direction"))) {
                return Answer.error(400, "bad request");
            }
            Instant since = Instant.parse(call.query().getOrDefault("updated_since", "1970-01-01T00:00:00Z"));
            int size = Integer.parseInt(call.query().get("limit"));
            if (size > pageSize()) {
                return Answer.error(400, "limit must be less than or equal to 500");
            }
            // The cursor names the last row given, so that rows which move to the end are met there; it is good for one question only.
            String[] last = call.query().getOrDefault("cursor", since + "|0|" + since + "|" + epoch).split("\\|");
            if (!last[2].equals(since.toString()) || !last[3].equals(epoch.toString())) {
                return Answer.error(400, "the cursor is not of this question, or has expired");
            }
            List<Contact> found = since(Contact.at(Instant.parse(last[0]), Long.parseLong(last[1]) + 1)).limit(size + 1L)
                    .toList();
            List<Contact> page = found.subList(0, Math.min(size, found.size()));
            ObjectNode answer = object().put("success", true);
            answer.set("data", list(page.stream().map(this::person).toList()));
            answer.putObject("additional_data").put("next_cursor", found.size() > size
                    ? page.get(size - 1).changed() + "|" + page.get(size - 1).id() + "|" + since + "|" + epoch
                    : null);
            return Answer.of(answer);
        }

        /** A cursor that expires, or an empty page that names another. */
        @Override
        Answer ownTrouble(Call call, Supplier<Answer> crm, Random random) {
            String cursor = call.query().get("cursor");
            if (cursor == null) {
                return null;
            }
            if (random.nextInt(4) == 0) {
                epoch.incrementAndGet();
                return crm.get();
            }
            ObjectNode answer = object().put("success", true);
            answer.putArray("data");
            answer.putObject("additional_data").put("next_cursor", cursor + "|" + random.nextInt(1_000_000));
            return Answer.of(answer);
        }

        private static Instant seconds(Contact contact) {
            return contact.changed().truncatedTo(ChronoUnit.SECONDS);
        }

        private ObjectNode person(Contact contact) {
            ObjectNode person = object().put("id", contact.id()).put("name", "Nguyễn Văn An").put("update_time",
                    seconds(contact).toString());
            person.putArray("emails").addObject().put("value", contact.email()).put("primary", true).put("label", "work");
            person.putArray("phones");
            person.putObject("postal_address").put("value", contact.address());
            return person;
        }
    }

    /** @see <a href="https://www.kiotviet.vn/huong-dan-su-dung-public-api-retail">KiotViet: public API</a> */
    static final class KiotViet extends CrmStandIn {
        static final String SECRET = "kiotviet+secret";
        private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS");
        private static final Instant NEVER_EDITED_BEFORE = Instant.parse("2026-01-20T03:10:00Z");
        final AtomicInteger granted = new AtomicInteger();
        private final AtomicInteger uses = new AtomicInteger();
        volatile int callsOfAToken = 3;

        @Override
        String source() {
            return "kiotviet-poll";
        }

        @Override
        int pageSize() {
            return 100;
        }

        @Override
        Map<String, String> settings() {
            return Map.of("KIOTVIET_POLL_URL", address(), "KIOTVIET_POLL_TOKEN_URL", address() + "/connect/token",
                    "KIOTVIET_POLL_CLIENT_ID", "client", "KIOTVIET_POLL_SECRET", SECRET, "KIOTVIET_POLL_RETAILER", "cuahang");
        }

        @Override
        Answer answer(Call call) {
            if (call.path().equals("/connect/token")) {
                Map<String, String> form = pairs(call.text());
                boolean right = form
                        .equals(Map.of("scopes", "PublicApi.Access", "grant_type", "client_credentials", "client_id",
                                "client", "client_secret", SECRET));
                uses.set(0);
                return right
                        ? Answer.of(object().put("access_token", "token-" + granted.incrementAndGet()).put("expires_in", 86_400)
                                .put("token_type", "Bearer"))
                        : Answer.error(400, "invalid_client");
            }
            boolean known = ("Bearer token-" + granted.get()).equals(call.header("Authorization"));
            if (!known || !"cuahang".equals(call.header("Retailer")) || uses.incrementAndGet() > callsOfAToken) {
                return Answer.error(401, "a token is good for some calls only");
            }
            Instant from = call.query().containsKey("lastModifiedFrom")
                    ? LocalDateTime.parse(call.query().get("lastModifiedFrom")).atZone(VIETNAM).toInstant()
                    : Instant.EPOCH;
            ObjectNode answer = object().put("pageSize", pageSize());
            answer.set("data", list(since(Contact.at(from, 0)).skip(Integer.parseInt(call.query().get("currentItem")))
                    .limit(Math.min(pageSize(), Integer.parseInt(call.query().get("pageSize")))).map(this::customer).toList()));
            answer.putArray("removeId");
            return Answer.of(answer);
        }

        private ObjectNode customer(Contact contact) {
            String time = TIME.format(contact.changed().atZone(VIETNAM));
            boolean edited = !contact.changed().isBefore(NEVER_EDITED_BEFORE);
            return object().put("id", contact.id()).put("code", "KH" + contact.id()).put("name", "Nguyễn Văn An")
                    .put("email", contact.email()).put("address", contact.address()).put("modifiedDate", edited ? time : null)
                    .put("createdDate", time);
        }
    }

    /** @see <a href="https://www.odoo.com/documentation/19.0/developer/reference/external_api.html">Odoo: external JSON-2 API</a> */
    static final class Odoo extends CrmStandIn {
        static final String TOKEN = "odoo-key";
        private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

        @Override
        String source() {
            return "odoo-poll";
        }

        @Override
        int pageSize() {
            return 100;
        }

        @Override
        Map<String, String> settings() {
            return Map.of("ODOO_POLL_URL", address(), "ODOO_POLL_TOKEN", TOKEN);
        }

        @Override
        Answer answer(Call call) {
            if (!("bearer " + TOKEN).equalsIgnoreCase(call.header("Authorization"))) {
                return Answer.error(401, "werkzeug.exceptions.Unauthorized");
            }
            if (!call.path().equals("/json/2/res.partner/search_read") || !call.method().equals("POST")
                    || !call.body().path("order").asText().equals("id asc")) {
                return Answer.error(404, "werkzeug.exceptions.NotFound");
            }
            return Answer.of(partners(this, call.body().path("domain"), call.body().path("limit").asInt()));
        }

        /** What both APIs find. */
        static JsonNode partners(CrmStandIn crm, JsonNode domain, int limit) {
            Instant since = LocalDateTime.parse(domain.path(0).path(2).asText(), TIME).toInstant(ZoneOffset.UTC);
            long lastId = domain.path(1).path(2).longValue();
            return list(crm.after(lastId).filter(contact -> !contact.changed().isBefore(since)).limit(limit)
                    .map(Odoo::partner).toList());
        }

        private static ObjectNode partner(Contact contact) {
            ObjectNode partner = object().put("id", contact.id()).put("name", "Nguyễn Văn An").put("email", contact.email())
                    .put("phone", false).put("street", contact.address()).put("city", false).put("parent_id", false)
                    .put("write_date", TIME.format(contact.changed().atZone(ZoneOffset.UTC)));
            partner.putArray("country_id").add(241).add("Vietnam");
            return partner;
        }
    }

    /**
     * The older API: all calls to one address, and every answer with status 200.
     *
     * @see <a href="https://www.odoo.com/documentation/17.0/developer/howtos/web_services.html">Odoo: JSON-RPC</a>
     */
    static final class OdooRpc extends CrmStandIn {
        static final String TOKEN = "odoo+rpc\"key%1";
        static final String DATABASE = "cua-hang";
        static final int UID = 7;
        private static final Set<String> FIELDS = Set.of("id", "name", "email", "phone", "street", "street2", "city",
                "state_id",
                "zip", "country_id", "parent_id", "function", "website", "lang", "write_date");

        @Override
        String source() {
            return "odoo-rpc-poll";
        }

        @Override
        int pageSize() {
            return 100;
        }

        @Override
        Map<String, String> settings() {
            return Map.of("ODOO_RPC_POLL_URL", address(), "ODOO_RPC_POLL_DATABASE", DATABASE, "ODOO_RPC_POLL_UID",
                    String.valueOf(UID), "ODOO_RPC_POLL_TOKEN", TOKEN);
        }

        /** As Odoo writes an exception; its trace repeats what was sent. */
        static Answer exception(String name, String message) {
            ObjectNode answer = object().put("jsonrpc", "2.0").put("id", 1);
            answer.putObject("error").put("code", 200).put("message", "Odoo Server Error").putObject("data").put("name", name)
                    .put("debug", "Traceback (most recent call last):\n  …" + TOKEN).put("message", message)
                    .putArray("arguments").add(message);
            return Answer.of(answer);
        }

        @Override
        Answer ownTrouble(Call call, Supplier<Answer> crm, Random random) {
            return random.nextBoolean()
                    ? exception("psycopg2.errors.SerializationFailure", "could not serialize access due to concurrent update")
                    : exception("psycopg2.OperationalError", "server closed the connection unexpectedly");
        }

        @Override
        Answer answer(Call call) {
            JsonNode params = call.body().path("params");
            if (!call.path().equals("/jsonrpc") || !call.body().path("method").asText().equals("call")
                    || !params.path("service").asText().equals("object")
                    || !params.path("method").asText().equals("execute_kw")) {
                return exception("werkzeug.exceptions.NotFound", "404 Not Found");
            }
            JsonNode args = params.path("args");
            String database = args.path(0).asText();
            if (!args.path(1).asText().matches("\\d+")) {
                return exception("builtins.ValueError",
                        "invalid literal for int() with base 10: '" + args.path(1).asText() + "'");
            }
            if (!database.equals(DATABASE)) {
                return exception("psycopg2.OperationalError", "FATAL:  database \"" + database + "\" does not exist\n");
            }
            if (args.path(1).asInt() != UID || !args.path(2).asText().equals(TOKEN)) {
                return exception("odoo.exceptions.AccessDenied", "Access Denied");
            }
            JsonNode keywords = args.path(6);
            if (!args.path(3).asText().equals("res.partner") || !args.path(4).asText().equals("search_read")
                    || !keywords.path("order").asText().equals("id asc")) {
                return exception("builtins.AttributeError", "this stand-in reads partners by id only");
            }
            for (JsonNode field : keywords.path("fields")) {
                // Versions before 18.2 have a field for mobile numbers.
                if (!FIELDS.contains(field.asText()) && !field.asText().equals("mobile")) {
                    return exception("builtins.ValueError", "Invalid field '" + field.asText() + "' on model 'res.partner'");
                }
            }
            ObjectNode answer = object().put("jsonrpc", "2.0").put("id", call.body().path("id").asInt());
            answer.set("result", Odoo.partners(this, args.path(5).path(0), keywords.path("limit").asInt()));
            return Answer.of(answer);
        }
    }

    /** @see <a href="https://apidocs.bitrix24.com/api-reference/crm/contacts/crm-contact-list.html">Bitrix24: crm.contact.list</a> */
    static final class Bitrix24 extends CrmStandIn {
        static final String TOKEN = "bitrixsecret";

        @Override
        String source() {
            return "bitrix24-poll";
        }

        @Override
        int pageSize() {
            return 50;
        }

        @Override
        Map<String, String> settings() {
            return Map.of("BITRIX24_POLL_URL", address() + "/rest/1", "BITRIX24_POLL_TOKEN", TOKEN);
        }

        @Override
        Answer answer(Call call) {
            if (!call.path().equals("/rest/1/" + TOKEN + "/crm.contact.list.json")) {
                return Answer.error(401, "INVALID_CREDENTIALS");
            }
            OffsetDateTime asked = OffsetDateTime.now(ZoneOffset.ofHours(3)).truncatedTo(ChronoUnit.SECONDS);
            if (call.body().path("start").asInt() != -1 || !call.body().path("order").path("ID").asText().equals("ASC")) {
                return Answer.error(400, "this stand-in pages by id only");
            }
            Instant since = OffsetDateTime.parse(call.body().path("filter").path(">=DATE_MODIFY").asText()).toInstant();
            long lastId = call.body().path("filter").path(">ID").asLong();
            ObjectNode answer = object();
            answer.set("result", list(after(lastId).filter(contact -> !contact.changed().isBefore(since)).limit(pageSize())
                    .map(Bitrix24::contact).toList()));
            answer.putObject("time").put("date_start", asked.toString()).put("operating", 0.01);
            return Answer.of(answer);
        }

        /** Too many calls, or too much time spent on them. */
        static Answer slowDown(Random random) {
            if (random.nextBoolean()) {
                return Answer.error(503, "QUERY_LIMIT_EXCEEDED");
            }
            ObjectNode answer = object().put("error", "OPERATION_TIME_LIMIT").put("error_description", "Method is blocked");
            answer.putObject("time").put("operating", 480.1).put("operating_reset_at",
                    Instant.now().getEpochSecond() + random.nextInt(4));
            return new Answer(429, answer);
        }

        @Override
        Answer ownTrouble(Call call, Supplier<Answer> crm, Random random) {
            return slowDown(random);
        }

        /** As both its methods give it. */
        static ObjectNode contact(Contact contact) {
            ObjectNode shown = object().put("ID", String.valueOf(contact.id())).put("NAME", "An").put("LAST_NAME", "Nguyễn Văn")
                    .put("ADDRESS", contact.address()).put("DATE_MODIFY",
                            contact.changed().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(3)).toString());
            shown.putArray("EMAIL").addObject().put("VALUE", contact.email()).put("VALUE_TYPE", "WORK");
            return shown;
        }
    }

    /**
     * What its outgoing webhook only announces.
     *
     * @see <a href="https://apidocs.bitrix24.com/api-reference/crm/contacts/crm-contact-get.html">Bitrix24: crm.contact.get</a>
     */
    static final class Bitrix24Webhook extends CrmStandIn {
        static final String TOKEN = "application-token";

        @Override
        String source() {
            return "bitrix24";
        }

        @Override
        int pageSize() {
            return 1;
        }

        @Override
        Map<String, String> settings() {
            return Map.of("BITRIX24_URL", address() + "/rest/1/" + Bitrix24.TOKEN, "BITRIX24_TOKEN", TOKEN);
        }

        @Override
        Answer ownTrouble(Call call, Supplier<Answer> crm, Random random) {
            return Bitrix24.slowDown(random);
        }

        @Override
        Answer answer(Call call) {
            if (!call.path().equals("/rest/1/" + Bitrix24.TOKEN + "/crm.contact.get.json")) {
                return Answer.error(401, "INVALID_CREDENTIALS");
            }
            Contact contact = contact(call.body().path("id").asLong());
            ObjectNode answer = object();
            if (contact == null) {
                return new Answer(400, answer.put("error", "").put("error_description", "Not found"));
            }
            answer.set("result", Bitrix24.contact(contact));
            return Answer.of(answer);
        }
    }

    /** @see <a href="https://developers.hubspot.com/docs/api-reference/search/guide">HubSpot: search the CRM</a> */
    static class HubSpot extends CrmStandIn {
        static final String TOKEN = "pat-test";
        private static final int CEILING = 10_000;
        private static final int LONGEST = 3_000;

        @Override
        String source() {
            return "hubspot-poll";
        }

        @Override
        int pageSize() {
            return 200;
        }

        @Override
        Map<String, String> settings() {
            return Map.of("HUBSPOT_POLL_URL", address(), "HUBSPOT_POLL_TOKEN", TOKEN);
        }

        @Override
        Answer answer(Call call) {
            if (!("Bearer " + TOKEN).equals(call.header("Authorization"))) {
                return new Answer(401, object().put("status", "error").put("category", "INVALID_AUTHENTICATION"));
            }
            return switch (call.path()) {
                case "/crm/v3/objects/contacts/search" -> search(call);
                case "/crm/v3/objects/contacts/batch/read" -> batch(call.body().path("inputs"));
                default -> refused("there is no " + call.path());
            };
        }

        static Answer refused(String message) {
            return new Answer(400,
                    object().put("status", "error").put("category", "VALIDATION_ERROR").put("message", message));
        }

        private Answer search(Call call) {
            int limit = call.body().path("limit").asInt(10);
            int from = call.body().path("after").asInt();
            if (limit > pageSize() || from + limit > CEILING || call.text().length() > LONGEST) {
                return refused("beyond the limits of the search");
            }
            JsonNode filters = call.body().path("filterGroups").path(0).path("filters");
            Instant time = Instant.ofEpochMilli(filters.path(0).path("value").asLong());
            Stream<Contact> found;
            if (filters.size() == 1 && filters.path(0).path("operator").asText().equals("GTE")) {
                found = since(Contact.at(time, 0));
            } else {
                found = since(Contact.at(time, filters.path(1).path("value").asLong() + 1))
                        .takeWhile(contact -> contact.changed().equals(time));
            }
            List<Contact> page = found.skip(from).limit(limit + 1L).toList();
            ObjectNode answer = object();
            answer.set("results", list(page.stream().limit(limit).map(HubSpot::shown).toList()));
            if (page.size() > limit) {
                answer.putObject("paging").putObject("next").put("after", String.valueOf(from + limit));
            }
            return Answer.of(answer);
        }

        private Answer batch(JsonNode inputs) {
            if (inputs.size() > 100) {
                return refused("the batch holds more than 100 inputs");
            }
            ObjectNode answer = object().put("status", "COMPLETE");
            ArrayNode results = answer.putArray("results");
            for (JsonNode input : inputs) {
                Contact contact = contact(input.path("id").asLong());
                if (contact == null) {
                    answer.withArray("errors").addObject().put("status", "error").put("category", "OBJECT_NOT_FOUND");
                } else {
                    results.add(shown(contact));
                }
            }
            return new Answer(answer.has("errors") ? 207 : 200, answer);
        }

        private static ObjectNode shown(Contact contact) {
            ObjectNode shown = object().put("id", String.valueOf(contact.id())).put("archived", false).put("updatedAt",
                    contact.changed().toString());
            shown.putObject("properties").put("email", contact.email()).put("firstname", "An").put("lastname", "Nguyễn Văn")
                    .put("address", contact.address()).put("lastmodifieddate", contact.changed().toString())
                    .put("hs_object_id", String.valueOf(contact.id()));
            return shown;
        }
    }

    /** What its webhooks only announce. */
    static final class HubSpotWebhook extends HubSpot {
        static final String SECRET = "dGVzdC1zZWNyZXQ=";
        /** One id that it refuses in whatever batch it stands; 0 for none. */
        volatile long refusedId;

        @Override
        String source() {
            return "hubspot";
        }

        @Override
        Map<String, String> settings() {
            return Map.of("HUBSPOT_URL", address(), "HUBSPOT_TOKEN", TOKEN, "HUBSPOT_SECRET", SECRET);
        }

        /** A part of the batch is answered only. */
        @Override
        Answer ownTrouble(Call call, Supplier<Answer> crm, Random random) {
            ObjectNode answer = object().put("status", "COMPLETE");
            ArrayNode results = answer.putArray("results");
            try {
                JSON.readTree(crm.get().text()).path("results").forEach(contact -> {
                    if (random.nextBoolean()) {
                        results.add(contact);
                    }
                });
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            answer.putArray("errors").addObject().put("status", "error").put("category", "RATE_LIMITS").put("message",
                    "try again");
            return new Answer(207, answer);
        }

        @Override
        Answer answer(Call call) {
            for (JsonNode input : call.body().path("inputs")) {
                if (input.path("id").asLong() == refusedId) {
                    return refused("«" + refusedId + "» is no id");
                }
            }
            return super.answer(call);
        }
    }
}
