package org.ladibridge.intake.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The page says all that there is, and of each preset what it really does. */
class VerificationPageTest {
    @Test
    void everyPresetPlaceholderAndValueStandsOnThePage() throws IOException {
        String page = Files.readString(Path.of("docs/verification.md"));
        List<String> wanted = new ArrayList<>();
        Preset.all().forEach(preset -> {
            wanted.add(preset.label());
            preset.schemes().stream().limit(1).forEach(scheme -> {
                wanted.add(scheme.signature().toString());
                if (scheme.timestamp() != null) {
                    wanted.add(scheme.timestamp().toString());
                }
                if (!scheme.signed().text().isEmpty()) {
                    wanted.add(scheme.signed().toString());
                }
            });
        });
        Stream.of(Scheme.Hash.values(), Scheme.Encoding.values(), Scheme.KeyEncoding.values(), Scheme.TimeUnit.values())
                .flatMap(Stream::of).map(value -> ((Enum<?>) value).name().toLowerCase(Locale.ROOT)).forEach(wanted::add);
        assertEquals(List.of(), wanted.stream().filter(each -> !page.contains("`" + each + "`")).toList());
        assertEquals(List.of(), Stream.of(Template.Name.values()).map(Template.Name::written)
                .filter(name -> !page.contains("{" + name + "}") && !page.contains("{" + name + ":")).toList());
    }
}
