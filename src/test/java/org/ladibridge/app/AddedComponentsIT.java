package org.ladibridge.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;

import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;

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
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;

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
        made("mail", "portal-leads");
        made("s3", "partner-files");
        added = checkout.ladibridge("components", "add", "kafka", "org.postgresql:postgresql", "mail", "aws2-s3");
        assertEquals(0, added.exitCode(), added.output());
        Path mails = checkout.routes().resolve("portal-leads/portal-leads.camel.yaml");
        Files.writeString(mails, Files.readString(mails).replace("maxSize: 25M", "maxSize: 1M").replace("imaps:", "imap:"));
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
        BridgeProcess.Command check = checkout.ladibridge("routes", "check", "crm-topic", "shop-db", "portal-leads",
                "partner-files");
        assertEquals(0, check.exitCode(), check.output());
        assertTrue(check.output().contains("3 sources, 4 samples: nothing to mend"), check.output());
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
        await("the store cannot be written", () -> bridge.output().contains("the store cannot be written"));
        long stored = counts().path("received").asLong();
        long committed = broker.committed(topic).values().stream().mapToLong(Long::longValue).sum();
        assertTrue(30 <= committed && committed <= stored && stored < 1_500, committed + " of " + stored);
        bridge.limitFileSize("unlimited");
        awaitStored(1_500);
        awaitCommitted(1_500);
        assertFalse(bridge.output().contains("khach1499@"), "personal data is in the log");
    }

    /** Two of one group share a topic: one joins while the topic is written, and leaves again. */
    @Test
    void aBridgeThatJoinsOrLeavesTakesNothingWithItAndStoresNothingThatTheOtherHas() throws Exception {
        int records = 900;
        try (RecordingLadiFlow ladiflow = new RecordingLadiFlow();
                BridgeProcess second = ladiflow
                        .receivingFrom(new BridgeProcess(Files.createDirectories(folder.resolve("second"))))
                        .packagedAs(checkout.jar())
                        .with("BRIDGE_ROUTES", checkout.routes().toString()).with("CRM_TOPIC_TOPIC", topic)
                        .with("CRM_TOPIC_BROKERS", broker.address()).with("CRM_TOPIC_GROUP", topic)
                        .with("LADIFLOW_RATE", "0")) {
            ladiflow.receivingFrom(bridge).with("LADIFLOW_RATE", "0").start();
            send(0, records / 3);
            second.start();
            await("the second has a part of the topic", () -> {
                send(0, 3); // repetitions, to look at
                return second.ledger().path("sources").path("crm-topic").path("received").asLong() > 0;
            });
            send(records / 3, 2 * records / 3);
            second.stop();
            send(2 * records / 3, records);
            await("nothing is left",
                    () -> broker.committed(topic).values().stream().mapToLong(Long::longValue).sum() == broker.written(topic));
            // What it had not delivered yet it has not forgotten.
            second.start();
            await("every customer is told", () -> ladiflow.customers() == records);
            long stored = counts().path("received").asLong()
                    + second.ledger().path("sources").path("crm-topic").path("received").asLong();
            assertEquals(broker.written(topic), stored, "read twice, or not at all");
        }
    }

    @Test
    void aMailIsSeenWhenItIsStoredAndNoneStopsThoseBehindIt() throws Exception {
        GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        server.start();
        try {
            GreenMailUser user = server.setUser("leads@example.vn", "leads", "m?t+kh&u %23#}");
            bridge.with("PORTAL_LEADS_HOST", "127.0.0.1:" + server.getImap().getPort()).with("PORTAL_LEADS_USER", "leads")
                    .with("PORTAL_LEADS_PASSWORD", "sai").with("PORTAL_LEADS_EVERY", "1s").start();
            await("the account is refused", () -> source("portal-leads").contains("PORTAL_LEADS_PASSWORD"));
            bridge.kill();
            deliver(user, "<1@example.vn>", "text/plain; charset=utf-8", "Họ tên: An\nEmail: an@example.vn\nSĐT: 0912345678\n");
            deliver(user, "<2@example.vn>", "text/html; charset=utf-8",
                    "<table><tr><td>Họ tên</td><td>Bình</td></tr><tr><td>Email</td><td>binh@example.vn</td></tr></table>");
            deliver(user, "<3@example.vn>", "text/plain", "Xin chào, tôi muốn hỏi giá.\n");
            deliver(user, "<4@example.vn>", "multipart/mixed; boundary=A", """
                --A
                Content-Type: text/plain

                Danh sách tháng 7. Hotline: 0987654321
                --A
                Content-Type: text/csv; name="leads.csv"
                Content-Disposition: attachment; filename="../../leads.csv"

                Email,Tên
                chi@example.vn,Chi
                dung@example.vn,Dung
                sai,Ai
                --A--
                """);
            deliver(user, "<5@example.vn>", "text/plain", "x".repeat(2_000_000));
            deliver(user, "<6@example.vn>", "text/plain; charset=utf-8\nAuto-Submitted: auto-replied",
                    "Email: vang@example.vn\n");
            assertEquals(6, unseen(server));
            bridge.with("PORTAL_LEADS_PASSWORD", "m?t+kh&u %23#}").start();
            // An and Bình, two rows; rejected are the question, the row without anything, and what is too large.
            awaitStored("portal-leads", 8);
            await("all are seen", () -> unseen(server) == 0);
            JsonNode counts = counts("portal-leads");
            assertEquals("{4=delivered, 3=rejected, 1=ignored}", "{" + counts.path("delivered") + "=delivered, "
                    + counts.path("rejected") + "=rejected, " + counts.path("ignored") + "=ignored}", counts.toString());
            assertTrue(bridge.get("/api/events?source=portal-leads&state=rejected").toString().contains("maxSize"));
            assertFalse(Files.exists(folder.resolve("leads.csv")));

            for (int i = 10; i < 210; i++) {
                deliver(user, "<" + i + "@example.vn>", "text/plain; charset=utf-8",
                        "Tên: Khách\nEmail: k" + i + "@example.vn\n");
            }
            for (long at : new long[]{40, 110}) {
                await(at + " mails", () -> counts("portal-leads").path("received").asLong() >= at);
                bridge.kill();
                assertTrue(200 - unseen(server) <= 200, "seen");
                bridge.start();
            }
            awaitStored("portal-leads", 208);
            await("all are seen", () -> unseen(server) == 0);
            assertFalse(bridge.output().contains("k100@"), "personal data is in the log");
            assertFalse(bridge.output().contains("m?t+kh"), "the password is in the log");
        } finally {
            server.stop();
        }
    }

    private static void deliver(GreenMailUser user, String id, String type, String text) throws Exception {
        String raw = "From: no-reply@portal.example.vn\nTo: leads@example.vn\nSubject: Lead\nMessage-ID: " + id
                + "\nMIME-Version: 1.0\n"
                + "Content-Type: " + type + "\n\n" + text;
        user.deliver(new MimeMessage(Session.getInstance(new Properties()),
                new ByteArrayInputStream(raw.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8))));
    }

    private static int unseen(GreenMail server) throws Exception {
        Session session = Session.getInstance(new Properties());
        try (Store store = session.getStore("imap")) {
            store.connect("127.0.0.1", server.getImap().getPort(), "leads", "m?t+kh&u %23#}");
            return store.getFolder("INBOX").getUnreadMessageCount();
        }
    }

    private String source(String name) throws Exception {
        for (JsonNode each : bridge.get("/api/sources")) {
            if (each.path("name").asText().equals(name)) {
                return each.toString();
            }
        }
        return "";
    }

    @Test
    void anObjectLeavesItsBucketWhenItIsStored() throws Exception {
        try (S3Server server = new S3Server(folder.resolve("objects"), "leads")) {
            bridge.with("PARTNER_FILES_BUCKET", "leads").with("PARTNER_FILES_USER", "S3RVER")
                    .with("PARTNER_FILES_SECRET", "S3RVER")
                    .with("PARTNER_FILES_OTHER", "true").with("PARTNER_FILES_URL", server.address())
                    .with("PARTNER_FILES_EVERY", "1s")
                    .start();
            server.put("inbox/2026/07/khách.csv", "Email,Tên\nan@example.vn,An\nbinh@example.vn,Bình\n");
            server.put("inbox/2026/08/khách.csv", "Email,Tên\nchi@example.vn,Chi\nsai,Ai\n");
            server.put("inbox/bao-gia.pdf", "%PDF-1.4");
            server.put("inbox/", "");
            server.put("other/x.csv", "Email,Tên\nkhong@example.vn,An\n");
            awaitStored("partner-files", 4);
            await("they have left", () -> server.keys("inbox/").stream().allMatch("inbox/"::equals));
            assertEquals(List.of("other/x.csv"), server.keys("other/"));
            await("they are read",
                    () -> Files.list(folder.resolve("data/done/partner-files")).filter(f -> f.toString().endsWith(".csv"))
                            .count() == 2);
            assertEquals(3, counts("partner-files").path("delivered").asLong(), counts("partner-files").toString());
            // The same name with another content, and a kill in between.
            StringBuilder many = new StringBuilder("Email,Tên\n");
            for (int i = 0; i < 3_000; i++) {
                many.append("k").append(i).append("@example.vn,Khách\n");
            }
            server.put("inbox/2026/07/khách.csv", many.toString());
            await("some", () -> counts("partner-files").path("received").asLong() > 100);
            bridge.kill();
            bridge.start();
            awaitStored("partner-files", 3_004);
            await("it has left", () -> server.keys("inbox/2026/").isEmpty());
            server.stop();
            await("a server that is gone is told", () -> source("partner-files").contains("nothing is fetched"));
        }
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
            statement.execute("update customers set email = null, updated_at = now() where id = 7");
            bridge.start();
            // Whoever has neither address nor number any more is counted as rejected.
            awaitStored("shop-db", 2_601);
            assertEquals(1, counts("shop-db").path("rejected").asLong(), counts("shop-db").toString());
            assertFalse(bridge.output().contains("mat-khau-cua-kho"), "the password is in the log");
        }
    }
}
