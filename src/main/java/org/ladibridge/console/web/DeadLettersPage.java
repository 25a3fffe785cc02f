package org.ladibridge.console.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;

import org.ladibridge.console.Administrator;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.customer.Reason;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.journal.JournalReader.Trouble;
import org.ladibridge.journal.JournalReader.TroubleFilter;
import org.ladibridge.journal.State;
import org.ladibridge.ledger.DeadLetters;
import org.ladibridge.ledger.Replay;
import org.ladibridge.transform.CustomerTransformer;

import com.fasterxml.jackson.databind.ObjectMapper;

/** {@code /console/dead-letters}: what was refused or rejected, in groups, and the way back for a whole group. */
@Path("/console")
public class DeadLettersPage {
    private static final String HOME = "/console/dead-letters";
    private static final int SHOWN = 50;
    /** A preview is a page: it looks at so many records of a group, and the replay takes them all. */
    private static final int PREVIEWED = 50;
    private static final int PREVIEWS_SHOWN = 5;
    private static final int DEFAULT_RATE = 10;

    private final JournalReader reader;
    private final DeadLetters deadLetters;
    private final CustomerTransformer transformer;
    private final Administrator administrator;
    private final Visitor visitor;
    private final ObjectMapper json;
    private final Uis uis;
    private final Html html;

    DeadLettersPage(JournalReader reader, DeadLetters deadLetters, CustomerTransformer transformer,
            Administrator administrator, Visitor visitor, ObjectMapper json, Uis uis, Html html) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.transformer = transformer;
        this.administrator = administrator;
        this.visitor = visitor;
        this.json = json;
        this.uis = uis;
        this.html = html;
    }

    /** The form over a group: which of its records, as what, and how fast. */
    public static class GroupForm extends PatchForm {
        @FormParam("reason")
        String reason;
        @FormParam("source")
        String source;
        @FormParam("ids")
        List<Long> ids;
        @FormParam("rate")
        String rate;

        int perSecond() {
            return rate != null && rate.matches("[1-9]\\d{0,4}") ? Integer.parseInt(rate) : DEFAULT_RATE;
        }

        TroubleFilter which() {
            return new TroubleFilter(source, reason, null, null, null, ids == null || ids.isEmpty() ? null : ids);
        }
    }

    /** A group of records with the same reason and source; {@code link} leads to it. */
    public record Group(Trouble trouble, String link) {
        static Group of(Trouble trouble) {
            return new Group(trouble, HOME + "/group?reason=" + trouble.reason() + "&source="
                    + URLEncoder.encode(trouble.source(), StandardCharsets.UTF_8));
        }
    }

    /** What a replay of the group would do to the records that were looked at. */
    public record Preview(String problem, long looked, long possible, List<Change> changes, List<Refusal> refused,
            boolean isShown) {
        static final Preview NONE = new Preview(null, 0, 0, List.of(), List.of(), false);

        static Preview refused(String problem) {
            return new Preview(problem, 0, 0, List.of(), List.of(), true);
        }
    }

    /** One record that would be sent, and how it would differ. */
    public record Change(long id, List<FieldRow.Change> fields) {
    }

    /** One record that cannot be sent, and why. */
    public record Refusal(long id, String problem) {
    }

    /** The replay that runs, or ran last; null counts for none. */
    public record Progress(String state, long matched, long done, long queued, long refused, String problem) {
        public boolean isRunning() {
            return state.equals("running");
        }
    }

    /** What the page of a group shows. */
    public record GroupView(Trouble trouble, List<EventRow> rows, Set<Long> chosen, int rate, List<String> fields) {
        public boolean isChosen(Long id) {
            return chosen.contains(id);
        }
    }

    @GET
    @Path("dead-letters")
    public Response page() {
        Ui ui = uis.of("dead");
        return html.page(Pages.deadLetters(ui, groups(), progress()));
    }

    @GET
    @Path("live/dead-letters")
    public Response live() {
        Ui ui = uis.of("dead");
        return html.page(Pages.deadLetters$live(ui, groups(), progress()));
    }

    @GET
    @Path("dead-letters/group")
    public Response group(@QueryParam("reason") String reason, @QueryParam("source") String source) {
        return group(reason, source, Set.of(), DEFAULT_RATE, suggestion(reason), Preview.NONE);
    }

    @POST
    @Path("dead-letters/preview")
    public Response preview(@BeanParam GroupForm form) {
        uis.requireToken(form.csrf);
        return group(form, previewOf(form));
    }

    @POST
    @Path("dead-letters/replay")
    public Response replay(@BeanParam GroupForm form) {
        uis.requireToken(form.csrf);
        if (form.reason == null || form.source == null) {
            return Html.goTo(HOME);
        }
        try {
            Replay.Content content = form.content(transformer, json, uis.of("dead"), uis.messages());
            deadLetters.replay(new DeadLetters.Request(form.which(), content, false, form.perSecond()),
                    administrator.name(visitor.session().user));
            uis.say(uis.messages().groupStarted());
            return Html.goTo(HOME);
        } catch (PatchForm.Refused e) {
            return group(form, Preview.refused(e.getMessage()));
        } catch (IllegalStateException e) {
            return group(form, Preview.refused(uis.messages().groupBusy()));
        }
    }

    @POST
    @Path("dead-letters/stop")
    public Response stop(@FormParam("csrf") String csrf) {
        uis.requireToken(csrf);
        deadLetters.stop(administrator.name(visitor.session().user));
        return Html.goTo(HOME);
    }

    private Preview previewOf(GroupForm form) {
        Ui ui = uis.of("dead");
        try {
            Replay.Content content = form.content(transformer, json, ui, uis.messages());
            TroubleFilter which = form.which();
            if (which.ids() == null) {
                List<Long> first = reader.troubled(which, 0, PREVIEWED);
                which = new TroubleFilter(which.source(), which.reason(), null, null, null, first.isEmpty() ? null : first);
            }
            DeadLetters.Outcome outcome = deadLetters.replay(new DeadLetters.Request(which, content, true, 0), "");
            return new Preview(outcome.problem(), outcome.done(), outcome.queued(),
                    outcome.changes().stream().limit(PREVIEWS_SHOWN)
                            .map(plan -> new Change(plan.id(), FieldRow.changes(plan, content, true)))
                            .toList(),
                    outcome.refused().stream().limit(PREVIEWS_SHOWN)
                            .map(result -> new Refusal(result.id(), ui.isVietnamese() ? result.problemVi() : result.problem()))
                            .toList(),
                    true);
        } catch (PatchForm.Refused e) {
            return Preview.refused(e.getMessage());
        }
    }

    private Response group(GroupForm form, Preview preview) {
        return group(form.reason, form.source, form.ids == null ? Set.of() : new TreeSet<>(form.ids), form.perSecond(),
                form.typed(), preview);
    }

    private Response group(String reason, String source, Set<Long> chosen, int rate, PatchForm.Typed typed, Preview preview) {
        Trouble trouble = reader.troubles().stream()
                .filter(group -> group.reason().equals(reason) && group.source().equals(source)).findFirst().orElse(null);
        if (trouble == null) {
            uis.say(uis.messages().groupEmpty());
            return Html.goTo(HOME);
        }
        List<EventRow> rows = reader.events(new Search(source, State.of(trouble.state()), reason, List.of(), null, null, SHOWN))
                .stream().map(event -> EventRow.of(event, true)).toList();
        List<String> fields = Arrays.stream(CustomerField.values()).map(CustomerField::wireName).toList();
        return html.page(Pages.group(uis.of("dead"), new GroupView(trouble, rows, chosen, rate, fields), typed, preview));
    }

    private static PatchForm.Typed suggestion(String reason) {
        return new PatchForm.Typed(Reason.MAPPING_FAILED.name().equals(reason), "", "", "");
    }

    private List<Group> groups() {
        return reader.troubles().stream().map(Group::of).toList();
    }

    private Progress progress() {
        return deadLetters.progress().map(outcome -> new Progress(outcome.state(), outcome.matched(), outcome.done(),
                outcome.queued(), outcome.done() - outcome.queued(), outcome.problem())).orElse(null);
    }
}
