package org.ladibridge.sandbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * HubSpot's contact search, as far as a poll needs it.
 *
 * @see <a href="https://developers.hubspot.com/docs/api-reference/search/guide">HubSpot: search the CRM</a>
 */
@Path("/sandbox/hubspot")
@ApplicationScoped
class SandboxHubSpot {
    private static final int MOST_RESULTS = 10_000;
    private static final int LARGEST_PAGE = 200;

    private final ObjectMapper json;
    private final List<JsonNode> contacts = new CopyOnWriteArrayList<>();

    SandboxHubSpot(ObjectMapper json) {
        this.json = json;
    }

    @PUT
    @Path("contacts")
    public void set(List<JsonNode> all) {
        contacts.clear();
        contacts.addAll(all);
    }

    @POST
    @Path("crm/v3/objects/contacts/search")
    public Response search(@HeaderParam("Authorization") String authorization, ObjectNode query) {
        if (authorization == null || !authorization.matches("Bearer \\S+")) {
            return error(401, "INVALID_AUTHENTICATION");
        }
        int limit = query.path("limit").asInt(10);
        int after = query.path("after").asInt(0);
        if (limit > LARGEST_PAGE || after + limit > MOST_RESULTS) {
            return error(400, "VALIDATION_ERROR");
        }
        JsonNode sort = query.path("sorts").path(0);
        String sortBy = sort.path("propertyName").asText("hs_object_id");
        Comparator<JsonNode> order = Comparator.comparing(contact -> number(contact, sortBy));
        List<JsonNode> found = contacts.stream().filter(contact -> matches(contact, query.path("filterGroups")))
                .sorted(sort.path("direction").asText().equals("DESCENDING") ? order.reversed() : order).toList();
        ObjectNode answer = json.createObjectNode().put("total", found.size());
        ArrayNode results = answer.putArray("results");
        found.stream().skip(after).limit(limit).forEach(contact -> results.add(view(contact, query.path("properties"))));
        if (after + limit < found.size()) {
            answer.putObject("paging").putObject("next").put("after", String.valueOf(after + limit));
        }
        return Response.ok(answer).build();
    }

    private JsonNode view(JsonNode contact, JsonNode wanted) {
        ObjectNode view = contact.deepCopy();
        ObjectNode properties = view.putObject("properties");
        properties.set("lastmodifieddate", contact.path("properties").path("lastmodifieddate"));
        properties.put("hs_object_id", contact.path("id").asText());
        wanted.forEach(name -> properties.set(name.asText(), contact.path("properties").get(name.asText())));
        return view;
    }

    private static boolean matches(JsonNode contact, JsonNode groups) {
        if (groups.isEmpty()) {
            return true;
        }
        for (JsonNode group : groups) {
            boolean all = true;
            for (JsonNode filter : group.path("filters")) {
                int comparison = number(contact, filter.path("propertyName").asText())
                        .compareTo(new BigDecimal(filter.path("value").asText()));
                all &= switch (filter.path("operator").asText()) {
                    case "GTE" -> comparison >= 0;
                    case "GT" -> comparison > 0;
                    case "LTE" -> comparison <= 0;
                    case "LT" -> comparison < 0;
                    default -> comparison == 0;
                };
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    private static BigDecimal number(JsonNode contact, String property) {
        return property.equals("lastmodifieddate")
                ? BigDecimal.valueOf(Instant.parse(contact.path("properties").path(property).asText()).toEpochMilli())
                : new BigDecimal(contact.path("id").asText());
    }

    private Response error(int status, String category) {
        return Response.status(status).entity(json.createObjectNode().put("status", "error").put("category", category)).build();
    }
}
