package org.ladibridge.console.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

import org.ladibridge.console.Administrator;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.intake.file.BackfillAsks;
import org.ladibridge.intake.file.ColumnAssignment;
import org.ladibridge.intake.file.ColumnAssignment.Decision;
import org.ladibridge.intake.file.ColumnUse.How;
import org.ladibridge.intake.file.FileColumns;
import org.ladibridge.intake.file.FileColumns.Refused;
import org.ladibridge.intake.file.FileColumns.SeenColumn;
import org.ladibridge.intake.file.FileColumns.SeenFile;
import org.ladibridge.intake.file.FileColumns.SeenPart;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Digests;
import org.ladibridge.journal.Journal;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.qute.TemplateData;

/** {@code /console/files}: how the columns of files were understood, and the form in which a person says what they are. */
@Path("/console/files")
public class FilesPage {
    private static final String CUSTOM = "custom";

    private final FileColumns columns;
    private final BackfillAsks asks;
    private final Journal journal;
    private final Administrator administrator;
    private final Visitor visitor;
    private final Uis uis;
    private final Html html;

    FilesPage(FileColumns columns, BackfillAsks asks, Journal journal, Administrator administrator, Visitor visitor, Uis uis,
            Html html) {
        this.columns = columns;
        this.asks = asks;
        this.journal = journal;
        this.administrator = administrator;
        this.visitor = visitor;
        this.uis = uis;
        this.html = html;
    }

    /**
     * A file in the list.
     *
     * @param problem why it waits; null when it does not
     * @param nothings columns that became nothing
     */
    @TemplateData
    public record Line(String source, String file, Instant seen, Standing standing, boolean waits, boolean needsGo,
            String problem, String nothings, String link) {
    }

    /**
     * Where a file stands.
     *
     * @param look {@code bad}, {@code warn} or {@code good}
     */
    @TemplateData
    public record Standing(String text, String look) {
    }

    /** What is remembered. */
    @TemplateData
    public record Remembered(String source, String headings, Instant at, String by, List<String> columns) {
    }

    /** What the list shows. */
    @TemplateData
    public record Files(List<Line> lines, List<Remembered> assignments) {
    }

    /** Something that a column can become. */
    @TemplateData
    public record Option(String value, String label, boolean selected) {
    }

    /**
     * A column in the form.
     *
     * @param understood what it became; null for nothing
     * @param suggestion what it looks like; null for nothing
     * @param custom the name of the custom field that it becomes; blank for none
     */
    @TemplateData
    public record Row(int index, String name, List<String> examples, String understood, String how, String suggestion,
            List<Option> options, String custom) {
    }

    /** A part that can be chosen instead. */
    @TemplateData
    public record Choice(String part, String link, boolean waits, boolean current) {
    }

    /** What a customer would have in a field. */
    @TemplateData
    public record Value(String field, String text) {
    }

    /** A customer that would come of a row; {@code sentence} why none would, else null. */
    @TemplateData
    public record Customer(int row, List<Value> values, String sentence) {
    }

    /**
     * A part of a file with its form.
     *
     * @param headings stands for its headings
     * @param notes what the file's report says besides
     * @param customers the first ones; null before they were asked for
     * @param refusal why what was typed cannot be; null when it can
     * @param seen stands for what the customers were shown of; null when it may not run
     */
    @TemplateData
    public record Sheet(String source, String file, String part, String headings, Standing standing, boolean waits,
            boolean needsGo, String problem, List<String> notes, boolean masked,
            List<Choice> parts, List<Row> rows, List<Customer> customers, String refusal, String seen, boolean isRead) {
        public int previewed() {
            return FileColumns.PREVIEWED;
        }
    }

    @GET
    public Response page(@QueryParam("source") String source) {
        Ui ui = uis.of("sources");
        List<Line> lines = columns.files().stream().filter(file -> source == null || file.source().equals(source))
                .map(file -> line(file, ui)).toList();
        List<Remembered> remembered = columns.assignments(source).stream()
                .map(one -> new Remembered(one.source(), one.headings(), one.at(), one.by(),
                        one.columns().stream().map(column -> decided(column, ui)).toList()))
                .toList();
        return html.page(Pages.files(ui, new Files(lines, remembered)));
    }

    private String decided(Decision column, Ui ui) {
        if (!column.isMade()) {
            return column.heading();
        }
        return column.heading() + " → " + (column.isLeftOut()
                ? uis.fileMessages().leaveOut()
                : column.isCustom() ? column.target().substring(ColumnAssignment.CUSTOM.length()) : ui.field(column.target()));
    }

    private Line line(SeenFile file, Ui ui) {
        String nothings = file.parts().stream().flatMap(part -> part.columns().stream())
                .filter(column -> column.how() == How.NOTHING).map(SeenColumn::name).collect(Collectors.joining(", "));
        return new Line(file.source(), file.file(), file.seen(), standing(file.state()), file.waits(), file.needsGo(),
                ui.isVietnamese() ? file.problemVi() : file.problem(),
                nothings, link(file.source(), file.file(), null));
    }

    private Standing standing(FileColumns.State state) {
        FileMsg msg = uis.fileMessages();
        return switch (state) {
            case NEEDS_YOU -> new Standing(msg.needsYou(), "bad");
            case STUCK -> new Standing(msg.stuck(), "bad");
            case NOT_READ -> new Standing(msg.notRead(), "warn");
            case GOES -> new Standing(msg.goesSoon(), "good");
            case READING -> new Standing(msg.reading(), "good");
            case READ -> new Standing(msg.read(), "good");
        };
    }

    /** Where a file is shown. */
    static String link(String source, String file, String part) {
        return "/console/files/" + encode(source) + "?file=" + encode(file) + (part == null ? "" : "&part=" + encode(part));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @GET
    @Path("{source}")
    public Response file(@PathParam("source") String source, @QueryParam("file") String file, @QueryParam("part") String part) {
        return file == null ? Html.goTo("/console/files") : page(source, file, part, null);
    }

    /** A reload of the preview leads here. */
    @GET
    @Path("{source}/{posted:preview|assign|reveal|hide|again|go|forget}")
    public Response back(@PathParam("source") String source) {
        return Html.goTo("/console/files");
    }

    /** Remembers nothing; a form that is posted, because a heading may be personal. */
    @POST
    @Path("{source}/preview")
    public Response preview(@PathParam("source") String source, MultivaluedMap<String, String> typed) {
        uis.requireToken(typed.getFirst("csrf"));
        return page(source, typed.getFirst("file"), typed.getFirst("part"), typed);
    }

    @POST
    @Path("{source}/assign")
    public Response assign(@PathParam("source") String source, MultivaluedMap<String, String> typed) {
        uis.requireToken(typed.getFirst("csrf"));
        String file = String.valueOf(typed.getFirst("file"));
        String part = typed.getFirst("part");
        try {
            SeenPart there = part(columns.file(source, file), part);
            Map<String, String> decisions = decisions(there, typed);
            if (!seen(decisions).equals(typed.getFirst("seen"))) {
                // Input that was changed since the preview, or never previewed, is shown first.
                return page(source, file, part, typed);
            }
            columns.assign(source, file, there.part(), decisions, administrator.name(visitor.session().user));
            uis.say(uis.fileMessages().remembered());
            return Html.goTo("/console/files");
        } catch (Refused e) {
            return page(source, file, part, typed);
        }
    }

    /** Shows personal data in full, for the rest of the session. Remembered before it is shown. */
    @POST
    @Path("{source}/reveal")
    public Response reveal(@PathParam("source") String source, @FormParam("csrf") String csrf, @FormParam("file") String file,
            @FormParam("part") String part) {
        uis.requireToken(csrf);
        journal.audit(new AuditEntry(administrator.name(visitor.session().user), "file.reveal", "source/" + source, null))
                .join();
        visitor.session().reveal(subject(source, file));
        return Html.goTo(link(source, String.valueOf(file), part));
    }

    @POST
    @Path("{source}/hide")
    public Response hide(@PathParam("source") String source, @FormParam("csrf") String csrf, @FormParam("file") String file,
            @FormParam("part") String part) {
        uis.requireToken(csrf);
        visitor.session().hide(subject(source, file));
        return Html.goTo(link(source, String.valueOf(file), part));
    }

    @POST
    @Path("{source}/again")
    public Response again(@PathParam("source") String source, @FormParam("csrf") String csrf, @FormParam("file") String file) {
        uis.requireToken(csrf);
        try {
            columns.again(source, String.valueOf(file), administrator.name(visitor.session().user));
            uis.say(uis.fileMessages().droppedAgain());
        } catch (Refused e) {
            uis.say(sentence(e, uis.of("sources")));
        }
        return Html.goTo("/console/files");
    }

    @POST
    @Path("{source}/go")
    public Response go(@PathParam("source") String source, @FormParam("csrf") String csrf, @FormParam("file") String file) {
        uis.requireToken(csrf);
        try {
            asks.go(source, String.valueOf(file), administrator.name(visitor.session().user));
            uis.say(uis.fileMessages().goes());
        } catch (Refused e) {
            uis.say(sentence(e, uis.of("sources")));
        }
        return Html.goTo("/console/files");
    }

    @POST
    @Path("{source}/forget")
    public Response forget(@PathParam("source") String source, @FormParam("csrf") String csrf,
            @FormParam("headings") String headings) {
        uis.requireToken(csrf);
        boolean was = columns.forget(source, String.valueOf(headings), administrator.name(visitor.session().user));
        uis.say(was ? uis.fileMessages().forgotten() : uis.fileMessages().notThere());
        return Html.goTo("/console/files");
    }

    /** Stands for what somebody has seen the customers of. */
    private static String seen(Map<String, String> decisions) {
        return Digests.sha256Hex(decisions.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String subject(String source, String file) {
        return "file/" + source + "/" + file;
    }

    private static String sentence(Refused refused, Ui ui) {
        return ui.isVietnamese() ? refused.vi() : refused.getMessage();
    }

    /** @param typed null before anything was */
    private Response page(String source, String name, String wanted, MultivaluedMap<String, String> typed) {
        Ui ui = uis.of("sources");
        try {
            SeenFile file = columns.file(source, String.valueOf(name));
            return html.page(Pages.file(ui, sheet(file, part(file, wanted), typed, ui)));
        } catch (Refused e) {
            return html.page(Response.Status.NOT_FOUND, Pages.missing(ui, sentence(e, ui)));
        }
    }

    /** The one that is asked for, else the first that waits, else the first. */
    private static SeenPart part(SeenFile file, String wanted) throws Refused {
        return file.parts().stream().filter(part -> part.part().equals(wanted)).findFirst()
                .or(() -> file.parts().stream().filter(SeenPart::waits).findFirst()).or(() -> file.parts().stream().findFirst())
                .orElseThrow(() -> new Refused("the file «" + file.file() + "» holds no rows",
                        "tệp «" + file.file() + "» không có dòng nào"));
    }

    private Sheet sheet(SeenFile file, SeenPart part, MultivaluedMap<String, String> typed, Ui ui) throws Refused {
        boolean masked = !visitor.session().mayShow(subject(file.source(), file.file()));
        List<Customer> customers = null;
        String refusal = null;
        Map<String, String> decisions = null;
        if (typed != null) {
            try {
                decisions = decisions(part, typed);
                FileColumns.Preview preview = columns.preview(file.source(), file.file(), part.part(), decisions);
                refusal = ui.isVietnamese() ? preview.problemVi() : preview.problem();
                customers = preview.customers().stream().map(one -> customer(one.getKey(), one.getValue(), masked, ui))
                        .toList();
            } catch (Refused e) {
                refusal = sentence(e, ui);
            }
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < part.columns().size(); i++) {
            rows.add(row(i, part.columns().get(i),
                    decisions == null && typed != null ? raw(i, typed) : typed(part, i, decisions), ui));
        }
        List<Choice> parts = file.parts().stream()
                .map(one -> new Choice(one.part(), link(file.source(), file.file(), one.part()),
                        one.waits(), one.part().equals(part.part())))
                .toList();
        return new Sheet(file.source(), file.file(), part.part(), part.headings(), standing(file.state()), file.waits(),
                file.needsGo(),
                ui.isVietnamese() ? file.problemVi() : file.problem(), ui.isVietnamese() ? file.notesVi() : file.notes(),
                masked,
                parts, rows, customers, refusal,
                customers == null || refusal != null ? null : seen(decisions), !file.waits());
    }

    /** What stands in the form: what was typed, else what is remembered, else what the values look like. */
    private static String typed(SeenPart part, int index, Map<String, String> decisions) {
        SeenColumn column = part.columns().get(index);
        if (decisions != null) {
            return decisions.getOrDefault(column.name(), "");
        }
        return column.target().isEmpty() && column.suggestion() != null ? column.suggestion() : column.target();
    }

    private static String raw(int index, MultivaluedMap<String, String> typed) {
        String target = text(typed.getFirst("t." + index));
        return target.equals(CUSTOM) ? ColumnAssignment.CUSTOM + text(typed.getFirst("c." + index)) : target;
    }

    private static String text(String typed) {
        return typed == null ? "" : typed.strip();
    }

    private Map<String, String> decisions(SeenPart part, MultivaluedMap<String, String> typed) throws Refused {
        if (!part.headings().equals(typed.getFirst("headings"))) {
            throw new Refused(uis.fileMessages().changed(), uis.fileMessages().changed());
        }
        Map<String, String> decisions = new LinkedHashMap<>();
        for (int i = 0; i < part.columns().size(); i++) {
            decisions.put(part.columns().get(i).name(), typed.containsKey("t." + i) ? raw(i, typed) : "");
        }
        return decisions;
    }

    private Row row(int index, SeenColumn column, String chosen, Ui ui) {
        FileMsg msg = uis.fileMessages();
        boolean custom = chosen.startsWith(ColumnAssignment.CUSTOM);
        List<Option> options = new ArrayList<>();
        boolean found = column.field() != null && column.how() != How.ASSIGNED;
        options.add(new Option("", found ? msg.asFound(fields(column.field(), ui)) : msg.asFoundNothing(), chosen.isEmpty()));
        options.add(new Option(ColumnAssignment.LEAVE_OUT, msg.leaveOut(), chosen.equals(ColumnAssignment.LEAVE_OUT)));
        options.add(new Option(CUSTOM, msg.custom(), custom));
        FileColumns.FIELDS.forEach(field -> options.add(new Option(field, ui.field(field), chosen.equals(field))));
        return new Row(index, column.name(), column.examples(), column.field() == null ? null : fields(column.field(), ui),
                how(column.how(), msg), column.suggestion() == null ? null : ui.field(column.suggestion()), options,
                custom ? chosen.substring(ColumnAssignment.CUSTOM.length()) : "");
    }

    private static String fields(String names, Ui ui) {
        return List.of(names.split(", ")).stream().map(ui::field).collect(Collectors.joining(", "));
    }

    private static String how(How how, FileMsg msg) {
        return switch (how) {
            case FOUND -> msg.howFound();
            case ASSIGNED -> msg.howAssigned();
            case SPARE -> msg.howSpare();
            case LEFT_OUT -> msg.leaveOut();
            case NOTHING -> msg.nothing();
        };
    }

    private static Customer customer(int row, Transformed customer, boolean masked, Ui ui) {
        if (customer instanceof Transformed.Rejected rejected) {
            return new Customer(row, List.of(), ui.sentence(rejected.reason()));
        }
        List<Value> values = new ArrayList<>();
        JsonNode payload = ((Transformed.Accepted) customer).customer().toJson();
        payload.properties().forEach(field -> {
            boolean hide = masked && FieldRow.isPersonal(field.getKey());
            if (field.getKey().equals(CustomerField.CUSTOM_FIELDS.wireName())) {
                field.getValue().forEach(one -> values.add(new Value(one.path("name").asText(),
                        FieldRow.text(one.path("value"), hide))));
            } else {
                values.add(new Value(ui.field(field.getKey()), FieldRow.text(field.getValue(), hide)));
            }
        });
        return new Customer(row, values, null);
    }
}
