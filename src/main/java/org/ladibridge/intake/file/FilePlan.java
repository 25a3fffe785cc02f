package org.ladibridge.intake.file;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.ladibridge.customer.Mask;
import org.ladibridge.intake.file.ColumnUse.How;

/** A file with what its columns become, and the sentences about it. */
record FilePlan(List<PlannedPart> parts) {
    /** How many columns a sentence names. */
    private static final int SAID = 8;

    /**
     * A part of a file with what its columns become.
     *
     * @param assignment what a person decided; null for nothing
     * @param waits whether somebody has to say what its columns are
     */
    record PlannedPart(Part part, PartLook look, ColumnAssignment assignment, List<ColumnUse> columns, boolean waits) {
    }

    ColumnAssignment assignment(Part part) {
        return parts.stream().filter(one -> one.part() == part).findFirst().map(PlannedPart::assignment).orElse(null);
    }

    /** Why it has to wait; empty when it may run. */
    Optional<FileProblem> problem() {
        return parts.stream().filter(PlannedPart::waits).findFirst()
                .map(one -> problem(one.look(), parts.size() > 1));
    }

    /** What nobody knows, once for each part. */
    List<FileProblem> remarks() {
        List<FileProblem> remarks = new ArrayList<>();
        for (PlannedPart part : parts) {
            List<String> unknown = part.columns().stream().filter(column -> column.how() == How.NOTHING)
                    .map(ColumnUse::column).toList();
            if (!unknown.isEmpty() && !(part.assignment() != null && part.assignment().leavesAllOut())) {
                String named = named(unknown);
                String of = parts.size() > 1 ? " of «" + part.look().name() + "»" : "";
                String trong = parts.size() > 1 ? " của «" + part.look().name() + "»" : "";
                remarks.add(new FileProblem(
                        "these columns" + of + " became nothing, because nobody knows them: " + named
                                + "; assign them or leave them out at /console/files",
                        "các cột này" + trong + " không thành gì vì chưa ai biết: " + named
                                + "; hãy gán hoặc bỏ chúng tại /console/files"));
            }
            Set<String> more = more(part);
            if (!more.isEmpty()) {
                remarks.add(new FileProblem(
                        "the columns were taken as assigned to these headings without " + named(more)
                                + "; look whether that is still right at /console/files",
                        "các cột được hiểu theo lần gán cho bộ tiêu đề không có " + named(more)
                                + "; hãy xem còn đúng không tại /console/files"));
            }
        }
        return remarks;
    }

    /** Headings that the assignment does not have. */
    private static Set<String> more(PlannedPart part) {
        if (part.assignment() == null) {
            return Set.of();
        }
        Set<String> known = part.assignment().folded();
        return part.look().headings().stream().filter(heading -> !known.contains(ColumnAssignment.fold(heading)))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** For the report: a line for each column. */
    List<Map<String, Object>> report() {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (PlannedPart part : parts) {
            for (ColumnUse column : part.columns()) {
                Map<String, Object> line = new LinkedHashMap<>();
                if (parts.size() > 1) {
                    line.put("part", part.look().name());
                }
                line.put("column", shown(column.column()));
                line.put("field", column.field());
                line.put("how", column.how().name().toLowerCase(Locale.ROOT));
                line.put("examples", column.examples());
                lines.add(line);
            }
        }
        return lines;
    }

    /** A heading that may be a customer's is masked; so is nothing else, for a heading has to be known again. */
    static String shown(String heading) {
        String shown = Mask.heading(heading);
        return StuckFiles.shown(shown.length() <= 100 ? shown : shown.substring(0, 100) + "…");
    }

    static String named(Collection<String> columns) {
        String named = columns.stream().limit(SAID).map(column -> "«" + shown(column) + "»").collect(Collectors.joining(", "));
        return columns.size() <= SAID ? named : named + ", … (" + columns.size() + ")";
    }

    static FileProblem problem(PartLook look, boolean isOneOfMany) {
        String where = isOneOfMany ? " of «" + look.name() + "» in it" : "";
        String trong = isOneOfMany ? " của «" + look.name() + "» trong đó" : "";
        if (Understanding.hasNoHeadings(look)) {
            return new FileProblem(
                    "the first row" + where + " looks like a customer, not like headings; put a row of headings above it and "
                            + "drop it again",
                    "dòng đầu" + trong
                            + " có vẻ là khách hàng chứ không phải tiêu đề; hãy thêm một dòng tiêu đề phía trên rồi thả lại",
                    true);
        }
        return new FileProblem(
                "no column" + where + " tells an e-mail address or a phone number: " + named(look.headings())
                        + "; say what the columns are at /console/files or with ./ladibridge files assign, and it runs by itself",
                "không cột nào" + trong + " cho biết email hoặc số điện thoại: " + named(look.headings())
                        + "; hãy cho biết các cột là gì tại /console/files hoặc bằng ./ladibridge files assign, tệp sẽ tự chạy",
                true);
    }
}
