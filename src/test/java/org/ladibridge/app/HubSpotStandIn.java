package org.ladibridge.app;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;

import java.io.IOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * A contact search that does what the vendor's documentation says: filters, one sort, pages of what was asked for.
 *
 * @see <a href="https://developers.hubspot.com/docs/api-reference/search/guide">HubSpot: search the CRM</a>
 */
final class HubSpotStandIn implements AutoCloseable, ResponseDefinitionTransformerV2 {
    static final String TOKEN = "pat-test";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Long, ObjectNode> contacts = new ConcurrentHashMap<>();
    private final Deque<ResponseDefinitionBuilder> faults = new ConcurrentLinkedDeque<>();
    private final Deque<Instant> requests = new ConcurrentLinkedDeque<>();
    private final WireMockServer server;
    private volatile IntConsumer afterRequest = n -> {
    };
    private volatile UnaryOperator<List<ObjectNode>> results = page -> page;

    HubSpotStandIn() {
        server = new WireMockServer(WireMockConfiguration.options().dynamicPort().extensions(this));
        server.start();
        server.stubFor(
                post(urlPathEqualTo("/crm/v3/objects/contacts/search")).willReturn(aResponse().withTransformers(getName())));
    }

    String address() {
        return "http://127.0.0.1:" + server.port();
    }

    void put(long id, String email, Instant changed) {
        ObjectNode contact = JSON.createObjectNode().put("id", String.valueOf(id)).put("archived", false);
        contact.putObject("properties").put("email", email).put("firstname", "An").put("lastname", "Nguyễn Văn")
                .put("lastmodifieddate", changed.toString()).put("hs_object_id", String.valueOf(id));
        contacts.put(id, contact);
    }

    ObjectNode contact(long id) {
        return contacts.get(id);
    }

    /** The next requests are answered with these, one each. */
    void failNext(ResponseDefinitionBuilder... answers) {
        faults.addAll(List.of(answers));
    }

    /** Called with the number of the request that was answered, from 1, before the answer leaves. */
    void afterRequest(IntConsumer listener) {
        afterRequest = listener;
    }

    /** Falsifies pages. */
    void results(UnaryOperator<List<ObjectNode>> change) {
        results = change;
    }

    List<Instant> requests() {
        return List.copyOf(requests);
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        requests.add(Instant.now());
        ResponseDefinitionBuilder fault = faults.poll();
        ResponseDefinition answer = fault != null ? fault.build() : search(event);
        afterRequest.accept(requests.size());
        return answer;
    }

    private ResponseDefinition search(ServeEvent event) {
        if (!("Bearer " + TOKEN).equals(event.getRequest().getHeader("Authorization"))) {
            return aResponse().withStatus(401).build();
        }
        try {
            JsonNode request = JSON.readTree(event.getRequest().getBody());
            String sortedBy = request.path("sorts").path(0).path("propertyName").asText();
            List<ObjectNode> found = contacts.values().stream()
                    .filter(contact -> matches(contact, request.path("filterGroups").path(0).path("filters")))
                    .sorted(Comparator.comparing(contact -> number(contact, sortedBy))).toList();
            int from = request.path("after").asInt();
            int to = Math.min(found.size(), from + request.path("limit").asInt());
            ObjectNode answer = JSON.createObjectNode().put("total", found.size());
            answer.putArray("results").addAll(results.apply(found.subList(Math.min(from, to), to)));
            if (to < found.size()) {
                answer.putObject("paging").putObject("next").put("after", String.valueOf(to));
            }
            return aResponse().withHeader("Content-Type", "application/json").withBody(JSON.writeValueAsBytes(answer)).build();
        } catch (IOException e) {
            return aResponse().withStatus(400).build();
        }
    }

    private static boolean matches(ObjectNode contact, JsonNode filters) {
        for (JsonNode filter : filters) {
            int comparison = Long.compare(number(contact, filter.path("propertyName").asText()),
                    filter.path("value").asLong());
            boolean matches = switch (filter.path("operator").asText()) {
                case "GTE" -> comparison >= 0;
                case "GT" -> comparison > 0;
                case "EQ" -> comparison == 0;
                default -> throw new IllegalArgumentException(filter.toString());
            };
            if (!matches) {
                return false;
            }
        }
        return true;
    }

    private static long number(ObjectNode contact, String property) {
        return property.equals("lastmodifieddate")
                ? Instant.parse(contact.path("properties").path(property).asText()).toEpochMilli()
                : contact.path("id").asLong();
    }

    @Override
    public String getName() {
        return "contact-search";
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public void close() {
        server.stop();
    }
}
