package org.ladibridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

/** Each line of docs/security.md names a test that there is. */
class SecurityPageTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:#(\\w+))?`");
    private static final Pattern LINE = Pattern.compile("\\| (?!\\*\\*|threat|who|library).+ \\| .+ \\| (.*) \\|");

    @Test
    void everyThreatHasATestThatExists() throws IOException {
        Map<String, String> tests = new HashMap<>();
        try (var files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        String page = Files.readString(Path.of("docs/security.md"));
        String threats = page.substring(page.indexOf("## Threats"), page.indexOf("## What it does not"));
        List<String> wrong = new ArrayList<>();
        Matcher line = LINE.matcher(threats);
        int lines = 0;
        while (line.find()) {
            lines++;
            Matcher named = NAMED.matcher(line.group(1));
            if (!named.find()) {
                wrong.add("no test: " + line.group());
            }
            named.reset().results().filter(test -> !exists(tests.get(test.group(1)), test.group(2)))
                    .forEach(test -> wrong.add(test.group()));
        }
        assertTrue(lines > 20, "the table is read");
        assertEquals(List.of(), wrong);
    }

    private static boolean exists(String test, String method) {
        return test != null && (method == null || Pattern.compile("void " + method + "\\(").matcher(test).find());
    }
}
