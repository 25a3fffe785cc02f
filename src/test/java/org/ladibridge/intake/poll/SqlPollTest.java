package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.ladibridge.ManualTicker;
import org.ladibridge.intake.RawRecord;
import org.ladibridge.intake.RefusedKeys;
import org.ladibridge.intake.SourceSentences;

/** A database that is polled, as a source of {@code new-source sql} does it; each server that is at hand runs all of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SqlPollTest {
    private static final ZoneId VIETNAM = ZoneId.of("Asia/Ho_Chi_Minh");
    private static final String PASSWORD = "thu-mat-khau";

    @TempDir
    Path folder;
    private final ManualTicker ticker = new ManualTicker();
    private final PollProgress progress = new PollProgress(Clock.systemUTC());
    private final RefusedKeys refused = new RefusedKeys();
    final List<RawRecord> stored = new ArrayList<>();
    private final List<String> pages = new ArrayList<>();
    private SqlCaller caller;
    PollSettings settings;
    private String checkpoint;
    String query;

    /** Starts a server that takes connections as an administrator. */
    abstract void startServer() throws Exception;

    abstract void stopServer() throws Exception;

    /** The address, of an administrator who needs no password. */
    abstract String administrator();

    abstract String url();

    /** What makes an account that can do everything in the database. */
    abstract List<String> account(String password);

    /** Of a time without a zone. */
    abstract String timeType();

    /** What ends the connections of that account. */
    abstract String cut();

    @BeforeAll
    void start() throws Exception {
        startServer();
        for (String statement : account(PASSWORD)) {
            execute(statement);
        }
    }

    @AfterAll
    void stop() throws Exception {
        stopServer();
    }

    @BeforeEach
    void table() throws Exception {
        execute("drop table if exists customers");
        execute("create table customers (id bigint primary key, name varchar(200), phone varchar(40), email varchar(200), "
                + "birthday date, city varchar(80), balance decimal(30,4), member boolean, updated_at " + timeType()
                + " null)");
        query = Files.readString(Path.of("routes/_template-sql/query.sql"));
        checkpoint = null;
        stored.clear();
        settings = new PollSettings();
        settings.setName("shop-db");
        settings.setUrl(url());
        settings.setAuth("basic");
        settings.setToken("bridge:" + PASSWORD);
        settings.setBody(folder.resolve("query.sql").toString());
        settings.setPaging("id");
        settings.setId("/id");
        settings.setUpdated("/updated_at");
        settings.setSinceFormat("yyyy-MM-dd HH:mm:ss.SSS");
        settings.setZone(VIETNAM.getId());
        settings.setLimit(10);
        settings.setRate(1_000);
        caller = new SqlCaller(Clock.systemUTC());
    }

    @AfterEach
    void close() {
        caller.close();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(administrator());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void insert(int id, String updated) throws SQLException {
        execute("insert into customers (id, name, email, birthday, balance, member, updated_at) values (" + id
                + ", 'Khách hàng', 'k" + id + "@example.vn', date '1992-05-09', 12345678901234567890.1250, true, " + updated
                + ")");
    }

    private static String ago(Duration time) {
        return "timestamp '"
                + LocalDateTime.now(VIETNAM).minus(time).truncatedTo(ChronoUnit.MICROS).toString().replace('T', ' ')
                + "'";
    }

    PollProgress.Status run() throws Exception {
        Files.writeString(folder.resolve("query.sql"), query);
        settings.validate();
        ticker.advance(Duration.ofMinutes(15));
        PollSource.Services services = new PollSource.Services(Clock.systemUTC(), ticker,
                RandomGenerator.of("L64X128MixRandom"), refused, source -> Optional.ofNullable(checkpoint), progress);
        new PollSource(settings, Duration.ofMinutes(5), services, "route", request -> {
            pages.add(request.body());
            return caller.call(request);
        }, (records, backfill, next) -> {
            stored.addAll(records);
            checkpoint = next.value();
            return Set.of();
        }, time -> pages.size() < 200).run();
        return progress.of("shop-db").orElseThrow();
    }

    private List<Integer> ids() {
        return stored.stream().map(row -> row.body().path("id").asInt()).toList();
    }

    @Test
    void everyRowIsReadOncePageByPageAndThenOnlyWhatChanges() throws Exception {
        insert(1, "timestamp '1970-01-01 00:00:00'");
        for (int i = 2; i <= 25; i++) {
            insert(i, ago(Duration.ofHours(9).minusMinutes(5 * i)));
        }
        assertEquals("idle", run().activity());
        assertEquals(IntStream.rangeClosed(1, 25).boxed().toList(), ids());
        stored.clear();
        insert(26, ago(Duration.ZERO));
        execute("update customers set name = 'Khác', updated_at = " + ago(Duration.ZERO) + " where id = 7");
        assertEquals("idle", run().activity());
        // The newest so far lies within the overlap; the store knows it.
        assertEquals(List.of(7, 25, 26), ids());
    }

    @Test
    void aRowIsWhatItsColumnsSayAndItsTimeIsThatOfTheZone() throws Exception {
        insert(9, "timestamp '2026-01-20 10:04:05.123456'");
        run();
        RawRecord row = stored.get(0);
        Map<String, String> columns = new TreeMap<>();
        row.body().properties().forEach(each -> columns.put(each.getKey(), each.getValue().toString()));
        assertEquals("{birthday=\"1992-05-09\", city=null, email=\"k9@example.vn\", id=9, name=\"Khách hàng\", phone=null, "
                + "updated_at=\"2026-01-20T10:04:05.123456\"}", columns.toString());
        assertEquals(Instant.parse("2026-01-20T03:04:05.123Z"), row.changedAt());
        query = query.replace("email,", "email, balance, member,");
        checkpoint = null;
        stored.clear();
        run();
        assertEquals("12345678901234567890.1250", stored.get(0).body().path("balance").asText());
        assertTrue(stored.get(0).body().path("member").asText().matches("true|1"), stored.get(0).body().toString());
    }

    /** The clock of the database, not ours, is what the watermark goes by. */
    @Test
    void theWatermarkIsTheTimeOfTheDatabase() throws Exception {
        insert(1, ago(Duration.ZERO).replaceFirst("timestamp '\\d{4}", "timestamp '2999"));
        insert(2, ago(Duration.ofMinutes(1)));
        Instant watermark = run().watermark();
        assertTrue(Duration.between(watermark, Instant.now()).abs().compareTo(Duration.ofMinutes(3)) < 0, watermark.toString());
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        insert(1, ago(Duration.ofHours(1)));
        query = "delete from customers where id > {lastId} or updated_at < {since}";
        PollProgress.Status status = run();
        assertTrue(status.problem().startsWith("the database refuses the query: "), status.problem());
        query = Files.readString(Path.of("routes/_template-sql/query.sql"));
        run();
        assertEquals(List.of(1), ids());
    }

    @Test
    void whatAnIdHoldsIsAValueAndNoSql() throws Exception {
        execute("create table if not exists odd (id varchar(80) primary key, updated_at " + timeType() + " null)");
        execute("delete from odd");
        execute("insert into odd values ('a'' or ''1''=''1', " + ago(Duration.ofHours(1)) + "), ('b; drop table odd', "
                + ago(Duration.ofHours(1)) + ")");
        settings.setLimit(1);
        query = "select id, updated_at from odd -- {nothing} 'here\nwhere updated_at >= {since} and id > {lastId} "
                + "and id <> '{lastId}' order by id limit {limit};";
        run();
        assertEquals(List.of("a' or '1'='1", "b; drop table odd"),
                stored.stream().map(row -> row.body().path("id").asText()).toList());
    }

    @Test
    void whatIsWrongIsToldInBothLanguagesWithoutThePassword() throws Exception {
        query = query.replace("customers", "kunden");
        PollProgress.Status status = run();
        assertTrue(status.problem().startsWith("the database refuses the query: ") && status.problem().contains("kunden"),
                status.problem());
        query = query.replace("kunden", "customers");
        settings.setToken("bridge:another");
        caller.close();
        status = run();
        assertEquals("the database refuses the account: correct SHOP_DB_TOKEN", status.problem());
        settings.setToken("bridge:" + PASSWORD);
        settings.setUrl(url().replaceFirst(":\\d+/", ":9/"));
        status = run();
        assertTrue(status.problem().startsWith("the database does not answer: "), status.problem());
        settings.setUrl("jdbc:oracle:thin:@//localhost/shop");
        caller.close();
        status = run();
        assertEquals("there is no driver for jdbc:oracle in the bridge; add it with ./ladibridge components add "
                + "com.oracle.database.jdbc:ojdbc17", status.problem());
        assertTrue(SourceSentences.vietnamese(status.problem()).orElse("").contains("hãy thêm bằng lệnh"));
        assertFalse(progress.toString().contains(PASSWORD));
    }

    @Test
    void aConnectionThatWasCutIsOpenedAgainInTheSameRun() throws Exception {
        insert(1, ago(Duration.ofHours(1)));
        run();
        execute(cut());
        insert(2, ago(Duration.ZERO));
        assertEquals("idle", run().activity());
        assertEquals(List.of(1, 1, 2), ids());
    }
}
