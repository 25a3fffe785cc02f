package org.ladibridge.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

class WholeMigrationTest {

    @Test
    void aMigrationThatFailsLeavesTheStoreAsItWas(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("V1000__bad.sql"), "create table last (id bigint); select no_such_function();");
        SQLiteDataSource store = new SQLiteDataSource();
        store.setUrl("jdbc:sqlite:" + folder.resolve("bridge.db") + "?journal_mode=WAL&transaction_mode=IMMEDIATE");
        FluentConfiguration flyway = Flyway.configure().dataSource(store)
                .locations("classpath:db/migration/sqlite", "filesystem:" + folder);
        new WholeMigration().customize(flyway);
        assertThrows(FlywayException.class, flyway.load()::migrate);
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet tables = statement
                        .executeQuery("select count(*) from sqlite_schema where name in ('event', 'last')")) {
            tables.next();
            assertEquals(0, tables.getInt(1));
        }
    }
}
