package org.ladibridge.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.sandbox.SandboxHttp;

import picocli.CommandLine;

class ProbeCommandTest {
    private static final String KEY = "k3y-of-this-store";

    @TempDir
    Path folder;
    private SandboxHttp sandbox;
    private Path config;
    private String said;

    @BeforeEach
    void start() throws Exception {
        sandbox = new SandboxHttp();
        config = folder.resolve("application.properties");
        Files.writeString(config, "ladiflow.url=" + sandbox.url() + "\nladiflow.api-key=" + KEY + "\n");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void theTableSaysWhatToSetAndApplySetsIt() throws Exception {
        sandbox.behave("{\"website\":\"list\"}");

        assertEquals(1, run("probe@example.vn", "--yes", "--json=" + folder.resolve("probe.json")), said);

        assertTrue(said.contains("LADIFLOW_WEBSITE=list"), said);
        assertTrue(said.contains("None of this can be undone"), said);
        String report = Files.readString(folder.resolve("probe.json"));
        assertTrue(report.contains("\"question\" : \"website\""), report);
        assertFalse((said + report).contains(KEY), said);
        assertFalse(Files.readString(config).contains("website"));

        assertEquals(0, run("probe@example.vn", "--yes", "--apply"), said);

        assertTrue(Files.readString(config).endsWith("ladiflow.website=list\n"), Files.readString(config));
    }

    @Test
    void nothingIsAskedWithoutAYes() {
        assertEquals(2, run("probe@example.vn"));

        assertTrue(said.contains("Nothing was asked"), said);
        assertTrue(sandbox.calls().isEmpty());
    }

    @Test
    void whatIsTypedWrongIsSaid() {
        assertEquals(2, run("--yes"));
        assertTrue(said.contains("throw-away customer"), said);
        assertEquals(2, run("probe@example.vn", "--phone", "84912345678", "--yes"));
        assertTrue(said.contains("--phone takes a zero and nine digits"), said);
    }

    private int run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(captured);
        System.setErr(captured);
        try {
            List<String> all = new ArrayList<>(List.of("probe"));
            all.addAll(List.of(arguments));
            all.addAll(List.of("--config", config.toString(), "--rate", "1000"));
            CommandLine commands = LadiBridgeCommand.commandLine();
            commands.setErr(new PrintWriter(captured, true));
            return commands.execute(all.toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
            said = bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
