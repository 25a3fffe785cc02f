package org.ladibridge.console.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

import org.ladibridge.console.Administrator;
import org.ladibridge.console.WaitingRecords;
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

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.qute.TemplateData;

/** {@code /console/events/17}: one record from what the source sent to what LadiFlow answered, and the way to send it again. */
@Path("/console/events/{id:\\d+}")
public class EventPage {
    private static final int NEIGHBOURS = 8;

    private final JournalReader reader;
    private final Journal journal;
    private final Customers customers;
    private final Replay replay;
    private final WaitingRecords waiting;
    private final Patches patches;
    private final Administrator administrator;
    private final Visitor visitor;
    private final Shown shown;
    private final Uis uis;
    private final Html html;

    EventPage(JournalReader reader, Journal journal, Customers customers, Replay replay, WaitingRecords waiting,
            Patches patches,
            Administrator administrator, Visitor visitor, Shown shown, Uis uis, Html html) {
        this.reader = reader;
        this.journal = journal;
        this.customers = customers;
        this.replay = replay;
        this.waiting = waiting;
        this.patches = patches;
        this.administrator = administrator;
        this.visitor = visitor;
        this.shown = shown;
        this.uis = uis;
        this.html = html;
    }

    /**
     * A record with everything that is known of it.
     *
     * @param masked whether personal data is hidden
     * @param mergedInto the younger record that its values went along with; null for none
     * @param isOutcome whether it tells how another record ended
     * @param mend the form to send it again; null while it is in flight
     */
    @TemplateData
    public record Detail(EventRow event, boolean masked, String received, List<FieldRow> fields, boolean wasReplaced,
            String answerMessage, List<Step> steps, List<Remark> remarks, List<EventRow> neighbours, boolean isCustomer,
            boolean isOutcome,
            boolean inFlight, String mergedInto, MendForm mend) {
        public boolean isParked() {
            return fields.stream().anyMatch(FieldRow::isParked);
        }

        /** Whether the record waits for a set time. */
        public boolean isWaiting() {
            return isCustomer && event.state().equals(State.WAITING.label());
        }

        /** Whether a person has to do something. */
        public boolean isTroubled() {
            return event.state().equals(State.DEAD.label()) || event.state().equals(State.REJECTED.label());
        }
    }

    @GET
    public Response page(@PathParam("id") long id) throws IOException {
        return page(id, MendForm.Answer.NONE);
    }

    /** The part of the page that changes by itself while the record is in flight. */
    Response live(long id) throws IOException {
        Ui ui = uis.of("events");
        Event event = reader.event(id).orElse(null);
        return event == null
                ? Response.status(Response.Status.NOT_FOUND).build()
                : html.page(Pages.event$live(ui, detail(event, MendForm.Answer.NONE, ui)));
    }

    /** A reload of the preview leads here. */
    @GET
    @Path("{posted:preview|replay|reveal|hide|set-aside|send-now}")
    public Response back(@PathParam("id") long id) {
        return Html.goTo("/console/events/" + id);
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

    @POST
    @Path("hide")
    public Response hide(@PathParam("id") long id, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        visitor.session().hide(subject(id));
        return Html.goTo("/console/events/" + id);
    }

    /** Changes nothing; a form that is posted, because what is typed may be personal data. */
    @POST
    @Path("preview")
    public Response preview(@PathParam("id") long id, MultivaluedMap<String, String> typed) throws IOException {
        uis.requireToken(typed.getFirst("csrf"));
        Ui ui = uis.of("events");
        PatchForm form = form(id, typed);
        try {
            Replay.Content content = patches.content(form, ui);
            Replay.Plan plan = replay.plan(id, content);
            return page(id, plan.problem() == null
                    ? MendForm.Answer.preview(form, FieldRow.changes(plan, content, isMasked(id)))
                    : MendForm.Answer.problem(form, ui.isVietnamese() ? plan.problemVi() : plan.problem()));
        } catch (Patches.Refused e) {
            return page(id, MendForm.Answer.refused(form, e.sentences));
        }
    }

    /** Makes a dead letter of a record that waits. */
    @POST
    @Path("set-aside")
    public Response setAside(@PathParam("id") long id, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        boolean waits = waiting.setAside(id, administrator.name(visitor.session().user));
        uis.say(waits ? uis.messages().wasSetAside() : uis.messages().notWaiting());
        return Html.goTo("/console/events/" + id);
    }

    /** Sends a record that waits. */
    @POST
    @Path("send-now")
    public Response sendNow(@PathParam("id") long id, @FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        boolean waits = waiting.sendNow(id, administrator.name(visitor.session().user));
        uis.say(waits ? uis.messages().sentNow() : uis.messages().notWaiting());
        return Html.goTo("/console/events/" + id);
    }

    @POST
    @Path("replay")
    public Response replay(@PathParam("id") long id, MultivaluedMap<String, String> typed) throws IOException {
        uis.requireToken(typed.getFirst("csrf"));
        Ui ui = uis.of("events");
        PatchForm form = form(id, typed);
        try {
            Replay.Result result = replay.replay(id, patches.content(form, ui), administrator.name(visitor.session().user))
                    .join();
            return result.queued()
                    ? Html.goTo("/console/events/" + id)
                    : page(id, MendForm.Answer.problem(form, ui.isVietnamese() ? result.problemVi() : result.problem()));
        } catch (Patches.Refused e) {
            return page(id, MendForm.Answer.refused(form, e.sentences));
        }
    }

    /** Values that were in the inputs when personal data was revealed do not count as a change. */
    private PatchForm form(long id, MultivaluedMap<String, String> typed) throws IOException {
        PatchForm form = PatchForm.of(typed);
        Event event = isMasked(id) ? null : reader.event(id).orElse(null);
        Contents contents = event == null ? null : reader.contents(id).orElse(null);
        return contents == null ? form : form.without(MendForm.texts(replay.standing(event, contents)));
    }

    private boolean isMasked(long id) {
        return !visitor.session().mayShow(subject(id));
    }

    private static String subject(long id) {
        return "event/" + id;
    }

    private Response page(long id, MendForm.Answer answer) throws IOException {
        Ui ui = uis.of("events");
        Event event = reader.event(id).orElse(null);
        return event == null
                ? html.page(Response.Status.NOT_FOUND, Pages.missing(ui, uis.messages().eventMissing(String.valueOf(id))))
                : html.page(Pages.event(ui, detail(event, answer, ui)));
    }

    private Detail detail(Event event, MendForm.Answer answer, Ui ui) throws IOException {
        boolean masked = isMasked(event.id());
        Contents contents = reader.contents(event.id()).orElse(new Contents(null, null, null));
        List<Attempt> attempts = reader.attempts(event.id());
        Attempt last = attempts.isEmpty() ? null : attempts.get(attempts.size() - 1);
        JsonNode mapped = shown.tree(contents.mapped());
        JsonNode sent = last == null ? null : last.sent() == null ? mapped : shown.tree(bytes(last.sent()));
        JsonNode answered = last == null || last.answer() == null ? null : shown.tree(bytes(last.answer()));
        List<String> keys = customers.keysOf(event);
        List<EventRow> neighbours = keys.isEmpty()
                ? List.of()
                : reader.events(new Search(null, null, null, keys, null, null, NEIGHBOURS + 1)).stream()
                        .filter(other -> other.id() != event.id()).limit(NEIGHBOURS).map(other -> EventRow.of(other, masked))
                        .toList();
        boolean isCustomer = event.queue().equals(JournalReader.CUSTOMERS);
        boolean inFlight = State.of(event.state()).inFlight();
        List<Remark> remarks = shown.remarks(event.warnings());
        return new Detail(EventRow.of(event, masked), masked, shown.pretty(shown.tree(contents.raw()), masked),
                isCustomer
                        ? FieldRow.of(shown.tree(contents.original()), mapped, sent, FieldRow.customer(answered), masked)
                        : List.of(),
                contents.original() != null, answered == null ? null : answered.path("message").asText(null),
                Step.of(event, reader.replays(event.id()), attempts, shown, masked), remarks,
                neighbours,
                isCustomer, event.queue().equals(JournalReader.OUTCOMES), inFlight, Step.mergedInto(event.detail()),
                inFlight
                        ? null
                        : MendForm.of(event, isCustomer ? replay.standing(event, contents) : null,
                                remarks, answer, masked, contents.original() != null, ui));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
