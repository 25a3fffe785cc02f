package org.ladibridge.console.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

import org.ladibridge.console.Administrator;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Mask;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.ledger.Customers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.qute.TemplateData;

/** {@code /console/customers/17}: everything known of the customer whose record is number 17, over all sources. */
@Path("/console/customers/{id:\\d+}")
public class CustomerPage {
    private static final int MOST = 100;

    private final JournalReader reader;
    private final Journal journal;
    private final Customers customers;
    private final Administrator administrator;
    private final Visitor visitor;
    private final ObjectMapper json;
    private final Uis uis;
    private final Html html;

    CustomerPage(JournalReader reader, Journal journal, Customers customers, Administrator administrator, Visitor visitor,
            ObjectMapper json, Uis uis, Html html) {
        this.reader = reader;
        this.journal = journal;
        this.customers = customers;
        this.administrator = administrator;
        this.visitor = visitor;
        this.json = json;
        this.uis = uis;
        this.html = html;
    }

    /**
     * One of LadiFlow's fields.
     *
     * @param answered what LadiFlow answered to the newest record; null when it did not repeat the field
     * @param answerDiffers from what it accepted
     * @param older what it was before, the newest first
     */
    @TemplateData
    public record Line(String name, String value, EventRow winner, String answered, boolean answerDiffers, List<Older> older) {
    }

    /** A value that a newer record has replaced. */
    @TemplateData
    public record Older(String value, EventRow event) {
    }

    /** Everything known of a customer; with {@code more} there are older records than those that are listed. */
    @TemplateData
    public record Known(long id, boolean masked, List<String> keys, String ladiflowId, List<String> sources, List<Line> lines,
            List<EventRow> events, boolean more) {
    }

    @GET
    public Response page(@PathParam("id") long id) throws IOException {
        Ui ui = uis.of("events");
        Event event = reader.event(id).orElse(null);
        if (event == null) {
            return html.page(Response.Status.NOT_FOUND, Pages.missing(ui, uis.messages().eventMissing(String.valueOf(id))));
        }
        return html.page(Pages.customer(ui, known(event)));
    }

    @POST
    @Path("reveal")
    public Response reveal(@PathParam("id") long id, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        journal.audit(new AuditEntry(administrator.name(visitor.session().user), "customer.reveal", "customer-of-event/" + id,
                null)).join();
        visitor.session().reveal(subject(id));
        return Html.goTo("/console/customers/" + id);
    }

    @POST
    @Path("hide")
    public Response hide(@PathParam("id") long id, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        visitor.session().hide(subject(id));
        return Html.goTo("/console/customers/" + id);
    }

    private static String subject(long id) {
        return "customer-of-event/" + id;
    }

    private Known known(Event of) throws IOException {
        boolean masked = !visitor.session().mayShow(subject(of.id()));
        Customers.Profile profile = customers.profile(of, MOST);
        JsonNode answered = answer(profile.events());
        List<Line> lines = new ArrayList<>();
        for (Customers.Field field : profile.fields()) {
            boolean hide = masked && FieldRow.isPersonal(field.name());
            JsonNode told = answered == null ? null : answered.get(field.name());
            List<Older> older = new ArrayList<>();
            JsonNode newer = field.value();
            for (Customers.Older other : field.others()) {
                if (!Objects.equals(other.value(), newer)) {
                    older.add(new Older(FieldRow.text(other.value(), hide), EventRow.of(other.event(), masked)));
                    newer = other.value();
                }
            }
            lines.add(new Line(field.name(), FieldRow.text(field.value(), hide), EventRow.of(field.event(), masked),
                    FieldRow.text(told, hide), told != null && !FieldRow.same(told, field.value())
                            && !field.name().equals(CustomerField.ID.wireName()),
                    older));
        }
        return new Known(of.id(), masked, profile.keys().stream().map(key -> masked ? Mask.key(key) : key).toList(),
                profile.ladiflowId(), profile.events().stream().map(Event::source).distinct().sorted().toList(), lines,
                profile.events().stream().map(event -> EventRow.of(event, masked)).toList(), profile.events().size() == MOST);
    }

    /** What LadiFlow answered to the newest record that it accepted. */
    private JsonNode answer(List<Event> events) {
        Event newest = events.stream().filter(event -> event.state().equals("delivered"))
                .max(Comparator.comparing(Event::finishedAt)).orElse(null);
        List<Attempt> attempts = newest == null ? List.of() : reader.attempts(newest.id());
        String answer = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1).answer();
        try {
            return answer == null ? null : FieldRow.customer(json.readTree(answer.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // Only its beginning is kept.
            return null;
        }
    }
}
