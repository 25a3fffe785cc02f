package org.ladibridge.console.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

import org.ladibridge.console.Administrator;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.Attempt;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Contents;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.journal.State;
import org.ladibridge.ledger.Customers;
import org.ladibridge.ledger.Replay;
import org.ladibridge.transform.CustomerTransformer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code /console/events/17}: one record from what the source sent to what LadiFlow answered, and the way to send it again. */
@Path("/console/events/{id:\\d+}")
public class EventPage {
    private static final int NEIGHBOURS = 8;

    private final JournalReader reader;
    private final Journal journal;
    private final Customers customers;
    private final Replay replay;
    private final CustomerTransformer transformer;
    private final Administrator administrator;
    private final Visitor visitor;
    private final ObjectMapper json;
    private final Uis uis;
    private final Html html;

    EventPage(JournalReader reader, Journal journal, Customers customers, Replay replay, CustomerTransformer transformer,
            Administrator administrator, Visitor visitor, ObjectMapper json, Uis uis, Html html) {
        this.reader = reader;
        this.journal = journal;
        this.customers = customers;
        this.replay = replay;
        this.transformer = transformer;
        this.administrator = administrator;
        this.visitor = visitor;
        this.json = json;
        this.uis = uis;
        this.html = html;
    }

    /**
     * A call.
     *
     * @param isGood whether the answer was an HTTP 2xx
     */
    public record Call(Instant at, String call, Integer status, long millis, boolean isGood, String sent, String answer) {
        /** To whom LadiFlow may answer that there is nobody. */
        public boolean isLookUp() {
            return call.equals("customer/show");
        }
    }

    /** Something that was left out or is doubtful. */
    public record Remark(String code, String field, String detail) {
    }

    /**
     * A record with everything that is known of it.
     *
     * @param masked whether personal data is hidden
     */
    public record Detail(EventRow event, boolean masked, String received, List<FieldRow> fields, boolean wasReplaced,
            String answerMessage, List<Call> calls, List<Remark> remarks, List<EventRow> neighbours, boolean isCustomer,
            boolean inFlight) {
    }

    /**
     * What a replay would do.
     *
     * @param problem why there can be none; null when there can
     * @param changes the fields that would be sent otherwise than they stand
     */
    public record Preview(String problem, List<FieldRow.Change> changes, boolean isShown) {
        static final Preview NONE = new Preview(null, List.of(), false);
    }

    @GET
    public Response page(@PathParam("id") long id) throws IOException {
        return page(id, null, Preview.NONE);
    }

    /** Shows personal data in full, for the rest of the session. Remembered before it is shown. */
    @POST
    @Path("reveal")
    public Response reveal(@PathParam("id") long id, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        journal.audit(new AuditEntry(administrator.name(visitor.session().user), "event.reveal", subject(id), null)).join();
        visitor.session().reveal(subject(id));
        return Html.goTo("/console/events/" + id);
    }

    /** Changes nothing; a form that is posted, because what is typed may be personal data. */
    @POST
    @Path("preview")
    public Response preview(@PathParam("id") long id, @BeanParam PatchForm form) throws IOException {
        uis.requireToken(form.csrf);
        return page(id, form.typed(), previewOf(id, form));
    }

    @POST
    @Path("replay")
    public Response replay(@PathParam("id") long id, @BeanParam PatchForm form) throws IOException {
        uis.requireToken(form.csrf);
        Ui ui = uis.of("events");
        try {
            Replay.Content content = form.content(transformer, json, ui, uis.messages());
            Replay.Result result = replay.replay(id, content, administrator.name(visitor.session().user)).join();
            if (!result.queued()) {
                return page(id, form.typed(),
                        new Preview(ui.isVietnamese() ? result.problemVi() : result.problem(), List.of(), true));
            }
        } catch (PatchForm.Refused e) {
            return page(id, form.typed(), new Preview(e.getMessage(), List.of(), true));
        }
        uis.say(uis.messages().replayQueued());
        return Html.goTo("/console/events/" + id);
    }

    private Preview previewOf(long id, PatchForm form) throws IOException {
        Ui ui = uis.of("events");
        try {
            Replay.Content content = form.content(transformer, json, ui, uis.messages());
            Replay.Plan plan = replay.plan(id, content);
            return plan.problem() == null
                    ? new Preview(null, FieldRow.changes(plan, content, !visitor.session().mayShow(subject(id))), true)
                    : new Preview(ui.isVietnamese() ? plan.problemVi() : plan.problem(), List.of(), true);
        } catch (PatchForm.Refused e) {
            return new Preview(e.getMessage(), List.of(), true);
        }
    }

    private static String subject(long id) {
        return "event/" + id;
    }

    private Response page(long id, PatchForm.Typed typed, Preview preview) throws IOException {
        Ui ui = uis.of("events");
        Event event = reader.event(id).orElse(null);
        if (event == null) {
            return html.page(Response.Status.NOT_FOUND, Pages.missing(ui, uis.messages().eventMissing(String.valueOf(id))));
        }
        List<String> fields = Arrays.stream(CustomerField.values()).map(CustomerField::wireName).toList();
        return html.page(Pages.event(ui, detail(event, !visitor.session().mayShow(subject(id))),
                typed == null ? suggestion(event) : typed, preview, fields));
    }

    /** The field that the reason is about. */
    private static PatchForm.Typed suggestion(Event event) {
        String reason = String.valueOf(event.reason());
        String field = reason.equals(Reason.BAD_EMAIL.name())
                ? CustomerField.EMAIL.wireName()
                : reason.equals(Reason.BAD_PHONE.name()) || reason.equals(Reason.NO_EMAIL_OR_PHONE.name())
                        ? CustomerField.PHONE.wireName()
                        : "";
        return new PatchForm.Typed(reason.equals(Reason.MAPPING_FAILED.name()), field, "", "");
    }

    private Detail detail(Event event, boolean masked) throws IOException {
        Contents contents = reader.contents(event.id()).orElse(new Contents(null, null, null));
        List<Attempt> attempts = reader.attempts(event.id());
        Attempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
        JsonNode mapped = tree(contents.mapped());
        JsonNode sent = last == null ? null : last.sent() == null ? mapped : tree(last.sent().getBytes(StandardCharsets.UTF_8));
        JsonNode answer = last == null || last.answer() == null
                ? null
                : tree(last.answer().getBytes(StandardCharsets.UTF_8));
        List<Call> calls = new ArrayList<>();
        for (Attempt attempt : attempts) {
            calls.add(new Call(attempt.at(), attempt.call(), attempt.status(), attempt.millis(),
                    attempt.status() != null && attempt.status() / 100 == 2, pretty(attempt.sent(), masked),
                    pretty(attempt.answer(), masked)));
        }
        List<Remark> remarks = new ArrayList<>();
        if (event.warnings() != null) {
            json.readTree(event.warnings()).forEach(warning -> remarks.add(new Remark(warning.path("code").asText(),
                    warning.path("field").asText(""), warning.path("detail").asText("").replace("null", ""))));
        }
        List<String> keys = customers.keysOf(event);
        List<EventRow> neighbours = keys.isEmpty()
                ? List.of()
                : reader.events(new Search(null, null, null, keys, null, null, NEIGHBOURS + 1)).stream()
                        .filter(other -> other.id() != event.id()).limit(NEIGHBOURS).map(other -> EventRow.of(other, masked))
                        .toList();
        boolean isCustomer = event.queue().equals(JournalReader.CUSTOMERS);
        return new Detail(EventRow.of(event, masked), masked, pretty(tree(contents.raw()), masked),
                isCustomer
                        ? FieldRow.of(tree(contents.original()), mapped, sent, FieldRow.customer(answer), masked)
                        : List.of(),
                contents.original() != null, answer == null ? null : answer.path("message").asText(null), calls, remarks,
                neighbours, isCustomer, State.of(event.state()).inFlight());
    }

    private JsonNode tree(byte[] bytes) throws IOException {
        if (bytes == null) {
            return null;
        }
        try {
            return json.readTree(bytes);
        } catch (JsonProcessingException e) {
            return json.getNodeFactory().textNode(new String(bytes, StandardCharsets.UTF_8));
        }
    }

    private String pretty(String text, boolean masked) throws IOException {
        return text == null ? null : pretty(tree(text.getBytes(StandardCharsets.UTF_8)), masked);
    }

    private String pretty(JsonNode tree, boolean masked) throws JsonProcessingException {
        if (tree == null) {
            return null;
        }
        JsonNode shown = masked ? Mask.tree(tree) : tree;
        return shown.isTextual() ? shown.textValue() : json.writerWithDefaultPrettyPrinter().writeValueAsString(shown);
    }
}
