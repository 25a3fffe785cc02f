package org.ladibridge.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.spi.ToolProvider;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts in {@code bench} start these classes without the libraries of the tests. */
class ClasspathTest {

    @ParameterizedTest
    @ValueSource(classes = {Bench.class, FileReading.class, FileSpeed.class, Soak.class, Stub.class})
    void needsNothingButTheJdk(Class<?> main) {
        StringWriter out = new StringWriter();
        ToolProvider.findFirst("jdeps").orElseThrow().run(new PrintWriter(out), new PrintWriter(out), "-recursive",
                "-verbose:class", "-filter:none", "-cp", "target/test-classes",
                "target/test-classes/" + main.getName().replace('.', '/') + ".class");
        List<String> missing = out.toString().lines().filter(line -> line.contains("->") && line.endsWith("not found"))
                .toList();
        assertEquals(List.of(), missing);
    }
}
