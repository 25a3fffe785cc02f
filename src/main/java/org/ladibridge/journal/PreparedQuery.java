package org.ladibridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

import org.jboss.logging.Logger;

import javax.sql.DataSource;

/** A query that is made for every record: a few connections stay open with its statement prepared. */
final class PreparedQuery implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PreparedQuery.class);
    private static final int MOST_KEPT = 4;

    /** Reads the row that the cursor stands on. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private record Prepared(Connection connection, PreparedStatement statement) {
        void close() throws SQLException {
            try (connection) {
                statement.close();
            }
        }
    }

    private final DataSource dataSource;
    private final String sql;
    private final BlockingQueue<Prepared> kept = new ArrayBlockingQueue<>(MOST_KEPT);

    PreparedQuery(DataSource dataSource, String sql) {
        this.dataSource = dataSource;
        this.sql = sql;
    }

    <T> Optional<T> first(RowReader<T> reader, String... parameters) throws SQLException {
        Prepared prepared = kept.poll();
        if (prepared == null) {
            return first(prepare(), reader, parameters);
        }
        try {
            return first(prepared, reader, parameters);
        } catch (SQLException e) {
            if (!WriteFault.isConnectionLost(e)) {
                throw e;
            }
            // The server was started anew since: the others that are kept are broken, too.
            close();
            return first(prepare(), reader, parameters);
        }
    }

    private <T> Optional<T> first(Prepared prepared, RowReader<T> reader, String... parameters) throws SQLException {
        boolean sound = false;
        try {
            for (int i = 0; i < parameters.length; i++) {
                prepared.statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = prepared.statement.executeQuery()) {
                Optional<T> first = row.next() ? Optional.of(reader.read(row)) : Optional.empty();
                sound = true;
                return first;
            }
        } finally {
            if (!sound || !kept.offer(prepared)) {
                prepared.close();
            }
        }
    }

    private Prepared prepare() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            return new Prepared(connection, driversOwn(connection).prepareStatement(sql));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * The driver's connection in that of the pool: the pool's remembers every result set until the connection is given back, and one
     * that is kept would fill the heap.
     */
    static Connection driversOwn(Connection connection) throws SQLException {
        return connection.unwrap(Connection.class);
    }

    @Override
    public void close() {
        for (Prepared prepared = kept.poll(); prepared != null; prepared = kept.poll()) {
            try {
                prepared.close();
            } catch (SQLException e) {
                LOG.debug("A connection was broken when it was closed", e);
            }
        }
    }
}
