package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.Nightly;

import com.fasterxml.jackson.databind.JsonNode;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * What the bridge has not is added as its users add it, by the launcher in a checkout; and the package that this makes reads a topic of a
 * real broker, and a real database.
 */
class AddedComponentsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path shared;
    private static Checkout checkout;
    private static KafkaBroker broker;
    private static String before;
    private static BridgeProcess.Command added;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;
    private BridgeProcess bridge;
    private String topic;

    @BeforeAll
    static void build() throws Exception {
        assumeTrue(Nightly.is(), "a build of its own with a broker: by night, or with -Dnightly=true");
        assumeFalse(BridgeProcess.isNative(), "what is added here is built for a JVM");
        checkout = Checkout.copyTo(shared.resolve("checkout"));
        before = checkout.ladibridge("routes", "check", made("kafka", "crm-topic")).output();
        made("sql", "shop-db");
        added = checkout.ladibridge("components", "add", "kafka", "org.postgresql:postgresql");
        assertEquals(0, added.exitCode(), added.output());
        broker = new KafkaBroker(shared.resolve("broker")).start();
    }

    private static String made(String kind, String name) throws Exception {
        BridgeProcess.Command made = checkout.ladibridge("new-source", kind, name);
        assertEquals(0, made.exitCode(), made.output());
        return name;
    }

    @AfterAll
    static void stopBroker() throws Exception {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void prepare(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        broker.topic(topic, PARTITIONS);
        bridge = new BridgeProcess(folder).packagedAs(checkout.jar()).with("BRIDGE_ROUTES", checkout.routes().toString())
                .with("CRM_TOPIC_TOPIC", topic).with("CRM_TOPIC_BROKERS", broker.address()).with("CRM_TOPIC_GROUP", topic);
    }

    @AfterEach
    void stop() throws Exception {
        bridge.close();
    }

    private static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).ignoreExceptions().until(condition);
    }

    private void send(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            broker.send(topic, i % PARTITIONS, customer(i), Map.of());
        }
    }

    private static String customer(int number) {
        return "{\"id\":" + number + ",\"name\":\"Khách\",\"email\":\"khach" + number + "@example.vn\"}";
    }

    private JsonNode counts() throws Exception {
        return counts("crm-topic");
    }

    private JsonNode counts(String source) throws Exception {
        return bridge.ledger().path("sources").path(source);
    }

    private void awaitStored(long records) {
        awaitStored("crm-topic", records);
    }

    private void awaitStored(String source, long records) {
        await(records + " records are stored", () -> counts(source).path("received").asLong()
                - counts(source).path("duplicate").asLong() == records && counts(source).path("inFlight").asLong() == 0);
    }

    private void awaitCommitted(long records) {
        await(records + " offsets are committed",
                () -> broker.committed(topic).values().stream().mapToLong(Long::longValue).sum() == records);
    }

    @Test
    void whatIsMissingIsToldWithTheCommandThatAddsIt() throws Exception {
        assertTrue(before.contains("crm-topic.camel.yaml:") && before.contains(
                "there is no component «kafka» in the bridge; add it with ./ladibridge components add camel-kafka"), before);
        assertTrue(added.output().contains("camel-kafka") && added.output().contains("kafka-clients-"), added.output());
        BridgeProcess.Command check = checkout.ladibridge("routes", "check", "crm-topic", "shop-db");
        assertEquals(0, check.exitCode(), check.output());
        assertTrue(check.output().contains("2 sources, 3 samples: nothing to mend"), check.output());
        BridgeProcess.Command list = checkout.ladibridge("components", "list");
        assertTrue(list.output().lines().anyMatch(line -> line.matches("kafka +component +camel-kafka")), list.output());
        BridgeProcess.Command again = checkout.ladibridge("components", "add", "camel-kafka");
        assertEquals(2, again.exitCode());
        assertTrue(again.output().contains("«camel-kafka» is in the bridge already, as org.apache.camel"), again.output());
        BridgeProcess.Command unknown = checkout.ladibridge("components", "add", "camel-kafak");
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.output().contains("Camel has no component «camel-kafak»; did you mean «camel-kafka»?"),
                unknown.output());
    }

    @Test
    void everyRecordIsAccountedForAndNoneStopsItsPartition() throws Exception {
        broker.send(topic, 0, "not json", Map.of());
        broker.send(topic, 0, "", Map.of());
        broker.send(topic, 0, null, Map.of());
        broker.send(topic, 0, "{\"before\":{\"id\":1},\"after\":null,\"source\":{},\"op\":\"d\"}", Map.of());
        broker.send(topic, 0, Files.readString(Path.of("routes/_template-kafka/samples/debezium.json")), Map.of());
        // Who writes a record decides nothing but its value.
        broker.send(topic, 0, customer(7), Map.of("kafka.OFFSET", "0", "KAFKA.OFFSET", "0", "Kafka.Topic", "x",
                "CAMELKafkaManualCommit", "x", "CamelHttpUri", "http://127.0.0.1:9", "bridge.eventId", "x"));
        bridge.start();
        awaitStored(6);
        assertEquals("{2=rejected, 2=ignored, 2=delivered}", "{" + counts().path("rejected") + "=rejected, "
                + counts().path("ignored") + "=ignored, " + counts().path("delivered") + "=delivered}", counts().toString());
        JsonNode rejected = bridge.get("/api/events?source=crm-topic&state=rejected");
        assertEquals("UNREADABLE", rejected.get(0).path("reason").asText(), rejected.toString());
        awaitCommitted(6);
        JsonNode newest = bridge.get("/api/events?source=crm-topic&limit=1").get(0);
        JsonNode event = bridge.get("/api/events/" + newest.path("id").asText());
        assertTrue(event.toString().contains(topic + "-0-5"), event.toString());
    }

    @Test
    void aBridgeThatIsKilledLosesNothingAndStoresNothingTwice() throws Exception {
        int records = 600;
        bridge.start();
        Thread writing = new Thread(() -> {
            try {
                send(0, records);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        writing.start();
        for (long at : new long[]{50, 200, 400}) {
            await(at + " records", () -> counts().path("received").asLong() >= at);
            bridge.kill();
            bridge.start();
        }
        writing.join();
        awaitStored(records);
        awaitCommitted(records);
        assertEquals(records, counts().path("delivered").asLong() + counts().path("superseded").asLong()
                + counts().path("unchanged").asLong(), counts().toString());
    }

    @Test
    void aBrokerThatIsKilledIsReadOnWhenItIsBack() throws Exception {
        bridge.start();
        send(0, 30);
        awaitStored(30);
        broker.kill();
        broker.start();
        send(30, 60);
        awaitStored(60);
        awaitCommitted(60);
    }

    @Test
    void whileNothingCanBeStoredNothingIsCommitted() throws Exception {
        bridge.start();
        send(0, 30);
        awaitStored(30);
        awaitCommitted(30);
        bridge.limitFileSize("1000000");
        send(30, 1_500);
        await("the store cannot be written", () -> bridge.output().contains("JournalUnavailableException"));
        long stored = counts().path("received").asLong();
        long committed = broker.committed(topic).values().stream().mapToLong(Long::longValue).sum();
        assertTrue(30 <= committed && committed <= stored && stored < 1_500, committed + " of " + stored);
        bridge.limitFileSize("unlimited");
        awaitStored(1_500);
        awaitCommitted(1_500);
        assertFalse(bridge.output().contains("khach1499@"), "personal data is in the log");
    }

    @Test
    void aDatabaseIsPolledByADriverThatWasAdded() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
                Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "create table customers (id bigserial primary key, name text, phone text, email text, birthday date, "
                            + "city text, updated_at timestamptz default now())");
            String insert = "insert into customers (name, email) select 'Khách', 'k' || i || '@example.vn' from generate_series(%d, %d) i";
            statement.execute(insert.formatted(1, 2_500));
            bridge.with("SHOP_DB_URL", "jdbc:postgresql://localhost:" + postgres.getPort() + "/postgres")
                    .with("SHOP_DB_TOKEN", "postgres:mat-khau-cua-kho").with("SHOP_DB_EVERY", "1s").start();
            awaitStored("shop-db", 2_500);
            bridge.kill();
            statement.execute(insert.formatted(2_501, 2_600));
            statement.execute("update customers set email = null where id = 7");
            bridge.start();
            // Whoever has neither address nor number any more is counted as rejected.
            awaitStored("shop-db", 2_601);
            assertEquals(1, counts("shop-db").path("rejected").asLong(), counts("shop-db").toString());
            assertFalse(bridge.output().contains("mat-khau-cua-kho"), "the password is in the log");
        }
    }
}
