package org.ladibridge.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import io.quarkus.runtime.configuration.ConfigurationException;
import javax.sql.DataSource;

/**
 * The database that the journal stands in. All SQL is one text for every database; what is peculiar to one is behind this.
 *
 * @see SqliteDatabase
 * @see PostgresqlDatabase
 */
public interface Database {

    /** Whose connections are in auto-commit mode. */
    DataSource dataSource();

    /**
     * Takes the store for this process alone, and brings it to this version.
     *
     * @throws ConfigurationException when a setting is wrong
     * @throws SQLException when the database cannot be used; a {@link StoreFault} when that does not mend itself
     */
    void open() throws SQLException;

    /** Lets go of what {@link #open} took. */
    void close() throws IOException;

    /** Which store it is, for a sentence: «the store …». */
    String name();

    /**
     * The writer has this connection from now on, and writes through no other one.
     *
     * @throws StoreFault when somebody else has taken the store meanwhile
     */
    void writesThrough(Connection connection) throws SQLException;

    /** The connection goes back to where it came from; it may be broken. */
    void writesNoMore(Connection connection);

    /** The statement that begins a transaction of the writer. */
    String begin();

    /**
     * The statement has committed, without an error.
     *
     * @throws SQLException when the database said that what was committed may get lost
     */
    void committed(Statement commit) throws SQLException;

    /**
     * Cheap enough for every transaction.
     *
     * @throws StoreFault when what is written now would not be found after the next start
     */
    void check() throws StoreFault;

    /** What a failure means, in words for whoever runs the bridge. */
    Exception explain(Exception failure);

    /** What can be done when a write failed, for a sentence that it ends. */
    String remedy();

    /** Has the planner read the table by this index; empty where it does so by itself. */
    String by(String index);

    /**
     * Writes a copy of the whole store as of one moment.
     *
     * @throws JournalUnavailableException when it cannot be written
     * @throws UnsupportedOperationException when the database has its own way, which the message names
     */
    void backup(Path file);
}
