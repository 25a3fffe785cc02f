package org.ladibridge.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jboss.logging.Logger;

/**
 * The prepared statements of one connection, each prepared once. Changes may be put off: those of one kind are then made together, as one
 * batch, at the end of the transaction or before the next statement that could meet them.
 */
final class Statements implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Statements.class);
    /** So many rows are kept in memory at most. */
    private static final int LONGEST_BATCH = 1_000;
    /** How many values stand in one list of a statement. */
    private static final int LONGEST_LIST = 256;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();
    /** How many times each is put off, in the order in which they were first. */
    private final Map<String, Integer> putOff = new LinkedHashMap<>();
    private final Map<String, String> lastOfTable = new HashMap<>();

    /** Reads the row that the cursor stands on. */
    interface RowConsumer {
        void read(ResultSet row) throws SQLException;
    }

    Statements(Connection connection) {
        this.connection = connection;
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        return statement;
    }

    /** Runs a statement that changes rows, after all that was put off. */
    int update(String sql, Object... parameters) throws SQLException {
        return bind(sql, parameters).executeUpdate();
    }

    /** Changes rows that no other statement which is put off changes. */
    void later(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepare(sql);
        set(statement, parameters);
        statement.addBatch();
        if (putOff.merge(sql, 1, Integer::sum) >= LONGEST_BATCH) {
            putOff.remove(sql);
            statement.executeBatch();
        }
    }

    /** Changes rows of a table in the order in which this is called for it. */
    void inOrder(String table, String sql, Object... parameters) throws SQLException {
        String last = lastOfTable.put(table, sql);
        if (last != null && !last.equals(sql)) {
            flush();
            lastOfTable.put(table, sql);
        }
        later(sql, parameters);
    }

    /** Makes what was put off. */
    void flush() throws SQLException {
        for (String sql : putOff.keySet()) {
            prepare(sql).executeBatch();
        }
        putOff.clear();
        lastOfTable.clear();
    }

    /** What was put off is not to be made. */
    void forget() {
        for (String sql : putOff.keySet()) {
            try {
                prepared.get(sql).clearBatch();
            } catch (SQLException e) {
                LOG.debug("The connection is broken, and with it goes what it was to do", e);
            }
        }
        putOff.clear();
        lastOfTable.clear();
    }

    /** The first column of the first row; null when there is none. */
    String text(String sql, Object... parameters) throws SQLException {
        try (ResultSet row = bind(sql, parameters).executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /** A statement that meets everything that was put off. */
    PreparedStatement bind(String sql, Object... parameters) throws SQLException {
        flush();
        PreparedStatement statement = prepare(sql);
        set(statement, parameters);
        return statement;
    }

    /**
     * Reads the rows of many keys by few statements.
     *
     * @param before what stands before the list
     * @param element of the list, with a parameter for each value of a key
     * @param keys each an array of as many values
     * @param after what stands behind the list
     */
    void each(String before, String element, List<Object[]> keys, String after, RowConsumer consumer) throws SQLException {
        for (int from = 0; from < keys.size(); from += LONGEST_LIST) {
            List<Object[]> some = keys.subList(from, Math.min(keys.size(), from + LONGEST_LIST));
            // A few lengths are prepared, not every one: the last key stands in the rest of the list, too.
            int length = Integer.highestOneBit(Math.max(1, some.size() * 2 - 1));
            List<Object> parameters = new ArrayList<>();
            for (int i = 0; i < length; i++) {
                parameters.addAll(List.of(some.get(Math.min(i, some.size() - 1))));
            }
            String sql = before + (element + ", ").repeat(length - 1) + element + after;
            try (ResultSet row = bind(sql, parameters.toArray()).executeQuery()) {
                while (row.next()) {
                    consumer.read(row);
                }
            }
        }
    }

    private static void set(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            set(statement, i + 1, parameters[i]);
        }
    }

    private static void set(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.NULL);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else if (value instanceof String text) {
            statement.setString(index, text);
        } else if (value instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else {
            statement.setObject(index, value);
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
    }
}
