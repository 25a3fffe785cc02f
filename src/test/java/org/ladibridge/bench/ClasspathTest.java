package org.ladibridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

import org.junit.jupiter.api.Test;

/** The scripts in {@code bench} start these classes without the libraries of the tests. */
class ClasspathTest {
    private static final List<Class<?>> STARTED = List.of(Bench.class, FileReading.class, FileSpeed.class, Soak.class,
            Stub.class);

    @Test
    void theyNeedNothingButTheJdk() {
        List<String> arguments = new ArrayList<>(
                List.of("-recursive", "-verbose:class", "-filter:none", "-cp", "target/test-classes"));
        STARTED.forEach(main -> arguments.add("target/test-classes/" + main.getName().replace('.', '/') + ".class"));
        StringWriter out = new StringWriter();
        ToolProvider.findFirst("jdeps").orElseThrow().run(new PrintWriter(out), new PrintWriter(out),
                arguments.toArray(String[]::new));
        List<String> lines = out.toString().lines().filter(line -> line.contains("->")).toList();
        STARTED.forEach(
                main -> assertTrue(lines.stream().anyMatch(line -> line.contains(main.getName())), main + " was not read"));
        assertEquals(List.of(), lines.stream().filter(line -> line.endsWith("not found")).toList());
    }
}
