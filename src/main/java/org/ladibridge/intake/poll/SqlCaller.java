package org.ladibridge.intake.poll;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.sql.Types;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.ladibridge.intake.api.ApiCaller;
import org.ladibridge.intake.api.ApiReply;
import org.ladibridge.intake.api.ApiRequest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Asks a database as an API is asked: the request's body is a query with its values, the answer a JSON array of its rows, and the time of
 * the answer the database's. Nothing is ever written: each query runs in a transaction that is read-only and rolled back.
 */
final class SqlCaller implements ApiCaller, AutoCloseable {
    static final String SCHEME = "jdbc:";
    private static final int TIMEOUT_SECONDS = 60;
    private static final int IDLE_SECONDS = 30;
    private static final int UNAUTHORIZED = 401;
    private static final Map<String, String> DRIVERS = Map.of("postgresql", "org.postgresql:postgresql", "mysql",
            "com.mysql:mysql-connector-j", "mariadb", "org.mariadb.jdbc:mariadb-java-client", "sqlserver",
            "com.microsoft.sqlserver:mssql-jdbc", "oracle", "com.oracle.database.jdbc:ojdbc17");
    private static final Set<String> COUNTS = Set.of("limit", "offset", "page");
    private static final Pattern PLACEHOLDER = Pattern.compile("'(?:[^']|'')*'|--[^\\n]*|\\{(\\w+)}");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.SSSSSS]", Locale.ROOT);
    private static final DateTimeFormatter DATE_HEADER = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final ObjectMapper json = new ObjectMapper();
    private final Clock clock;
    private Connection connection;
    private long usedAt;

    /** The database does not take the query as it stands, now or later; the message says why and what helps, without a secret. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The database is not to be reached, or too busy; this passes. */
    static final class UnavailableException extends IOException {
        private static final long serialVersionUID = 1L;

        UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A query and what its placeholders stand for.
     *
     * @param sql with {@code ?} in the place of each value
     */
    record Statement(String sql, List<Value> values) {
        /** Placeholders in texts and comments are none. */
        static Statement of(String template, Map<String, String> values) {
            List<Value> bound = new ArrayList<>();
            Matcher matcher = PLACEHOLDER.matcher(template);
            StringBuilder sql = new StringBuilder();
            while (matcher.find()) {
                String name = matcher.group(1);
                if (name != null && values.containsKey(name)) {
                    bound.add(new Value(values.get(name), COUNTS.contains(name)));
                    matcher.appendReplacement(sql, "?");
                } else {
                    matcher.appendReplacement(sql, Matcher.quoteReplacement(matcher.group()));
                }
            }
            return new Statement(matcher.appendTail(sql).toString().strip().replaceFirst(";$", ""), bound);
        }
    }

    /** @param isCount whether it is a number of rows, which no database takes as a text */
    record Value(String text, boolean isCount) {
    }

    SqlCaller(Clock clock) {
        this.clock = clock;
    }

    /** The names that a query has in braces. */
    static Stream<String> placeholders(String sql) {
        return PLACEHOLDER.matcher(sql).results().map(found -> found.group(1)).filter(Objects::nonNull);
    }

    static boolean isFor(String url) {
        return url.startsWith(SCHEME);
    }

    @Override
    public synchronized ApiReply call(ApiRequest request) throws IOException {
        JsonNode asked = json.readTree(request.body());
        Map<String, String> values = json.convertValue(asked.path("values"),
                json.getTypeFactory().constructMapType(Map.class, String.class, String.class));
        String[] account = account(request);
        try {
            Connection open = open(request.uri(), account);
            String date = DATE_HEADER.format(now(open));
            byte[] rows = json.writeValueAsBytes(
                    rows(open, Statement.of(asked.path("sql").asText(), values), Integer.parseInt(values.get("limit"))));
            open.rollback();
            usedAt = clock.millis();
            return new ApiReply(200, rows, Map.of("Date", date));
        } catch (SQLException e) {
            close();
            String said = masked(String.valueOf(e.getMessage()).strip(), account);
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            if (state.startsWith("28")) {
                return new ApiReply(UNAUTHORIZED, new byte[0], Map.of());
            }
            if (isPassing(e, state)) {
                throw new UnavailableException("the database does not answer: " + said, e);
            }
            throw new RefusedException("the database refuses the query: " + said, e);
        }
    }

    private static boolean isPassing(SQLException e, String state) {
        return e instanceof SQLTransientException || e instanceof SQLRecoverableException || e instanceof SQLTimeoutException
                || state.matches("(08|40|53|57|58).*") || state.startsWith("HYT");
    }

    /** As the request carries it: user and password. */
    private static String[] account(ApiRequest request) {
        String header = request.headers().getOrDefault("Authorization", "");
        if (!header.startsWith("Basic ")) {
            return new String[]{"", ""};
        }
        String[] pair = new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8)
                .split(":", 2);
        return new String[]{pair[0], pair.length > 1 ? pair[1] : ""};
    }

    private static String masked(String text, String[] account) {
        return account[1].isEmpty() ? text : text.replace(account[1], "***");
    }

    private Connection open(URI uri, String[] account) throws SQLException, RefusedException {
        if (connection != null && clock.millis() - usedAt > IDLE_SECONDS * 1_000L && !connection.isValid(5)) {
            close();
        }
        if (connection == null) {
            String url = uri.toString();
            Properties properties = new Properties();
            if (!account[0].isEmpty()) {
                properties.setProperty("user", account[0]);
                properties.setProperty("password", account[1]);
            }
            // PostgreSQL is to take each value for what it is compared with, as the others do.
            properties.setProperty("stringtype", "unspecified");
            connection = driver(url).connect(url, properties);
            connection.setReadOnly(true);
            if (isMysql(connection)) {
                // MariaDB's driver keeps the line above to itself, and a table of MyISAM cannot be rolled back.
                try (java.sql.Statement statement = connection.createStatement()) {
                    statement.execute("set session transaction read only");
                }
            }
            connection.setAutoCommit(false);
        }
        return connection;
    }

    private static Driver driver(String url) throws SQLException, RefusedException {
        return find(url).orElseThrow(() -> new RefusedException(noDriver(url), null));
    }

    private static Optional<Driver> find(String url) throws SQLException {
        for (Driver driver : ServiceLoader.load(Driver.class, SqlCaller.class.getClassLoader())) {
            if (driver.acceptsURL(url)) {
                return Optional.of(driver);
            }
        }
        return Optional.empty();
    }

    /** What to do when nothing in the bridge speaks to such a database; empty when something does. */
    static Optional<String> withoutDriver(String url) {
        try {
            return find(url).isPresent() ? Optional.empty() : Optional.of(noDriver(url));
        } catch (SQLException e) {
            // The driver is there; what it has against the address it says when it is asked.
            return Optional.empty();
        }
    }

    private static String noDriver(String url) {
        String kind = url.substring(SCHEME.length()).replaceFirst(":.*", "");
        return "there is no driver for jdbc:" + kind + " in the bridge; add it with ./ladibridge components add "
                + DRIVERS.getOrDefault(kind, "GROUP:ARTIFACT of the driver");
    }

    private static OffsetDateTime now(Connection open) throws SQLException {
        String product = product(open);
        boolean epoch = isMysql(open);
        String sql = epoch
                ? "select unix_timestamp(now(3))"
                : product.contains("oracle")
                        ? "select systimestamp from dual"
                        : product.contains("microsoft") ? "select sysdatetimeoffset()" : "select current_timestamp";
        try (java.sql.Statement statement = open.createStatement(); ResultSet result = statement.executeQuery(sql)) {
            result.next();
            if (epoch) {
                return java.time.Instant.ofEpochMilli(result.getBigDecimal(1).movePointRight(3).longValue())
                        .atOffset(ZoneOffset.UTC);
            }
            return product.contains("sqlite")
                    ? LocalDateTime.parse(result.getString(1).replace(' ', 'T')).atOffset(ZoneOffset.UTC)
                    : result.getObject(1, OffsetDateTime.class);
        }
    }

    private static String product(Connection open) throws SQLException {
        return open.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT);
    }

    private static boolean isMysql(Connection open) throws SQLException {
        return product(open).contains("mysql") || product(open).contains("mariadb");
    }

    private ArrayNode rows(Connection open, Statement query, int limit) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(query.sql())) {
            statement.setQueryTimeout(TIMEOUT_SECONDS);
            statement.setMaxRows(limit);
            for (int i = 0; i < query.values().size(); i++) {
                Value value = query.values().get(i);
                if (value.isCount()) {
                    statement.setLong(i + 1, Long.parseLong(value.text()));
                } else {
                    statement.setString(i + 1, value.text());
                }
            }
            ArrayNode rows = json.createArrayNode();
            try (ResultSet result = statement.executeQuery()) {
                ResultSetMetaData columns = result.getMetaData();
                while (result.next()) {
                    ObjectNode row = rows.addObject();
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        put(row, columns, i, result);
                    }
                }
            }
            return rows;
        }
    }

    private static void put(ObjectNode row, ResultSetMetaData columns, int i, ResultSet result) throws SQLException {
        String name = columns.getColumnLabel(i);
        String type = columns.getColumnTypeName(i).toLowerCase(Locale.ROOT);
        switch (columns.getColumnType(i)) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.NUMERIC, Types.DECIMAL -> {
                BigDecimal number = result.getBigDecimal(i);
                row.put(name, number);
            }
            case Types.BOOLEAN, Types.BIT -> {
                boolean value = result.getBoolean(i);
                row.put(name, result.wasNull() ? null : Boolean.valueOf(value));
            }
            case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE -> {
                boolean hasZone = columns.getColumnType(i) == Types.TIMESTAMP_WITH_TIMEZONE || type.contains("timestamptz")
                        || type.contains("with time zone");
                row.put(name, hasZone
                        ? text(result.getObject(i, OffsetDateTime.class))
                        : text(result.getObject(i, LocalDateTime.class)));
            }
            case Types.DATE -> {
                String day = result.getString(i);
                // How MySQL and MariaDB may write that there is none.
                row.put(name, day == null || day.contains("-00") ? null : day);
            }
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> row.put(name, result.getBytes(i));
            default -> row.put(name, result.getString(i));
        }
    }

    private static String text(OffsetDateTime time) {
        return time == null ? null : LOCAL.format(time.withOffsetSameInstant(ZoneOffset.UTC)) + "Z";
    }

    private static String text(LocalDateTime time) {
        return time == null ? null : LOCAL.format(time);
    }

    /** Gives the connection back; another call opens it again. */
    @Override
    public synchronized void close() {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                // It is gone already.
            }
            connection = null;
        }
    }
}
