package org.ladibridge.intake.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.ladibridge.intake.LearnedSource;
import org.ladibridge.intake.LearnedSource.Trial;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.UnreadableException;
import org.ladibridge.intake.file.ColumnUse.How;
import org.ladibridge.transform.CustomerTransformer;
import org.ladibridge.transform.Disguise;
import org.ladibridge.transform.Headings;
import org.ladibridge.transform.Jq;
import org.ladibridge.transform.Mapping;
import org.ladibridge.transform.MappingProposal;
import org.ladibridge.transform.SourceHints;
import org.ladibridge.transform.Transformed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A drop folder made of one file. Its columns go by their headings; a mapping names only those that nobody knows and whose values look
 * like an address or a number.
 */
public final class FileLearning {
    private static final int SAMPLED = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CustomerTransformer transformer;
    private final Jq jq;

    public FileLearning(CustomerTransformer transformer, Jq jq) {
        this.transformer = transformer;
        this.jq = jq;
    }

    /**
     * What was found out.
     *
     * @param columns of the file's first part, with what each becomes
     * @param remarks sentences: what becomes nothing, and what to do
     * @param trial what the first row becomes
     * @param files of the folder, name and content
     */
    public record Learned(List<ColumnUse> columns, List<String> remarks, Trial trial, Map<String, String> files) {
    }

    /** @throws UnreadableException when a dropped file of this content would be refused, or no row of it could become a customer */
    public Learned learn(String name, Path file) throws IOException, UnreadableException {
        return FileSample.of(file, file.getFileName().toString(), new FileSettings(), (dropped, delimiter) -> {
            List<PartLook> looks = new ArrayList<>();
            for (Part part : dropped.parts()) {
                looks.add(PartLook.of(part, delimiter, new Headings()));
            }
            PartLook look = looks.stream().filter(each -> !each.rows().isEmpty()).findFirst()
                    .orElseThrow(() -> new UnreadableException("the file holds no row to learn from",
                            "tệp không có dòng nào để học"));
            return learned(name, look, looks.size());
        });
    }

    private Learned learned(String name, PartLook look, int parts) throws UnreadableException {
        if (Understanding.hasNoHeadings(look)) {
            throw new UnreadableException(
                    "the first row looks like a customer, not like headings; put a row of headings above it",
                    "dòng đầu có vẻ là khách hàng chứ không phải tiêu đề; hãy thêm một dòng tiêu đề phía trên");
        }
        Map<String, String> named = named(look, columns(look, program(name, Map.of())));
        Map<String, String> keys = new LinkedHashMap<>();
        named.forEach((field, heading) -> keys.put(field, look.key(heading)));
        String program = program(name, keys);
        List<ColumnUse> columns = columns(look, program);
        List<String> remarks = new ArrayList<>();
        named.forEach((field, heading) -> remarks.add("«" + FilePlan.shown(heading) + "» is taken for " + field
                + " by what its values look like: mapping.jq says so"));
        String nothing = columns.stream().filter(column -> column.how() == How.NOTHING)
                .map(column -> "«" + FilePlan.shown(column.column()) + "»").collect(Collectors.joining(", "));
        if (!nothing.isEmpty()) {
            remarks.add("these columns become nothing, because nobody knows them: " + nothing
                    + "; say in mapping.jq what they are (company: .[\"…\"]), or leave them out");
        }
        if (parts > 1) {
            remarks.add("the file has " + parts + " tables; the first with rows was looked at, and all are read");
        }
        if (columns.stream().noneMatch(Understanding::identifies)) {
            remarks.add(
                    "no column tells an e-mail address or a phone number: without one in mapping.jq every row would be rejected");
        }
        LearnedSource source = new LearnedSource((text, record) -> transform(text, record));
        MappingProposal proposal = new MappingProposal("", program, Map.of());
        Map<String, String> files = new LinkedHashMap<>();
        files.put(name + ".camel.yaml", LearnedSource.route(name, "file-source", Map.of("name", name), Map.of()));
        files.put("mapping.jq", program);
        String sample = look.isJson() ? objects(look) : table(look);
        files.put("samples/customer." + (look.isJson() ? "json" : "csv"), sample);
        List<JsonNode> records = FileSample.read(sample.getBytes(StandardCharsets.UTF_8)).stream().map(RawRecord::body)
                .toList();
        String expected = LearnedSource.expected(source.trials(proposal, records));
        if (expected != null) {
            files.put("samples/customer.expected.json", expected);
        }
        files.put("README.md",
                """
                    # %1$s

                    Takes files dropped into `data/inbox/%1$s/`: CSV, XLSX, JSON, also compressed. Columns go by their headings; `mapping.jq` names
                    the others. `samples/` holds rows with other names and numbers. `./ladibridge routes check %1$s` checks both.
                    %2$s"""
                        .formatted(name, remarks.isEmpty()
                                ? ""
                                : "\n" + remarks.stream().map(remark -> "- " + remark).collect(Collectors.joining("\n"))
                                        + "\n"));
        return new Learned(columns, remarks, source.trials(proposal, List.copyOf(look.rows().subList(0, 1))).get(0), files);
    }

    private List<Transformed> transform(String program, JsonNode record) {
        return transformer.transform(record, Mapping.compile(program, jq), SourceHints.defaults());
    }

    private List<ColumnUse> columns(PartLook look, String program) {
        Mapping mapping = Mapping.compile(program, jq);
        return new Understanding(look, null, new Understanding.Source() {
            @Override
            public List<ObjectNode> placed(ObjectNode row) {
                return transformer.placed(row, mapping);
            }

            @Override
            public List<Transformed> transform(RawRecord row) {
                return FileLearning.this.transform(program, row.body());
            }
        }).columns();
    }

    /** The columns that nobody knows and that look like an address or a number, where no other is one: headings by field. */
    private static Map<String, String> named(PartLook look, List<ColumnUse> columns) {
        Map<String, String> named = new LinkedHashMap<>();
        for (ColumnUse column : columns) {
            String field = column.how() == How.NOTHING ? Understanding.suggestion(look, column.column()) : null;
            boolean known = field == null || columns.stream().anyMatch(other -> field.equals(other.field()));
            if (!known) {
                named.putIfAbsent(field, column.column());
            }
        }
        return named;
    }

    private static String program(String name, Map<String, String> named) {
        StringBuilder program = new StringBuilder(
                "# Columns go by their headings; a line here goes before what they say.\n{\n  columns: .,\n");
        named.forEach((field, key) -> program.append("  ").append(field).append(": .[")
                .append(JSON.getNodeFactory().textNode(key)).append("],\n"));
        return program.append("  source: \"").append(name).append("\"\n}\n").toString();
    }

    private static String objects(PartLook look) {
        return LearnedSource.pretty(JSON.createArrayNode()
                .addAll(look.rows().stream().limit(SAMPLED).map(Disguise::tree).toList()));
    }

    private static String table(PartLook look) {
        StringBuilder table = new StringBuilder(
                look.headings().stream().map(FileLearning::cell).collect(Collectors.joining(",")));
        table.append('\n');
        for (ObjectNode row : look.rows().subList(0, Math.min(SAMPLED, look.rows().size()))) {
            table.append(look.headings().stream().map(heading -> cell(Disguise.text(look.value(row, heading).asText(""))))
                    .collect(Collectors.joining(","))).append('\n');
        }
        return table.toString();
    }

    private static String cell(String text) {
        return text.matches("[^\",;\t|\\n\\r]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
