package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.ladibridge.customer.CustomerField;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.SourceTransformer;
import org.ladibridge.intake.TransformComponent;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.file.ColumnAssignment.Decision;
import org.ladibridge.intake.file.ColumnUse.How;
import org.ladibridge.intake.file.SeenFiles.Reading;
import org.ladibridge.journal.AssignedColumns;
import org.ladibridge.journal.AuditEntry;
import org.ladibridge.journal.Journal;
import org.ladibridge.journal.JournalReader;
import org.ladibridge.transform.DidYouMean;
import org.ladibridge.transform.Headings;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * What the columns of files become, and what people decided of them. A file in which no column can tell who a customer is waits
 * until somebody says what its columns are; what they say is remembered for the source and the set of headings.
 */
@ApplicationScoped
@Unremovable
public class FileColumns {
    /** What a column may become, besides custom fields. */
    public static final List<String> FIELDS = Stream.concat(Stream.of("last_name", "middle_name", "tags_by_name"),
            Arrays.stream(CustomerField.values())
                    .filter(field -> field != CustomerField.CUSTOM_FIELDS && field != CustomerField.IMPORT_BY_TAG_NAME
                            && field.isSent())
                    .map(CustomerField::wireName))
            .toList();
    /** How many customers a person sees before a file runs. */
    public static final int PREVIEWED = 10;
    private static final Logger LOG = Logger.getLogger(FileColumns.class);
    private static final Pattern CUSTOM_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,99}");
    private static final int MOST_KEPT_ROWS = 25;
    private static final long MOST_KEPT_CHARACTERS = 16 * 1024;
    private static final long LARGEST_LOOKED_AT = 64L * 1024 * 1024;
    private static final int LONGEST_STORED = 64_000;
    private static final int LONGEST_AUDITED = 3_000;

    private final TransformComponent transform;
    private final FileSources sources;
    private final StuckFiles stuck;
    private final DropFolders folders;
    private final Journal journal;
    private final JournalReader reader;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Headings headings = new Headings();
    private final SeenFiles seen = new SeenFiles();

    FileColumns(TransformComponent transform, FileSources sources, StuckFiles stuck, DropFolders folders, Journal journal,
            JournalReader reader, Clock clock) {
        this.transform = transform;
        this.sources = sources;
        this.stuck = stuck;
        this.folders = folders;
        this.journal = journal;
        this.reader = reader;
        this.clock = clock;
    }

    /** What is asked for cannot be done. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final String vi;

        public Refused(String en, String vi) {
            super(en);
            this.vi = vi;
        }

        /** The same in Vietnamese. */
        public String vi() {
            return vi;
        }
    }

    // --- What is found ------------------------------------------------------------------------------------------------

    FilePlan plan(String source, DroppedFile file, String delimiter) throws IOException, UnreadableException {
        List<ColumnAssignment> known = assignments(source);
        List<FilePlan.PlannedPart> parts = new ArrayList<>();
        for (Part part : file.parts()) {
            PartLook look = PartLook.of(part, delimiter, headings);
            ColumnAssignment assignment = find(look, known).orElse(null);
            Understanding understanding = new Understanding(look, assignment, source(source));
            List<ColumnUse> columns = understanding.columns();
            parts.add(new FilePlan.PlannedPart(part, look, assignment, columns, waits(assignment, understanding, columns)));
        }
        return new FilePlan(parts);
    }

    /** Rows that nobody wants need no columns; an assignment of objects' keys may have none that this file has. */
    private static boolean waits(ColumnAssignment assignment, Understanding understanding, List<ColumnUse> columns) {
        return !(assignment != null && assignment.leavesAllOut()) && understanding.identifiesNobody(columns);
    }

    /** The source's mapping; for one whose route does not end in a transformer of its name, the headings alone. */
    private Understanding.Source source(String name) {
        SourceTransformer transformer = transform.of(name).orElse(null);
        return new Understanding.Source() {
            @Override
            public List<ObjectNode> placed(ObjectNode row) {
                return transformer == null ? List.of(known(row)) : transformer.placed(RawRecord.of(row));
            }

            @Override
            public List<Transformed> transform(RawRecord row) {
                return transformer == null ? List.of() : transformer.transform(row);
            }
        };
    }

    private ObjectNode known(ObjectNode row) {
        ObjectNode known = row.objectNode();
        row.properties().forEach(cell -> headings.field(cell.getKey()).ifPresent(field -> known.set(field, cell.getValue())));
        return known;
    }

    /**
     * That of exactly these headings; else the newest whose headings are all there, because exports gain columns; of objects,
     * which may lack keys, also one that has all of theirs. To leave everything out is for exactly these headings only.
     */
    static Optional<ColumnAssignment> find(PartLook look, List<ColumnAssignment> newestFirst) {
        String id = ColumnAssignment.idOf(look.headings());
        Set<String> there = look.headings().stream().map(ColumnAssignment::fold).collect(Collectors.toSet());
        return newestFirst.stream().filter(one -> one.headings().equals(id)).findFirst()
                .or(() -> newestFirst.stream().filter(one -> !one.leavesAllOut())
                        .filter(one -> there.containsAll(one.folded()) || look.isJson() && one.folded().containsAll(there))
                        .findFirst());
    }

    /**
     * What people decided of a source's columns, the newest first.
     *
     * @param source null for all
     */
    public List<ColumnAssignment> assignments(String source) {
        return reader.assignedColumns(source).stream().map(this::read).toList();
    }

    private ColumnAssignment read(AssignedColumns stored) {
        try {
            return new ColumnAssignment(stored.source(), stored.headings(),
                    json.readValue(stored.columns(), new TypeReference<List<Decision>>() {
                    }), stored.at(), stored.by());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds decisions that are no JSON", e);
        }
    }

    // --- What is shown ------------------------------------------------------------------------------------------------

    /**
     * A file that waits, or that was read lately.
     *
     * @param seen when it was looked at last
     * @param state where it stands
     * @param waits whether it stays in its folder until somebody says what its columns are, or lets it run
     * @param needsGo whether it waits because of how many changes it brings
     * @param problem why it waits, and what to do; null when it does not
     * @param notes what its report says besides: dates that a spreadsheet turned, hidden rows, columns that nobody knows
     */
    @RegisterForReflection
    public record SeenFile(String source, String file, Instant seen, State state, boolean waits, boolean needsGo,
            String problem, String problemVi, List<String> notes, List<String> notesVi, List<SeenPart> parts) {
    }

    /** Where a file stands. */
    public enum State {
        /** It waits for somebody to say what its columns are, or to let it run. */
        NEEDS_YOU,
        /** Somebody has; it is looked at within seconds. */
        GOES,
        /** It cannot be taken for another reason, and is tried again. */
        STUCK,
        /** It is being read. */
        READING,
        /** It was not read to its end and is in its folder no longer, or not again. */
        NOT_READ,
        /** All of it is stored. */
        READ
    }

    /**
     * What has a header of its own in a file.
     *
     * @param headings stands for its set of headings
     * @param waits whether somebody has to say what its columns are; false in a list of files
     * @param assigned whether somebody has
     */
    @RegisterForReflection
    public record SeenPart(String part, String headings, boolean waits, boolean assigned, List<SeenColumn> columns) {
    }

    /**
     * A column.
     *
     * @param name its heading; masked when it looks like a customer's
     * @param target what was decided; blank for nothing
     * @param suggestion a field that its values look like, when nobody knows what it is; null for none
     */
    @RegisterForReflection
    public record SeenColumn(String name, String field, How how, String target, String suggestion, List<String> examples) {
    }

    /** Remembers the beginning of a file, in memory. */
    void seen(String source, String name, FilePlan plan) {
        long characters = MOST_KEPT_CHARACTERS / Math.max(1, plan.parts().size());
        seen.add(new SeenFiles.Entry(source, StuckFiles.shown(name), clock.instant(), plan.problem().isPresent(), Reading.NOW,
                plan.parts().stream().map(part -> new SeenFiles.SeenBeginning(
                        part.look().shortened(MOST_KEPT_ROWS, characters), part.columns())).toList(),
                List.of()));
    }

    /** What the report of a file says of it besides its columns. */
    void noted(String source, String name, List<FileProblem> notes) {
        seen.find(source, StuckFiles.shown(name)).ifPresent(entry -> seen.add(entry.noted(notes)));
    }

    /** A file is read no longer: to its end, or not. */
    void ended(String source, String name) {
        seen.ended(source, StuckFiles.shown(name));
    }

    /** The files that wait for somebody, then those that were read lately, the newest first; all as they were understood then. */
    public List<SeenFile> files() {
        return seen.all().stream().map(entry -> view(entry, false))
                .sorted(java.util.Comparator.comparing(SeenFile::waits).reversed()
                        .thenComparing(java.util.Comparator.comparing(SeenFile::seen).reversed()))
                .toList();
    }

    /**
     * One file, as it would be understood now.
     *
     * @throws Refused when it is neither waiting nor read
     */
    public SeenFile file(String source, String file) throws Refused {
        return view(entry(source, file), true);
    }

    private SeenFile view(SeenFiles.Entry entry, boolean now) {
        StuckFiles.Stuck waiting = entry.reading() != Reading.BROKEN_OFF
                ? null
                : stuck.of(entry.source()).stream().filter(one -> one.left() == null && one.file().equals(entry.file()))
                        .findFirst().orElse(null);
        State state = state(entry, waiting);
        FileProblem problem = waiting == null || state == State.GOES
                ? state == State.NOT_READ ? FileProblem.LEFT_UNREAD : null
                : new FileProblem(waiting.problem(), waiting.problemVi());
        List<ColumnAssignment> known = now ? assignments(entry.source()) : List.of();
        List<SeenPart> parts = entry.parts().stream().map(part -> now
                ? part(entry.source(), part.look(), known)
                : new SeenPart(part.look().name(), ColumnAssignment.idOf(part.look().headings()), false,
                        part.columns().stream().anyMatch(column -> column.how() == How.ASSIGNED),
                        part.columns().stream()
                                .map(column -> new SeenColumn(FilePlan.shown(column.column()), column.field(), column.how(),
                                        "", null, column.examples()))
                                .toList()))
                .toList();
        boolean waits = state == State.NEEDS_YOU;
        return new SeenFile(entry.source(), entry.file(), entry.at(), state, waits, waits && waiting.needsGo(),
                problem == null ? null : problem.en(), problem == null ? null : problem.vi(),
                entry.notes().stream().map(FileProblem::en).toList(), entry.notes().stream().map(FileProblem::vi).toList(),
                parts);
    }

    /** @param stuck null when it is not */
    private static State state(SeenFiles.Entry entry, StuckFiles.Stuck stuck) {
        return switch (entry.reading()) {
            case NOW -> State.READING;
            case DONE -> State.READ;
            case BROKEN_OFF -> stuck == null
                    ? State.NOT_READ
                    : !stuck.needsDecision() ? State.STUCK : stuck.decided() ? State.GOES : State.NEEDS_YOU;
        };
    }

    private SeenPart part(String source, PartLook look, List<ColumnAssignment> known) {
        ColumnAssignment assignment = find(look, known).orElse(null);
        return part(source, look, assignment);
    }

    private SeenPart part(String source, PartLook look, ColumnAssignment assignment) {
        Understanding understanding = new Understanding(look, assignment, source(source));
        List<ColumnUse> columns = understanding.columns();
        ColumnAssignment.Reader decided = assignment == null ? null : assignment.lookUp();
        boolean isIdentified = columns.stream().anyMatch(Understanding::identifies);
        List<SeenColumn> views = columns.stream().map(column -> new SeenColumn(FilePlan.shown(column.column()), column.field(),
                column.how(), decided == null ? "" : decided.find(column.column()).target(),
                column.how() == How.NOTHING && !isIdentified ? Understanding.suggestion(look, column.column()) : null,
                column.examples())).toList();
        return new SeenPart(look.name(), ColumnAssignment.idOf(look.headings()),
                waits(assignment, understanding, columns), assignment != null, views);
    }

    private SeenFiles.Entry entry(String source, String file) throws Refused {
        Optional<SeenFiles.Entry> remembered = seen.find(source, file);
        if (remembered.isPresent()) {
            return remembered.get();
        }
        FileSettings settings = sources.settings(source).orElseThrow(() -> new Refused(
                "no source «" + source + "» takes files" + DidYouMean.hint(source, sources.names()),
                "không có nguồn «" + source + "» nhận tệp"));
        Path done = Stream.of(sources.folder(source).flatMap(inbox -> DropFolders.in(inbox, file)), folders.done(source, file))
                .flatMap(Optional::stream).filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)).findFirst()
                .orElseThrow(() -> new Refused(
                        "the source «" + source + "» has no file «" + file + "» that waits or is in its done folder; "
                                + "./ladibridge files lists them",
                        "nguồn «" + source + "» không có tệp «" + file + "» đang chờ hoặc trong thư mục done; "
                                + "./ladibridge files liệt kê các tệp"));
        try {
            if (Files.size(done) > LARGEST_LOOKED_AT) {
                throw new Refused("the file «" + file + "» is too large to be looked into again; drop it again instead",
                        "tệp «" + file + "» quá lớn để xem lại; hãy thả lại tệp");
            }
            FileSample.of(done, StuckFiles.shown(file), settings, (dropped, delimiter) -> {
                seen(source, file, plan(source, dropped, delimiter));
                return null;
            });
            folders.report(done).filter(report -> report.hasNonNull("warning_en")).ifPresent(report -> noted(source, file,
                    List.of(new FileProblem(report.path("warning_en").asText(), report.path("warning_vi").asText()))));
            return seen.find(source, file).orElseThrow();
        } catch (IOException e) {
            LOG.debug("In full", e);
            throw new Refused("the file «" + file + "» cannot be read: " + FileProblem.innermost(e),
                    "không đọc được tệp «" + file + "»: " + FileProblem.innermost(e));
        } catch (UnreadableException e) {
            throw new Refused("the file «" + file + "»: " + e.getMessage(), "tệp «" + file + "»: " + e.vi());
        }
    }

    /** How the columns of a sample would be understood. */
    public List<SeenPart> ofSample(String source, byte[] content, String name) throws UnreadableException {
        List<ColumnAssignment> known = assignments(source);
        return FileSample.of(content, name, settings(source), (dropped, delimiter) -> {
            List<SeenPart> parts = new ArrayList<>();
            for (Part part : dropped.parts()) {
                parts.add(part(source, PartLook.of(part, delimiter, headings), known));
            }
            return parts;
        });
    }

    /** The records of a sample, as a dropped file of the same content has them. */
    public List<RawRecord> records(String source, byte[] content, String name) throws UnreadableException {
        return FileSample.of(content, name, settings(source), (dropped, delimiter) -> {
            FilePlan plan = plan(source, dropped, delimiter);
            return FileSample.records(dropped, delimiter, headings, plan::assignment);
        });
    }

    private FileSettings settings(String source) {
        return sources.settings(source).orElseGet(FileSettings::new);
    }

    /** Whether a source takes files. */
    public boolean isFileSource(String source) {
        return sources.settings(source).isPresent();
    }

    // --- What is done -------------------------------------------------------------------------------------------------

    /**
     * What would come of an assignment.
     *
     * @param part its columns as they would be understood
     * @param customers the first ones, by the number of their row, from 1
     * @param problem why it cannot be so; null when it can
     */
    public record Preview(SeenPart part, List<Map.Entry<Integer, Transformed>> customers, String problem, String problemVi) {
    }

    /**
     * @param part null or blank for the only one, or the only one that waits
     * @param decisions targets by heading; see {@link Decision#target}
     * @throws Refused when a heading or a target is not there
     */
    public Preview preview(String source, String file, String part, Map<String, String> decisions) throws Refused {
        PartLook look = look(entry(source, file), part);
        ColumnAssignment assignment = assignment(source, look, decisions, "");
        Understanding understanding = new Understanding(look, assignment, source(source));
        Refused problem = problem(look, assignment, understanding);
        return new Preview(part(source, look, assignment), understanding.customers(PREVIEWED),
                problem == null ? null : problem.getMessage(), problem == null ? null : problem.vi());
    }

    /** Remembers an assignment, and lets the files run that wait for it. */
    public ColumnAssignment assign(String source, String file, String part, Map<String, String> decisions, String actor)
            throws Refused {
        PartLook look = look(entry(source, file), part);
        ColumnAssignment assignment = assignment(source, look, decisions, actor);
        Refused problem = problem(look, assignment, new Understanding(look, assignment, source(source)));
        if (problem != null) {
            throw problem;
        }
        String columns = write(assignment.columns());
        if (columns.length() > LONGEST_STORED) {
            throw new Refused("the file has more columns than can be remembered; leave some away in the file",
                    "tệp có nhiều cột hơn mức ghi nhớ được; hãy bỏ bớt cột trong tệp");
        }
        Map<String, String> detail = new LinkedHashMap<>();
        detail.put("file", file);
        detail.put("columns", cut(assignment.columns().stream().filter(Decision::isMade)
                .map(one -> FilePlan.shown(one.heading()) + " = " + one.target()).collect(Collectors.joining(", "))));
        journal.assign(new AssignedColumns(source, assignment.headings(), columns, assignment.at(), actor),
                new AuditEntry(actor, "columns.assign", "source/" + source, write(detail))).join();
        stuck.decided(source);
        return assignment;
    }

    /** @return whether there was such an assignment */
    public boolean forget(String source, String headings, String actor) {
        String columns = assignments(source).stream().filter(one -> one.headings().equals(headings)).findFirst()
                .map(one -> FilePlan.named(one.columns().stream().map(Decision::heading).toList())).orElse("");
        return journal.unassign(source, headings,
                new AuditEntry(actor, "columns.forget", "source/" + source, write(Map.of("columns", cut(columns))))).join();
    }

    /** Puts a file that was read back into its folder, to be read as its columns are assigned now. */
    public void again(String source, String file, String actor) throws Refused {
        Path done = folders.done(source, file).filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                .orElseThrow(() -> new Refused("there is no file «" + file + "» in done/" + source + "; drop it again instead",
                        "không có tệp «" + file + "» trong done/" + source + "; hãy thả lại tệp"));
        Path folder = sources.folder(source).orElseThrow(() -> new Refused(
                "the files of «" + source + "» come from a server; put it there again",
                "tệp của «" + source + "» lấy từ máy chủ; hãy đặt lại tệp lên đó"));
        Path target = folder.resolve(done.getFileName());
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refused("there is a file «" + file + "» in the drop folder already; wait until it is read",
                    "đã có tệp «" + file + "» trong thư mục thả; hãy đợi đọc xong");
        }
        journal.audit(new AuditEntry(actor, "file.again", "source/" + source, write(Map.of("file", file)))).join();
        try {
            // After a crash one that looks as it did when it was stored would be taken for one that has only to leave.
            Files.setLastModifiedTime(done, FileTime.from(clock.instant()));
            Files.move(done, target);
        } catch (IOException e) {
            throw new Refused("the file «" + file + "» cannot be moved back: " + FileProblem.innermost(e),
                    "không chuyển lại được tệp «" + file + "»: " + FileProblem.innermost(e));
        }
    }

    private static PartLook look(SeenFiles.Entry entry, String part) throws Refused {
        if (entry.parts().size() == 1 && (part == null || part.isBlank())) {
            return entry.looks().get(0);
        }
        return entry.looks().stream().filter(one -> one.name().equals(part)).findFirst().orElseThrow(() -> new Refused(
                "say which part of «" + entry.file() + "» is meant: "
                        + entry.looks().stream().map(PartLook::name).collect(Collectors.joining(", ")),
                "hãy cho biết phần nào của «" + entry.file() + "»: "
                        + entry.looks().stream().map(PartLook::name).collect(Collectors.joining(", "))));
    }

    private ColumnAssignment assignment(String source, PartLook look, Map<String, String> decisions, String actor)
            throws Refused {
        Map<String, String> byKey = new LinkedHashMap<>();
        for (Map.Entry<String, String> decision : decisions.entrySet()) {
            String heading = look.headings().stream().filter(one -> one.equals(decision.getKey())).findFirst()
                    .or(() -> look.headings().stream()
                            .filter(one -> FilePlan.shown(one).equals(decision.getKey()) || ColumnAssignment
                                    .fold(one).equals(ColumnAssignment.fold(decision.getKey())))
                            .findFirst())
                    .orElseThrow(() -> new Refused(
                            "the file has no column «" + decision.getKey() + "»; it has " + FilePlan.named(look.headings()),
                            "tệp không có cột «" + decision.getKey() + "»; tệp có " + FilePlan.named(look.headings())));
            byKey.put(heading, checked(decision.getValue()));
        }
        List<Decision> columns = look.headings().stream()
                .map(heading -> new Decision(heading, byKey.getOrDefault(heading, ""))).toList();
        return new ColumnAssignment(source, ColumnAssignment.idOf(look.headings()), columns, clock.instant(), actor);
    }

    private static String checked(String target) throws Refused {
        String field = target == null ? "" : target.strip();
        if (field.startsWith(ColumnAssignment.CUSTOM)) {
            String name = field.substring(ColumnAssignment.CUSTOM.length()).strip();
            if (!CUSTOM_NAME.matcher(name).matches()) {
                throw new Refused(
                        "a custom field's name is an identifier (letters without accents, digits, _ . -), not «" + name + "»",
                        "tên trường tùy chỉnh chỉ gồm chữ không dấu, số, _ . -, không phải «" + name + "»");
            }
            return ColumnAssignment.CUSTOM + name;
        }
        if (!field.isEmpty() && !field.equals(ColumnAssignment.LEAVE_OUT) && !FIELDS.contains(field)) {
            throw new Refused("a column cannot become «" + field + "»" + DidYouMean.hint(field, FIELDS)
                    + "; custom:NAME is a custom field, - leaves the column out",
                    "cột không thể thành «" + field + "»; custom:TÊN là trường tùy chỉnh, - là bỏ cột");
        }
        return field;
    }

    /** Null when it may run so. */
    private static Refused problem(PartLook look, ColumnAssignment assignment, Understanding understanding) {
        if (assignment.leavesAllOut()) {
            return null;
        }
        if (Understanding.hasNoHeadings(look)) {
            FileProblem problem = FilePlan.problem(look, false);
            return new Refused(problem.en(), problem.vi());
        }
        return understanding.identifiesNobody(understanding.columns())
                ? new Refused(
                        "no column would tell an e-mail address or a phone number; assign one, or leave all columns out and "
                                + "the rows are skipped",
                        "không cột nào cho biết email hoặc số điện thoại; hãy gán một cột, hoặc bỏ tất cả các cột để bỏ qua các dòng")
                : null;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_AUDITED ? text : text.substring(0, LONGEST_AUDITED) + "…";
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
