package org.ladibridge.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.ladibridge.sandbox.Behaviour.SameTag;
import org.ladibridge.sandbox.Catalogue.Tag;
import org.ladibridge.sandbox.Faults.Mode;
import org.ladibridge.sandbox.SandboxStore.Refused;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.core.http.HttpServerRequest;

/**
 * LadiFlow's customer calls.
 *
 * @see <a href="https://help.ladiflow.vn/tai-lieu-tich-hop-api/danh-sach-apis/tao-and-cap-nhat-khach-hang">LadiFlow: create or
 *      update</a>
 */
@Path("/sandbox/1.0/customer")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
class SandboxLadiFlow {
    private static final String NO_IDENTITY = "Vui lòng nhập email hoặc số điện thoại";
    private static final String WRONG = "wrong";
    private static final int USUAL_PAGE = 20;

    private final SandboxStore store;
    private final Catalogue catalogue;
    private final Faults faults;
    private final Calls calls;
    private final Answers answers;
    private final ObjectMapper json;
    @Context
    HttpServerRequest request;

    SandboxLadiFlow(SandboxStore store, Catalogue catalogue, Faults faults, Calls calls, Answers answers, ObjectMapper json) {
        this.store = store;
        this.catalogue = catalogue;
        this.faults = faults;
        this.calls = calls;
        this.answers = answers;
        this.json = json;
    }

    private interface Call {
        Response answer(ObjectNode body) throws Refused;
    }

    @POST
    @Path("show")
    public Response show(@HeaderParam("Api-Key") String apiKey, String body) {
        return call("show", apiKey, body, query -> store.find(query).map(customer -> {
            ObjectNode data = json.createObjectNode();
            data.set("customer", shown(customer));
            return answers.success(200, data);
        }).orElseGet(answers::notFound));
    }

    @POST
    @Path("update")
    public Response update(@HeaderParam("Api-Key") String apiKey, String body) {
        return call("update", apiKey, body, sent -> {
            if (hasNoIdentity(sent)) {
                return answers.error(400, NO_IDENTITY);
            }
            if (!sent.path("_id").isTextual()) {
                return withoutId(sent);
            }
            Optional<ObjectNode> updated = store.update(sent.path("_id").asText(), sent);
            if (updated.isPresent()) {
                return written(updated.get());
            }
            return switch (faults.behaviour().unknownId()) {
                case NOT_FOUND -> answers.notFound();
                case REFUSE -> answers.error(400, "_id không hợp lệ");
                case CREATE -> written(store.upsert(sent, true));
            };
        });
    }

    private Response withoutId(ObjectNode sent) throws Refused {
        return switch (faults.behaviour().withoutId()) {
            case UPSERT -> written(store.upsert(sent, true));
            case REFUSE -> answers.error(400, "Thiếu _id");
            case NOT_FOUND -> answers.notFound();
        };
    }

    @POST
    @Path("create-or-update")
    public Response createOrUpdate(@HeaderParam("Api-Key") String apiKey, String body) {
        return call("create-or-update", apiKey, body, sent -> hasNoIdentity(sent)
                ? answers.error(400, NO_IDENTITY)
                : written(store.upsert(sent, false)));
    }

    @POST
    @Path("create")
    public Response create(@HeaderParam("Api-Key") String apiKey, String body) {
        return call("create", apiKey, body, sent -> {
            if (hasNoIdentity(sent)) {
                return answers.error(400, NO_IDENTITY);
            }
            return store.find(sent).isPresent()
                    ? answers.error(400, "Khách hàng đã tồn tại")
                    : written(store.upsert(sent, false));
        });
    }

    @POST
    @Path("list")
    public Response list(@HeaderParam("Api-Key") String apiKey, String body) {
        return call("list", apiKey, body, query -> {
            String wanted = query.path("search").path("name").asText("").toLowerCase(Locale.ROOT);
            List<ObjectNode> found = store.list(Integer.MAX_VALUE).stream()
                    .filter(one -> wanted.isEmpty() || List.of("name", "email", "phone").stream()
                            .anyMatch(key -> one.path(key).asText("").toLowerCase(Locale.ROOT).contains(wanted)))
                    .filter(one -> query.path("tags").valueStream()
                            .allMatch(tag -> one.path("tags").valueStream().anyMatch(tag::equals)))
                    .map(one -> shown(one.put("id", one.path("_id").asText()))).toList();
            return answers.success(200, page(query, found).put("total_verified", 0));
        });
    }

    @POST
    @Path("list-tag")
    public Response listTag(@HeaderParam("Api-Key") String apiKey, String body) {
        return call("list-tag", apiKey, body, query -> {
            String wanted = query.path("keyword").asText("").toLowerCase(Locale.ROOT);
            return answers.success(200, page(query, catalogue.tags().stream()
                    .filter(tag -> tag.name().toLowerCase(Locale.ROOT).contains(wanted))
                    .map(tag -> json.createObjectNode().put("id", tag.id()).put("name", tag.name())
                            .put("created_at", tag.createdAt()).put("updated_at", tag.updatedAt()))
                    .toList()));
        });
    }

    @POST
    @Path("create-tag")
    public Response createTag(@HeaderParam("Api-Key") String apiKey, String body) {
        return call("create-tag", apiKey, body, sent -> {
            String name = sent.path("name").asText("").strip();
            if (name.isEmpty()) {
                return answers.error(400, "Vui lòng nhập tên tag");
            }
            return catalogue.byName(name).isPresent() && faults.behaviour().sameTag() == SameTag.REFUSE
                    ? answers.error(400, "Tag đã tồn tại")
                    : answers.success(200, json.createObjectNode().put("tag_id", catalogue.named(name).id()));
        });
    }

    /** What is before the first page is answered as the first one. */
    private ObjectNode page(JsonNode query, List<ObjectNode> all) {
        Behaviour behaviour = faults.behaviour();
        int first = behaviour.pages() == Behaviour.Pages.FROM_1 ? 1 : 0;
        int limit = Math.max(1, query.path("limit").asInt(USUAL_PAGE));
        if (behaviour.largestPage() > 0) {
            limit = Math.min(limit, behaviour.largestPage());
        }
        ObjectNode page = json.createObjectNode().put("total", all.size()).put("limit", limit);
        ArrayNode items = page.putArray("items");
        all.stream().skip((long) Math.max(0, query.path("page").asInt(1) - first) * limit).limit(limit).forEach(items::add);
        return page;
    }

    private Response written(ObjectNode customer) {
        return answers.success(201, shown(customer));
    }

    private ObjectNode shown(ObjectNode customer) {
        if (faults.behaviour().shownTags() == Behaviour.ShownTags.OBJECTS) {
            ArrayNode objects = json.createArrayNode();
            for (JsonNode id : customer.path("tags")) {
                objects.addObject().put("id", id.asText())
                        .put("name", catalogue.tag(id.asText()).map(Tag::name).orElse(""));
            }
            customer.set("tags", objects);
        }
        return customer;
    }

    private Response call(String api, String apiKey, String body, Call call) {
        calls.count("customer/" + api);
        Behaviour behaviour = faults.behaviour();
        Mode mode = faults.next(body);
        if (apiKey == null || apiKey.isBlank() || apiKey.contains(WRONG) || mode == Mode.WRONG_KEY) {
            return answers.error(behaviour.wrongKey(), "Api-Key không hợp lệ");
        }
        if (behaviour.rate() > 0 && calls.inThisSecond() > behaviour.rate()) {
            return answers.tooFast();
        }
        if (behaviour.largestBody() > 0 && body.getBytes(StandardCharsets.UTF_8).length > behaviour.largestBody()) {
            return answers.error(413, "Dữ liệu quá lớn");
        }
        ObjectNode sent;
        try {
            if (!(json.readTree(body) instanceof ObjectNode object)) {
                return answers.error(400, "Dữ liệu không hợp lệ");
            }
            sent = object;
        } catch (IOException e) {
            return answers.error(400, "Dữ liệu không hợp lệ");
        }
        if (faults.setting().appliedFirst() && mode != Mode.NONE) {
            answer(call, sent);
        }
        return answers.faulty(mode, request).orElseGet(() -> answer(call, sent));
    }

    private Response answer(Call call, ObjectNode sent) {
        try {
            return call.answer(sent);
        } catch (Refused e) {
            return answers.error(400, e.getMessage());
        }
    }

    private static boolean hasNoIdentity(JsonNode sent) {
        return sent.path("email").asText("").isBlank() && sent.path("phone").asText("").isBlank();
    }
}
