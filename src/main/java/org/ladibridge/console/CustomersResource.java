package org.ladibridge.console;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.ledger.Customers;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** {@code GET /api/customers?customer=…}: everything known of one customer over all sources. */
@Path("/api/customers")
class CustomersResource {
    private static final int MOST = 200;

    private final Customers customers;

    CustomersResource(Customers customers) {
        this.customers = customers;
    }

    /** A field as LadiFlow accepted it last, and the record that it came with. */
    @RegisterForReflection
    public record FieldView(String name, JsonNode value, long record, String source, Instant at) {
    }

    /** A record of the customer. */
    @RegisterForReflection
    public record RecordView(long id, String source, String state, String reason, Instant receivedAt) {
    }

    /** Everything known of a customer. */
    @RegisterForReflection
    public record CustomerView(List<String> keys, String ladiflowId, List<FieldView> fields, List<RecordView> records) {
    }

    @GET
    public Response customer(@QueryParam("customer") String customer) throws IOException {
        Event found = customer == null || customer.isBlank() ? null : customers.meant(customer.trim()).orElse(null);
        if (found == null) {
            return Problem.response(Response.Status.NOT_FOUND, "there is no record of this customer",
                    "không có bản ghi nào của khách hàng này");
        }
        Customers.Profile profile = customers.profile(found, MOST);
        return Response.ok(new CustomerView(profile.keys(), profile.ladiflowId(),
                profile.fields().stream().map(field -> new FieldView(field.name(), field.value(), field.event().id(),
                        field.event().source(), field.event().finishedAt())).toList(),
                profile.events().stream().map(event -> new RecordView(event.id(), event.source(), event.state(), event.reason(),
                        event.receivedAt())).toList()))
                .build();
    }
}
