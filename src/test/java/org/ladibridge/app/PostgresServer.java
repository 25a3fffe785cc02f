package org.ladibridge.app;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.ladibridge.Ports;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A PostgreSQL server that can be stopped and started again with what it holds; durable, as the bridge wants it. */
final class PostgresServer implements AutoCloseable {
    /** Any is right. */
    static final String PASSWORD = "s3cret-of-the-store";

    private final Path folder;
    private final int port = Ports.free();
    private EmbeddedPostgres server;

    /** @param folder where its data go */
    PostgresServer(Path folder) {
        this.folder = folder;
    }

    PostgresServer start() throws IOException {
        server = EmbeddedPostgres.builder().setPort(port).setDataDirectory(folder).setCleanDataDirectory(false)
                .setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
        return this;
    }

    void stop() throws IOException {
        server.close();
    }

    /** A bridge with its store in a schema of this server. */
    BridgeProcess under(BridgeProcess bridge, String schema) {
        return bridge.with("BRIDGE_STORE", url() + "?currentSchema=" + schema).with("BRIDGE_STORE_USER", "postgres")
                .with("BRIDGE_STORE_PASSWORD", PASSWORD);
    }

    String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    /** The first column of the first row. */
    String query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(), "postgres", "postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** Every connection of bridges is cut, as by a firewall that forgets them. */
    void cut() throws SQLException {
        query("select count(pg_terminate_backend(pid)) from pg_stat_activity where application_name = 'ladibridge'");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
