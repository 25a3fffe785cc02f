package org.ladibridge.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class IntakeExchangeTest {
    private static final Pattern SET = Pattern.compile("setProperty:\\s+name: (\\S+)");

    /** A name that is written in two places is another one in one of them some day. */
    @Test
    void thePropertyThatAKameletSetsIsTheOneThatIsRead() throws IOException {
        try (Stream<Path> kamelets = Files.list(Path.of("routes/kamelets"))) {
            Set<String> names = kamelets.filter(file -> file.toString().endsWith(".yaml")).map(IntakeExchangeTest::text)
                    .flatMap(text -> SET.matcher(text).results()).map((MatchResult found) -> found.group(1))
                    .collect(Collectors.toSet());
            assertEquals(Set.of(IntakeExchange.EVENT_ID), names);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
