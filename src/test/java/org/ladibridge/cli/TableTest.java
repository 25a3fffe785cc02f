package org.ladibridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

import picocli.CommandLine.Help.Ansi;

class TableTest {
    @Test
    void columnsAreAsWideAsWhatStandsInThemAndNumbersStandToTheRight() {
        assertEquals(List.of("name      n  rate  state", "shopify  17   0.5  running", "x         5  12.0"),
                new Table(Ansi.OFF, "name", "n", "rate", "state").row("shopify", 17L, 0.5, Table.state("running"))
                        .row("x", 5L, 12.0, null).lines());
    }

    @Test
    void coloursNeverMoveAColumn() {
        List<String> plain = new Table(Ansi.OFF, "state", "n").row(Table.state("dead"), 1L).lines();
        List<String> coloured = new Table(Ansi.ON, "state", "n").row(Table.state("dead"), 1L).lines();
        assertEquals(plain, coloured.stream().map(line -> line.replaceAll("\u001B\\[[0-9;]*m", "")).toList());
        assertTrue(coloured.get(1).startsWith("\u001B[31mdead"), coloured.get(1));
    }
}
