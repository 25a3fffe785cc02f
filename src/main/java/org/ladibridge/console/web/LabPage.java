package org.ladibridge.console.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.ladibridge.BridgeConfig;
import org.ladibridge.console.Trials;
import org.ladibridge.console.Trials.Trial;
import org.ladibridge.intake.MappingDiff;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.sample.SampleReader;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.ledger.Diffs;
import org.ladibridge.transform.Disguise;
import org.ladibridge.transform.MappingException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import io.quarkus.qute.TemplateData;

/** {@code /console/lab}: a mapping beside a sample, and what comes of it. Nothing is stored or sent. */
@Path("/console/lab")
public class LabPage {
    private static final int RECENT = 5;
    /** The longest sample that is shown. */
    private static final int MOST_RECORDS = 20;
    private static final int LONGEST = 200_000;
    /** Stored records that a mapping is tried on. */
    private static final int COMPARED = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TransformComponent transform;
    private final SampleReader samples;
    private final JournalReader journal;
    private final Diffs diffs;
    private final BridgeConfig config;
    private final ObjectMapper json;
    private final Uis uis;
    private final Html html;

    LabPage(TransformComponent transform, SampleReader samples, JournalReader journal, Diffs diffs, BridgeConfig config,
            ObjectMapper json,
            Uis uis, Html html) {
        this.transform = transform;
        this.samples = samples;
        this.journal = journal;
        this.diffs = diffs;
        this.config = config;
        this.json = json;
        this.uis = uis;
        this.html = html;
    }

    /** The input of the lab. */
    public static class Form {
        @FormParam("csrf")
        String csrf;
        @FormParam("source")
        String source;
        @FormParam("sample")
        String sample;
        @FormParam("mapping")
        String mapping;
        @FormParam("records")
        String records;
    }

    /** A sample that can be chosen; {@code key} is a file's name, or {@code #} and the number of a record. */
    @TemplateData
    public record Choice(String key, String label) {
    }

    /** What the page shows. */
    @TemplateData
    public record Bench(List<String> sources, String source, List<Choice> samples, String sample, String mapping,
            String records) {
    }

    /**
     * What came of it.
     *
     * @param problem why nothing did; null when something did
     * @param where {@code mapping} or {@code records}: what the problem is about
     */
    @TemplateData
    public record Result(String problem, String where, List<Outcome> outcomes) {
    }

    /**
     * What the mapping would have changed.
     *
     * @param problem why that cannot be said; null when it can
     */
    @TemplateData
    public record Diff(String problem, String summary, Diffs.Answer answer) {
    }

    /** One customer: a payload, or why there is none. */
    @TemplateData
    public record Outcome(String payload, String reason, String sentence, String detail, List<Remark> remarks) {
    }

    @GET
    public Response page(@QueryParam("source") String wanted, @QueryParam("sample") String wantedSample) throws IOException {
        Ui ui = uis.of("lab");
        List<String> sources = List.copyOf(transform.sources());
        if (sources.isEmpty()) {
            return html.page(Pages.missing(ui, uis.messages().labNoSource()));
        }
        String source = wanted != null && sources.contains(wanted) ? wanted : sources.get(0);
        List<Choice> choices = choices(source, wantedSample);
        String sample = choices.stream().map(Choice::key).filter(key -> key.equals(wantedSample)).findFirst()
                .orElse(choices.isEmpty() ? "" : choices.get(0).key());
        String mapping = transform.of(source).map(SourceTransformer::mappingText).orElse("");
        String records = records(source, sample);
        return html.page(Pages.lab(ui, new Bench(sources, source, choices, sample, mapping, records),
                result(source, mapping, records, ui), null));
    }

    @POST
    public Response tryOut(@BeanParam Form form) throws IOException {
        uis.requireToken(form.csrf);
        return bench(form, uis.of("lab"), null);
    }

    /** What the mapping in the lab makes of the newest stored records. */
    @POST
    @Path("diff")
    public Response diff(@BeanParam Form form) throws IOException {
        uis.requireToken(form.csrf);
        Ui ui = uis.of("lab");
        return bench(form, ui, diff(String.valueOf(form.source), form.mapping, ui));
    }

    private Response bench(Form form, Ui ui, Diff diff) throws IOException {
        String source = String.valueOf(form.source);
        return html.page(Pages.lab(ui,
                new Bench(List.copyOf(transform.sources()), source, choices(source, form.sample), form.sample, form.mapping,
                        form.records),
                result(source, form.mapping, form.records, ui), diff));
    }

    private Diff diff(String source, String mapping, Ui ui) {
        if (mapping == null || mapping.isBlank() || mapping.length() > LONGEST) {
            return new Diff(ui.msg().labTooLong(), null, null);
        }
        try {
            return diffs.start(source, mapping.replace("\r\n", "\n"), new MappingDiff.Range(COMPARED, null), PATIENCE)
                    .map(answer -> new Diff(answer.problem(), ui.isVietnamese() ? answer.summaryVi() : answer.summary(),
                            answer))
                    .orElseGet(() -> new Diff(ui.msg().labNotRunning(source), null, null));
        } catch (MappingException | IllegalStateException e) {
            return new Diff(e.getMessage(), null, null);
        }
    }

    /** What the page asks for while somebody types. */
    @POST
    @Path("try")
    public Response live(@BeanParam Form form) {
        uis.requireToken(form.csrf);
        Ui ui = uis.of("lab");
        return html.page(Pages.lab$result(ui, result(String.valueOf(form.source), form.mapping, form.records, ui)));
    }

    /** The files of a golden test: to be unpacked into the folder of the source. */
    @POST
    @Path("files")
    public Response files(@BeanParam Form form) throws IOException {
        uis.requireToken(form.csrf);
        Ui ui = uis.of("lab");
        Trying trying = run(String.valueOf(form.source), form.mapping, form.records, ui);
        if (trying.problem() != null) {
            return tryOut(form);
        }
        ArrayNode payloads = json.createArrayNode();
        trying.trials().stream().map(Trial::payload).filter(payload -> payload != null).forEach(payloads::add);
        ArrayNode records = json.createArrayNode();
        trying.records().forEach(records::add);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            put(zip, "mapping.jq", form.mapping.replace("\r\n", "\n"));
            put(zip, "samples/lab.json", pretty(records.size() == 1 ? records.get(0) : records) + "\n");
            put(zip, "samples/lab.expected.json", pretty(payloads.size() == 1 ? payloads.get(0) : payloads) + "\n");
        }
        return Response.ok(bytes.toByteArray(), "application/zip")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + form.source + "-golden.zip\"").build();
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private record Trying(String problem, String where, List<JsonNode> records, List<Trial> trials) {
        static Trying failed(String where, String problem) {
            return new Trying(problem, where, List.of(), List.of());
        }
    }

    private Trying run(String name, String mapping, String records, Ui ui) {
        if (mapping == null || records == null || mapping.length() > LONGEST || records.length() > LONGEST) {
            return Trying.failed("records", ui.msg().labTooLong());
        }
        List<JsonNode> raws = new ArrayList<>();
        try {
            JsonNode read = json.readTree(records);
            if (read.isArray()) {
                read.forEach(raws::add);
            } else {
                raws.add(read);
            }
        } catch (JsonProcessingException e) {
            return Trying.failed("records", ui.msg().labNotJson(e.getOriginalMessage()));
        }
        try {
            SourceTransformer source = transform.of(name, mapping).orElse(null);
            if (source == null) {
                return Trying.failed("mapping", ui.msg().labNotRunning(name));
            }
            return new Trying(null, null, raws,
                    Trials.of(source, raws.stream().limit(MOST_RECORDS).map(RawRecord::of).toList()));
        } catch (MappingException e) {
            return Trying.failed("mapping", e.getMessage());
        }
    }

    private Result result(String name, String mapping, String records, Ui ui) {
        Trying trying = run(name, mapping, records, ui);
        List<Outcome> outcomes = trying.trials().stream().map(trial -> outcome(trial, ui)).toList();
        return new Result(trying.problem(), trying.where(), outcomes);
    }

    private Outcome outcome(Trial trial, Ui ui) {
        List<Remark> remarks = trial.warnings().stream()
                .map(warning -> new Remark(warning.code().name(), warning.field() == null ? "" : warning.field(),
                        warning.detail() == null ? "" : warning.detail()))
                .toList();
        return new Outcome(trial.payload() == null ? null : pretty(trial.payload()),
                trial.reason() == null ? null : trial.reason().name(),
                trial.reason() == null ? null : ui.sentence(trial.reason()),
                trial.detail(), remarks);
    }

    /** The shipped samples, the newest records, and the record that is asked for by its number. */
    private List<Choice> choices(String source, String wanted) throws IOException {
        List<Choice> choices = new ArrayList<>();
        java.nio.file.Path folder = samplesOf(source);
        if (transform.sources().contains(source) && Files.isDirectory(folder)) {
            try (Stream<java.nio.file.Path> files = Files.list(folder)) {
                files.map(file -> file.getFileName().toString()).filter(name -> !name.endsWith(".expected.json")).sorted()
                        .forEach(name -> choices.add(new Choice(name, "samples/" + name)));
            }
        }
        List<Event> events = new ArrayList<>(journal.events(new Search(source, null, null, List.of(), null, null, RECENT)));
        if (wanted != null && wanted.matches("#\\d{1,18}")
                && events.stream().noneMatch(event -> wanted.equals("#" + event.id()))) {
            journal.event(Long.parseLong(wanted.substring(1))).filter(event -> event.source().equals(source))
                    .ifPresent(events::add);
        }
        events.stream().filter(event -> event.queue().equals(JournalReader.CUSTOMERS))
                .forEach(event -> choices.add(new Choice("#" + event.id(), uis.messages().labRecent("#" + event.id()))));
        return choices;
    }

    private java.nio.file.Path samplesOf(String source) {
        return config.routes().resolve(source).resolve("samples");
    }

    /** The sample as the mapping gets it. A name that is chosen here is one of {@link #choices}, so no other file is read. */
    private String records(String source, String sample) throws IOException {
        if (sample.startsWith("#")) {
            Optional<byte[]> raw = journal.contents(Long.parseLong(sample.substring(1))).map(JournalReader.Contents::raw);
            return raw.isEmpty() ? "{}" : pretty(Disguise.tree(json.readTree(raw.get())));
        }
        if (sample.isEmpty()) {
            return "{}";
        }
        byte[] content = Files.readAllBytes(samplesOf(source).resolve(sample));
        try {
            List<JsonNode> bodies = samples.read(source, content, SampleReader.contentType(sample)).stream().limit(MOST_RECORDS)
                    .map(RawRecord::body).toList();
            return pretty(bodies.size() == 1 ? bodies.get(0) : json.valueToTree(bodies));
        } catch (UnreadableException e) {
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    private String pretty(JsonNode tree) {
        try {
            return json.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
