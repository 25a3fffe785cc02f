package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

import com.fasterxml.jackson.databind.JsonNode;

/** Another Camel application sends its customers through the kamelet of docs/camel: the bridge believes its signatures. */
class AnybodysCamelIT {
    private static final int CUSTOMERS = 80;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void itsCustomersArriveAndWhatItRepeatsIsStoredOnce() throws Exception {
        try (BridgeProcess bridge = new BridgeProcess(folder)) {
            bridge.start();
            Main camel = new Main();
            camel.setDefaultPropertyPlaceholderLocation("false");
            camel.addOverrideProperty("camel.component.kamelet.location", "file:docs/camel");
            camel.configure().addRoutesBuilder(new RouteBuilder() {
                @Override
                public void configure() {
                    errorHandler(noErrorHandler());
                    from("direct:customer").to(uri(BridgeProcess.WEBHOOK_SECRET));
                    from("direct:stranger").to(uri("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
                }

                private String uri(String secret) {
                    return "kamelet:ladiflow-customer-sink?eventId=RAW(${header.orderId})&secret=RAW(" + secret + ")&url=RAW("
                            + "http://127.0.0.1:" + bridge.port + "/hooks/standard-webhook)";
                }
            });
            camel.start();
            ExecutorService threads = Executors.newFixedThreadPool(16);
            try {
                ProducerTemplate template = camel.getCamelTemplate();
                List<CompletableFuture<Exchange>> sent = IntStream.range(0, CUSTOMERS)
                        .mapToObj(n -> CompletableFuture.supplyAsync(() -> send(template, "direct:customer", n), threads))
                        .toList();
                for (CompletableFuture<Exchange> one : sent) {
                    assertNull(one.get().getException());
                }
                Exchange repeated = send(template, "direct:customer", 7);
                assertTrue(repeated.getMessage().getBody(String.class).contains("\"duplicate\":1"),
                        repeated.getMessage().getBody(String.class));
                assertEquals("the customer is refused (HTTP 401)",
                        send(template, "direct:stranger", 1).getException().getMessage());
                JsonNode ledger = bridge.awaitAllDelivered(CUSTOMERS + 1, Duration.ofSeconds(60));
                assertEquals(CUSTOMERS, ledger.path("delivered").asLong(), ledger.toString());
                assertTrue(ledger.path("balanced").asBoolean(), ledger.toString());
                JsonNode first = bridge.get("/sandbox/customers?limit=1000").get(0);
                assertEquals("Nguyễn Văn An", first.path("first_name").asText(), first.toString());
            } finally {
                threads.shutdownNow();
                camel.stop();
            }
        }
    }

    private static Exchange send(ProducerTemplate template, String to, int n) {
        return template.send(to, exchange -> {
            exchange.getMessage().setHeader("orderId", "SO-" + n);
            exchange.getMessage().setBody(Map.of("email", "an" + n + "@example.vn", "full_name", "Nguyễn Văn An"));
        });
    }
}
