package org.ladibridge.console.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

import org.ladibridge.Backfill;
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

import io.quarkus.qute.TemplateData;

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
    private final Backfill backfill;
    private final Patches patches;
    private final Administrator administrator;
    private final Visitor visitor;
    private final Uis uis;
    private final Html html;

    DeadLettersPage(JournalReader reader, DeadLetters deadLetters, Backfill backfill, Patches patches,
            Administrator administrator,
            Visitor visitor, Uis uis, Html html) {
        this.reader = reader;
        this.deadLetters = deadLetters;
        this.backfill = backfill;
        this.patches = patches;
        this.administrator = administrator;
        this.visitor = visitor;
        this.uis = uis;
        this.html = html;
    }

    /**
     * The form over a group.
     *
     * @param ids which of its records; empty for all
     * @param rate records a second
     */
    private record GroupForm(String csrf, String reason, String source, Set<Long> ids, int rate, PatchForm patch) {
        static GroupForm of(MultivaluedMap<String, String> form) {
            String rate = PatchForm.text(form, "rate");
            return new GroupForm(form.getFirst("csrf"), form.getFirst("reason"), form.getFirst("source"),
                    form.getOrDefault("ids", List.of()).stream().filter(id -> id.matches("\\d{1,18}")).map(Long::valueOf)
                            .collect(Collectors.toCollection(TreeSet::new)),
                    rate.matches("[1-9]\\d{0,4}") ? Integer.parseInt(rate) : DEFAULT_RATE,
                    PatchForm.of(form));
        }

        TroubleFilter which() {
            return new TroubleFilter(source, reason, null, null, null, ids.isEmpty() ? null : List.copyOf(ids));
        }
    }

    /** What was typed, to be shown again. */
    @TemplateData
    public record Typed(boolean isCurrent, String field, String value, String patch) {
        static Typed of(PatchForm form) {
            Map.Entry<String, String> one = form.values().isEmpty()
                    ? Map.entry("", "")
                    : form.values().entrySet().iterator().next();
            return new Typed(form.mapping() == Replay.Mapping.CURRENT, one.getKey(), one.getValue(), form.patch());
        }
    }

    /** A group of records with the same reason and source; {@code link} leads to it. */
    @TemplateData
    public record Group(Trouble trouble, String link) {
        static Group of(Trouble trouble) {
            return new Group(trouble, HOME + "/group?reason=" + trouble.reason() + "&source="
                    + URLEncoder.encode(trouble.source(), StandardCharsets.UTF_8));
        }
    }

    /**
     * What a replay of the group would do to the records that were looked at.
     *
     * @param go what is to be agreed to before so many are sent; null for nothing
     */
    @TemplateData
    public record Preview(String problem, long looked, long possible, List<Change> changes, List<Refusal> refused,
            boolean isShown, String go) {
        static final Preview NONE = new Preview(null, 0, 0, List.of(), List.of(), false, null);

        static Preview refused(String problem) {
            return asks(problem, null);
        }

        static Preview asks(String problem, String go) {
            return new Preview(problem, 0, 0, List.of(), List.of(), true, go);
        }
    }

    /** One record that would be sent, and how it would differ. */
    @TemplateData
    public record Change(long id, List<FieldRow.Change> fields) {
    }

    /** One record that cannot be sent, and why. */
    @TemplateData
    public record Refusal(long id, String problem) {
    }

    /** The replay that runs, or ran last; null counts for none. */
    @TemplateData
    public record Progress(String state, long matched, long done, long queued, long refused, String problem) {
        public boolean isRunning() {
            return state.equals("running");
        }
    }

    /** What the page of a group shows. */
    @TemplateData
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
        List<Long> first = reader.troubled(new TroubleFilter(source, reason, null, null, null, null), 0, 2);
        if (first.size() == 1) {
            // A group of one is mended on its own page, where more can be seen.
            return Html.goTo("/console/events/" + first.get(0));
        }
        return group(new GroupForm(null, reason, source, Set.of(), DEFAULT_RATE, suggestion(reason)), Preview.NONE);
    }

    /** A reload of the preview leads here. */
    @GET
    @Path("dead-letters/{posted:preview|replay|stop}")
    public Response back() {
        return Html.goTo(HOME);
    }

    @POST
    @Path("dead-letters/preview")
    public Response preview(MultivaluedMap<String, String> typed) {
        GroupForm form = GroupForm.of(typed);
        uis.requireToken(form.csrf());
        return group(form, previewOf(form));
    }

    @POST
    @Path("dead-letters/replay")
    public Response replay(MultivaluedMap<String, String> typed) {
        GroupForm form = GroupForm.of(typed);
        uis.requireToken(form.csrf());
        if (form.reason() == null || form.source() == null) {
            return Html.goTo(HOME);
        }
        try {
            Replay.Content content = patches.content(form.patch(), uis.of("dead"));
            var request = new DeadLetters.Request(form.which(), content, false, form.rate());
            long changes = backfill.asks() == 0 ? 0 : deadLetters.most(request, backfill.asks());
            if (backfill.asks(changes) && typed.getFirst("go") == null) {
                Ui ui = uis.of("dead");
                return group(form, Preview.asks(ui.isVietnamese() ? backfill.vi(changes) : backfill.en(changes),
                        uis.fileMessages().goAhead(ui.number(changes))));
            }
            deadLetters.replay(request, administrator.name(visitor.session().user));
            uis.say(uis.messages().groupStarted());
            return Html.goTo(HOME);
        } catch (Patches.Refused e) {
            return group(form, Preview.refused(e.first()));
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
            Replay.Content content = patches.content(form.patch(), ui);
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
                    true, null);
        } catch (Patches.Refused e) {
            return Preview.refused(e.first());
        }
    }

    private Response group(GroupForm form, Preview preview) {
        Trouble trouble = reader.troubles().stream()
                .filter(group -> group.reason().equals(form.reason()) && group.source().equals(form.source())).findFirst()
                .orElse(null);
        if (trouble == null) {
            uis.say(uis.messages().groupEmpty());
            return Html.goTo(HOME);
        }
        List<EventRow> rows = reader
                .events(new Search(form.source(), State.of(trouble.state()), form.reason(), List.of(), null, null, SHOWN))
                .stream().map(event -> EventRow.of(event, true)).toList();
        List<String> fields = Arrays.stream(CustomerField.values()).map(CustomerField::wireName).toList();
        return html.page(Pages.group(uis.of("dead"), new GroupView(trouble, rows, form.ids(), form.rate(), fields),
                Typed.of(form.patch()), preview));
    }

    private static PatchForm suggestion(String reason) {
        return PatchForm.blank(Reason.MAPPING_FAILED.name().equals(reason) ? Replay.Mapping.CURRENT : Replay.Mapping.LATEST);
    }

    private List<Group> groups() {
        return reader.troubles().stream().map(Group::of).toList();
    }

    private Progress progress() {
        return deadLetters.progress().filter(outcome -> !outcome.dryRun())
                .map(outcome -> new Progress(outcome.state(), outcome.matched(), outcome.done(),
                        outcome.queued(), outcome.done() - outcome.queued() - outcome.same() - outcome.patched(),
                        outcome.problem()))
                .orElse(null);
    }
}
