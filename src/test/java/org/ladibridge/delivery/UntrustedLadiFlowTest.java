package org.ladibridge.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;

import org.apache.camel.RoutesBuilder;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.junit6.CamelTestSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.BridgeConfig;
import org.ladibridge.customer.Reason;
import org.ladibridge.delivery.LadiFlowConfig.Missing;
import org.ladibridge.delivery.LadiFlowConfig.Write;
import org.ladibridge.http.CallDeadline;
import org.ladibridge.journal.JournalComponent;
import org.ladibridge.journal.JournalFixture;
import org.ladibridge.journal.JournalReader.Event;
import org.ladibridge.journal.JournalReader.Search;
import org.ladibridge.journal.NewRecord;
import org.ladibridge.journal.Priority;
import org.ladibridge.trace.Traces;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** A certificate that no authority of this machine knows does not pass by itself. */
class UntrustedLadiFlowTest extends CamelTestSupport {
    @TempDir
    Path folder;
    private final Clock clock = Clock.systemUTC();
    private final WireMockServer ladiflow = new WireMockServer(
            WireMockConfiguration.options().dynamicPort().dynamicHttpsPort());
    private final ObjectMapper json = new ObjectMapper();
    private final CallDeadline deadline = new CallDeadline();
    private JournalFixture store;
    private TestConfig config;
    private LadiFlowGate gate;

    @Override
    protected void bindToRegistry(Registry registry) {
        ladiflow.start();
        store = new JournalFixture(folder, clock);
        config = new TestConfig(Write.UPSERT, Missing.CREATE, "https://localhost:" + ladiflow.httpsPort() + "/1.0");
        gate = new LadiFlowGate(clock, System::nanoTime, new Random(1), config);
        registry.bind("journal", new JournalComponent(store.journal, clock));
        registry.bind("ladiflowGate", gate);
        registry.bind("ladiflowCalls", new LadiFlowCalls(deadline, config));
    }

    @Override
    protected RoutesBuilder createRouteBuilder() {
        BridgeConfig bridge = JournalFixture.config(folder);
        return new CustomerDeliveryRoute(config, bridge,
                new CustomerDelivery(store.journal, config, gate, new TagDirectory(clock), json, clock),
                new LadiFlowClient(json, clock, new AnswerJudge(json, clock, config), new SimpleMeterRegistry(),
                        new Traces(bridge), config, bridge),
                gate);
    }

    @Override
    protected void doPostTearDown() throws Exception {
        store.close();
        ladiflow.stop();
        deadline.close();
    }

    @Test
    void theRecordWaitsAndTheOperatorIsToldWhichCertificateToImportWhere() {
        byte[] payload = "{\"email\":\"an@example.vn\"}".getBytes(StandardCharsets.UTF_8);
        store.append(new NewRecord(0, "test", "e1", "email:an@example.vn", null, Priority.LIVE, payload, payload, null, null,
                null, List.of()));
        Awaitility.await().until(() -> event().state().equals("waiting"));

        assertEquals(Reason.LADIFLOW_NOT_TRUSTED.name(), event().reason());
        assertEquals(Reason.LADIFLOW_NOT_TRUSTED, gate.status().reason(), "nobody else would fare better");
        for (String sentence : List.of(gate.status().reason().en(), gate.status().reason().vi())) {
            assertTrue(sentence.contains("-Djavax.net.ssl.trustStore=FILE") && sentence.contains("LADIFLOW_URL"), sentence);
        }
        assertTrue(ladiflow.getAllServeEvents().isEmpty(), "nothing is said to whom we do not trust");
    }

    private Event event() {
        return store.reader.events(new Search("test", null, null, List.of(), null, null, 10)).get(0);
    }
}
