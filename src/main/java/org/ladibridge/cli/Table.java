package org.ladibridge.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Style;

/** A text table whose columns are as wide as their contents; numbers are aligned to the right. */
final class Table {
    private final Ansi colours;
    private final List<List<Cell>> rows = new ArrayList<>();

    private record Cell(String text, boolean isNumber, Style style) {
    }

    /** @param colours whether what reads this shows colours */
    Table(Ansi colours, String... headings) {
        this.colours = colours;
        List<Cell> row = new ArrayList<>();
        for (String heading : headings) {
            row.add(new Cell(heading, false, Style.bold));
        }
        rows.add(row);
    }

    /** Text that stands out where there are colours. */
    record Coloured(Object value, Style style) {
    }

    /** The colour of a state: finished, waiting, or needing attention. */
    static Coloured state(String state) {
        return new Coloured(state, switch (state) {
            case "running", "delivered", "unchanged", "done" -> Style.fg_green;
            case "dead", "rejected", "quarantined", "failed" -> Style.fg_red;
            case "paused", "waiting", "queued" -> Style.fg_yellow;
            default -> Style.faint;
        });
    }

    /** @param cells a number, null for nothing, {@link Coloured} of these, or what its text says */
    Table row(Object... cells) {
        List<Cell> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(cell instanceof Coloured coloured ? cell(coloured.value(), coloured.style()) : cell(cell, null));
        }
        rows.add(row);
        return this;
    }

    private static Cell cell(Object value, Style style) {
        boolean number = value instanceof Number;
        String text = value == null
                ? ""
                : value instanceof Double fraction ? String.format(Locale.ROOT, "%.1f", fraction) : value.toString();
        return new Cell(text, number, style);
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines());
    }

    List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<Cell> row) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            Cell cell = row.get(column);
            String padding = " ".repeat(width(column) - cell.text().length());
            boolean right = isNumeric(column);
            line.append(column == 0 ? "" : "  ").append(right ? padding : "").append(coloured(cell))
                    .append(right || column == row.size() - 1 ? "" : padding);
        }
        return line.toString().stripTrailing();
    }

    private String coloured(Cell cell) {
        return cell.style() == null || cell.text().isEmpty() || !colours.enabled()
                ? cell.text()
                : cell.style().on() + cell.text() + cell.style().off();
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.size()).mapToInt(row -> row.get(column).text().length()).max()
                .orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.stream().skip(1).anyMatch(row -> column < row.size() && row.get(column).isNumber());
    }
}
