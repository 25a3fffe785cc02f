package org.ladibridge.journal;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.function.UnaryOperator;

import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteDataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import javax.sql.DataSource;

/** The databases that the journal has to do with alike: a test of it is one of every database. */
public enum TestStore {
    SQLITE {
        @Override
        DataSource dataSource(Path folder) {
            SQLiteDataSource sqlite = new SQLiteDataSource();
            sqlite.setUrl(url(folder, "FULL"));
            return sqlite;
        }

        @Override
        Database database(Path folder, DataSource dataSource) {
            return new SqliteDatabase(dataSource, flyway(dataSource, "sqlite"), folder);
        }

        @Override
        void refuse(Statement statement, String change, String eventId) throws SQLException {
            statement.execute(
                    "create trigger refuse_" + change + " before " + change + " on event when new.event_id = '" + eventId
                            + "' begin select raise(abort, 'no'); end");
        }
    },
    POSTGRESQL {
        @Override
        DataSource dataSource(Path folder) {
            return new KeptConnections(Server.url(folder));
        }

        @Override
        Database database(Path folder, DataSource dataSource) {
            return new PostgresqlDatabase(dataSource, flyway(dataSource, "postgresql"), Server.url(folder), folder,
                    Duration.ofSeconds(1));
        }

        @Override
        void refuse(Statement statement, String change, String eventId) throws SQLException {
            statement.execute("create function refuse_" + change + "() returns trigger language plpgsql as $$"
                    + " begin raise exception 'no' using errcode = 'check_violation'; end $$");
            statement.execute(
                    "create trigger refuse_" + change + " before " + change + " on event for each row when (new.event_id = '"
                            + eventId + "') execute function refuse_" + change + "()");
        }
    };

    /**
     * From now on the database refuses a record, as if it broke a rule.
     *
     * @param change insert or update
     */
    abstract void refuse(Statement statement, String change, String eventId) throws SQLException;

    /** One for each folder, which keeps what was stored in it. */
    abstract DataSource dataSource(Path folder);

    abstract Database database(Path folder, DataSource dataSource);

    JournalFixture open(Path folder, Clock clock) {
        return open(folder, clock, UnaryOperator.identity());
    }

    /** @param over what stands between the journal and its store */
    JournalFixture open(Path folder, Clock clock, UnaryOperator<DataSource> over) {
        DataSource sound = dataSource(folder);
        return new JournalFixture(folder, clock, database(folder, over.apply(sound)), sound);
    }

    static Flyway flyway(DataSource dataSource, String dialect) {
        return Flyway.configure().dataSource(dataSource).locations("classpath:db/migration/" + dialect).load();
    }

    /** @param synchronous OFF for one that survives a kill of the process and not one of the machine */
    static String url(Path folder, String synchronous) {
        return Settings.SQLITE_URL.replace("${bridge.data}", folder.toString()).replace("synchronous=FULL",
                "synchronous=" + synchronous);
    }

    /** The bridge's own. */
    private static final class Settings {
        static final String SQLITE_URL = url();

        private static String url() {
            Properties settings = new Properties();
            try (Reader file = Files.newBufferedReader(Path.of("application.properties"))) {
                settings.load(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return settings.getProperty("quarkus.datasource.jdbc.url");
        }
    }

    /** A server of the tests' own, which runs until the process ends; durable, as the journal wants it. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setServerConfig("fsync", "on").setServerConfig("full_page_writes", "on")
                        .setServerConfig("synchronous_commit", "on").setServerConfig("max_connections", "200").start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static String url(Path folder) {
            return POSTGRES.getJdbcUrl("postgres", "postgres") + "&logServerErrorDetail=false&currentSchema=s"
                    + Integer.toHexString(folder.toString().hashCode());
        }
    }
}
