package org.ladibridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;

/** docs/architecture.md and its picture show the packages and the store as they are. */
class ArchitecturePageTest {
    private static final Page PAGE = Page.of("docs/architecture.md");
    private static final Path PICTURE = Path.of("docs/images/packages.svg");
    private static final String ROOT = "org.ladibridge";
    private static final Pattern DRAWN = Pattern
            .compile("<g data-package=\"([a-z.]*)\">\\s*<rect x=\"\\d+\" y=\"(\\d+)\"");
    private static final Pattern FIRST_SENTENCE = Pattern.compile("/\\*\\*(.*?[.:])(?=\\s)", Pattern.DOTALL);

    /** By package. Read once: it takes longer than the tests. */
    private static final Map<String, TreeSet<String>> IMPORTS = imports();

    private static Map<String, TreeSet<String>> imports() {
        Map<String, TreeSet<String>> imports = new TreeMap<>();
        for (JavaClass type : new ClassFileImporter().importPath(Path.of("target/classes", ROOT.replace('.', '/')))) {
            TreeSet<String> own = imports.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
            type.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass).map(JavaClass::getPackageName)
                    .filter(name -> name.startsWith(ROOT) && !name.equals(type.getPackageName())).forEach(own::add);
        }
        return imports;
    }

    private static String shown(String name) {
        return name.equals(ROOT) ? "ladibridge" : name.substring(ROOT.length() + 1);
    }

    @Test
    void everyPackageIsListedWithWhatItImports() throws IOException {
        StringBuilder table = new StringBuilder("| package | what lives there | imports |\n|---|---|---|\n");
        for (Map.Entry<String, TreeSet<String>> entry : IMPORTS.entrySet()) {
            Path info = Path.of("src/main/java", entry.getKey().replace('.', '/'), "package-info.java");
            Matcher sentence = FIRST_SENTENCE.matcher(Files.readString(info));
            assertTrue(sentence.find(), info + " has no sentence that says what lives there");
            table.append("| `").append(shown(entry.getKey())).append("` | ").append(plain(sentence.group(1))).append(" | ")
                    .append(entry.getValue().stream().map(ArchitecturePageTest::shown).collect(Collectors.joining(", ")))
                    .append(" |\n");
        }
        PAGE.holds("packages", table.toString());
    }

    private static String plain(String javadoc) {
        return javadoc.replaceAll("\\n \\* ?", " ").replaceAll("\\{@link [\\w.]*?(\\w+)}", "`$1`")
                .replaceAll("\\{@code ([^}]*)}", "`$1`").replaceAll("\\s+", " ").replaceAll(":$", ".").strip();
    }

    /** The picture's rule: a package imports only what is drawn below it. So there are no cycles. */
    @Test
    void aPackageImportsOnlyWhatIsDrawnBelowIt() throws IOException {
        Map<String, Integer> drawn = new TreeMap<>();
        Matcher box = DRAWN.matcher(Files.readString(PICTURE));
        while (box.find()) {
            drawn.put(box.group(1).isEmpty() ? ROOT : ROOT + "." + box.group(1), Integer.valueOf(box.group(2)));
        }
        assertEquals(IMPORTS.keySet(), drawn.keySet(), PICTURE + " draws each package once");
        List<String> upwards = new ArrayList<>();
        IMPORTS.forEach((name, imported) -> imported.stream().filter(other -> drawn.get(other) <= drawn.get(name))
                .forEach(other -> upwards.add(shown(name) + " imports " + shown(other))));
        assertEquals(List.of(), upwards, PICTURE + " says that nobody imports what is not below");
    }

    /** The reasons beside the indexes are written by hand; a new or dropped index has to be entered or taken out there. */
    @Test
    void everyTableAndIndexOfAFreshStoreIsDescribed(@TempDir Path folder) throws Exception {
        String url = "jdbc:sqlite:" + folder.resolve("bridge.db");
        Flyway.configure().dataSource(url, null, null).locations("classpath:db/migration/sqlite").load().migrate();
        TreeSet<String> stored = new TreeSet<>();
        try (var connection = DriverManager.getConnection(url);
                ResultSet rows = connection.createStatement().executeQuery("select type, name from sqlite_master"
                        + " where type in ('table', 'index') and name not like 'sqlite_%' and name not like 'flyway_%'")) {
            while (rows.next()) {
                stored.add(rows.getString(1) + " " + rows.getString(2));
            }
        }
        String text = PAGE.text();
        String section = text.substring(text.indexOf("## The store"), text.indexOf("## Seams"));
        TreeSet<String> described = new TreeSet<>();
        Pattern.compile("^\\| (table|index) \\| `(\\w+)` \\|", Pattern.MULTILINE).matcher(section).results()
                .forEach(row -> described.add(row.group(1) + " " + row.group(2)));
        assertEquals(stored, described, "docs/architecture.md describes each table and index of the store");
    }
}
