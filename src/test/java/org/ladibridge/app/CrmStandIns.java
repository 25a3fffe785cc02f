package org.ladibridge.app;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The CRMs that are polled, as their documents describe them; none of them shows how the live service sorts, lags or throttles. */
final class CrmStandIns {
    private static final Comparator<CrmStandIn.Contact> BY_ID = Comparator.comparing(CrmStandIn.Contact::id);
    private static final Comparator<CrmStandIn.Contact> BY_TIME = Comparator.comparing(CrmStandIn.Contact::changed)
            .thenComparing(BY_ID);

    private CrmStandIns() {
    }

    /** Any list: pages by number, offset, cursor, id, link in the body and link header, whichever parameter is asked with. */
    static final class Rest extends CrmStandIn {
        static final String TOKEN = "rest+token&1%";

        @Override
        String source() {
            return "rest-poll";
        }

        @Override
        int pageSize() {
            return 100;
        }

        @Override
        Map<String, String> settings() {
            return Map.of("REST_POLL_URL", address() + "/api/customers?active=1&kind=a%26b", "REST_POLL_TOKEN", TOKEN,
                    "REST_POLL_ITEMS", "/data", "REST_POLL_RATE", "20", "REST_POLL_QUERY",
                    "changed_after={since}&page={page}&per_page={limit}");
        }

        @Override
        Answer answer(Call call) {
            if (!("Bearer " + TOKEN).equals(call.header("Authorization"))) {
                return Answer.error(401, "unauthorized");
            }
            if (!"1".equals(call.query().get("active")) || !"a&b".equals(call.query().get("kind"))) {
                return Answer.error(400, "the address lost its own parameters");
            }
            int size = Integer.parseInt(call.query().get("per_page"));
            String since = call.query().getOrDefault("changed_after", "1970-01-01T00:00:00Z");
            long afterId = Long.parseLong(call.query().getOrDefault("after_id", "0"));
            List<Contact> all = sorted(BY_ID).stream()
                    .filter(contact -> !contact.changed().isBefore(Instant.parse(since)) && contact.id() > afterId).toList();
            int from = call.query().containsKey("page")
                    ? (Integer.parseInt(call.query().get("page")) - 1) * size
                    : Integer.parseInt(call.query().getOrDefault("offset", call.query().getOrDefault("cursor", "0")));
            List<ObjectNode> page = all.stream().skip(from).limit(size)
                    .map(contact -> object().put("id", contact.id()).put("email", contact.email()).put("name", "Nguyễn Văn An")
                            .put("updated_at", contact.changed().toString()))
                    .toList();
            ObjectNode answer = object();
            answer.set("data", list(page));
            if (from + size >= all.size()) {
                return Answer.of(answer);
            }
            String link = "/api/customers?active=1&kind=a%26b&per_page=" + size + "&cursor=" + (from + size)
                    + (call.query().containsKey("changed_after") ? "&changed_after=" + since : "");
            answer.put("next_cursor", String.valueOf(from + size)).put("next", link);
            return new Answer(200, answer, "Link",
                    "<" + address() + "/api/customers?first>; rel=\"first\", <" + address() + link + ">; rel=\"next\"");
        }
    }

    /** @see <a href="https://developers.pipedrive.com/docs/api/v1/Persons">Pipedrive: persons</a> */
    static final class Pipedrive extends CrmStandIn {
        static final String TOKEN = "pipedrive-token";

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
            // The cursor names the last row given, so that rows which move to the end are met there.
            String[] last = call.query().getOrDefault("cursor", "1970-01-01T00:00:00Z|0").split("\\|");
            List<Contact> all = sorted(BY_TIME).stream()
                    .filter(contact -> !seconds(contact).isBefore(since)
                            && BY_TIME.compare(contact, new Contact(Long.parseLong(last[1]), "", Instant.parse(last[0]))) > 0)
                    .toList();
            List<Contact> page = all.stream().limit(size).toList();
            ObjectNode answer = object().put("success", true);
            answer.set("data", list(page.stream().map(this::person).toList()));
            answer.putObject("additional_data").put("next_cursor",
                    all.size() > size ? page.get(size - 1).changed() + "|" + page.get(size - 1).id() : null);
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
            if (!known || !"cuahang".equals(call.header("Retailer")) || uses.incrementAndGet() > 3) {
                return Answer.error(401, "a token is good for three calls here");
            }
            Instant from = call.query().containsKey("lastModifiedFrom")
                    ? LocalDateTime.parse(call.query().get("lastModifiedFrom")).atZone(VIETNAM).toInstant()
                    : Instant.EPOCH;
            List<Contact> all = sorted(BY_TIME).stream().filter(contact -> !contact.changed().isBefore(from)).toList();
            ObjectNode answer = object().put("total", all.size()).put("pageSize", 100);
            answer.set("data", list(all.stream().skip(Integer.parseInt(call.query().get("currentItem")))
                    .limit(Integer.parseInt(call.query().get("pageSize"))).map(this::customer).toList()));
            answer.putArray("removeId");
            return Answer.of(answer);
        }

        private ObjectNode customer(Contact contact) {
            String time = TIME.format(contact.changed().atZone(VIETNAM));
            boolean edited = !contact.changed().isBefore(NEVER_EDITED_BEFORE);
            return object().put("id", contact.id()).put("code", "KH" + contact.id()).put("name", "Nguyễn Văn An")
                    .put("email", contact.email()).put("modifiedDate", edited ? time : null).put("createdDate", time);
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
            return list(crm.sorted(BY_ID).stream()
                    .filter(contact -> !contact.changed().isBefore(since) && contact.id() > lastId).limit(limit)
                    .map(Odoo::partner).toList());
        }

        private static ObjectNode partner(Contact contact) {
            ObjectNode partner = object().put("id", contact.id()).put("name", "Nguyễn Văn An").put("email", contact.email())
                    .put("phone", false).put("city", false).put("parent_id", false)
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
        private static final String DATABASE = "cua-hang";
        private static final int UID = 7;
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
            answer.set("result", list(sorted(BY_ID).stream()
                    .filter(contact -> !contact.changed().isBefore(since) && contact.id() > lastId).limit(50)
                    .map(this::contact).toList()));
            answer.putObject("time").put("date_start", asked.toString()).put("operating", 0.01);
            return Answer.of(answer);
        }

        private ObjectNode contact(Contact contact) {
            ObjectNode shown = object().put("ID", String.valueOf(contact.id())).put("NAME", "An").put("LAST_NAME", "Nguyễn Văn")
                    .put("DATE_MODIFY",
                            contact.changed().truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.ofHours(3)).toString());
            shown.putArray("EMAIL").addObject().put("VALUE", contact.email()).put("VALUE_TYPE", "WORK");
            return shown;
        }
    }
}
