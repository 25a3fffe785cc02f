package org.ladibridge.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.ladibridge.docs.Settings.Setting;

/** docs/reference.md lists every setting, as its Javadoc describes it and with the default that the package has. */
class ReferencePageTest {
    private static final Page PAGE = Page.of("docs/reference.md");
    private static final Path MAIN = Path.of("src/main/java/org/ladibridge");

    private static Settings settings() throws IOException {
        return Settings.of(List.of(MAIN.resolve("delivery/LadiFlowConfig.java"), MAIN.resolve("BackfillConfig.java"),
                MAIN.resolve("BridgeConfig.java"), MAIN.resolve("customer/TagsOnUpdate.java")));
    }

    private static Properties packaged() throws IOException {
        Properties packaged = new Properties();
        try (var properties = Files.newBufferedReader(Path.of("application.properties"))) {
            packaged.load(properties);
        }
        return packaged;
    }

    @Test
    void everySettingIsListedAsTheCodeDescribesIt() throws IOException {
        List<Setting> settings = settings().all();
        assertTrue(settings.size() > 30, "the interfaces are read");
        PAGE.holds("settings of LadiFlow", table(settings, "ladiflow."));
        PAGE.holds("settings of the bridge", table(settings, "bridge."));
    }

    @Test
    void everyPropertyThatIsPackagedIsASetting() throws IOException {
        TreeSet<String> packaged = packaged().stringPropertyNames().stream()
                .filter(name -> name.startsWith("ladiflow.") || name.startsWith("bridge."))
                .collect(Collectors.toCollection(TreeSet::new));
        packaged.removeAll(settings().all().stream().map(Setting::property).toList());
        assertEquals(new TreeSet<>(), packaged, "no interface declares these, so nobody reads or describes them");
    }

    private static String table(List<Setting> settings, String prefix) throws IOException {
        Properties packaged = packaged();
        StringBuilder table = new StringBuilder("| variable | default | meaning |\n|---|---|---|\n");
        settings.stream().filter(setting -> setting.property().startsWith(prefix)).forEach(setting -> {
            String standard = packaged.getProperty(setting.property(), setting.standard());
            table.append("| `").append(setting.variable()).append("` | ")
                    .append(standard == null ? "none" : "`" + standard + "`")
                    .append(" | ").append(setting.meaning()).append(" |\n");
        });
        return table.toString();
    }
}
