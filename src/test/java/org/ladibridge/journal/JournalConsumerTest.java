package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;

import org.apache.camel.Consumer;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ShutdownAware;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.ManualClock;

class JournalConsumerTest {
    @TempDir
    Path folder;

    @Test
    void aSecondOneIsRefusedAndEndsWithoutHarmToTheFirst() throws Exception {
        ManualClock clock = new ManualClock(Instant.parse("2026-01-20T03:04:05Z"));
        try (JournalFixture fixture = new JournalFixture(folder, clock);
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addComponent("journal", new JournalComponent(fixture.journal, clock));
            camel.start();
            Consumer first = consumer(camel);
            first.start();
            Consumer second = consumer(camel);
            assertThrows(Exception.class, second::start);
            assertTrue(((ShutdownAware) second).deferShutdown(ShutdownRunningTask.CompleteCurrentTaskOnly));
            second.stop();
            assertTrue(fixture.journal.tellsOutcomes());
            first.stop();
        }
    }

    private static Consumer consumer(DefaultCamelContext camel) throws Exception {
        return camel.getEndpoint("journal:outcomes").createConsumer(exchange -> {
        });
    }
}
