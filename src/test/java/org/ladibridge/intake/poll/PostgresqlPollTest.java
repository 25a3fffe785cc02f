package org.ladibridge.intake.poll;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** {@link SqlPollTest} against PostgreSQL. */
class PostgresqlPollTest extends SqlPollTest {
    private EmbeddedPostgres server;

    @Override
    void startServer() throws Exception {
        Path access = Files.writeString(Files.createTempFile("pg", ".hba"), """
            host all postgres all trust
            host all all all scram-sha-256
            local all all trust
            """);
        access.toFile().deleteOnExit();
        server = EmbeddedPostgres.builder().setServerConfig("hba_file", access.toString()).start();
    }

    @Override
    void stopServer() throws Exception {
        server.close();
    }

    @Override
    String administrator() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    @Override
    String url() {
        return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
    }

    @Override
    List<String> account(String password) {
        return List.of("create role bridge superuser login password '" + password + "'");
    }

    @Override
    String timeType() {
        return "timestamp";
    }

    @Override
    String cut() {
        return "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'bridge'";
    }
}
