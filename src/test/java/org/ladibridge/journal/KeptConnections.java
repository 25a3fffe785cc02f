package org.ladibridge.journal;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Logger;

import javax.sql.DataSource;

/** A pool that keeps what was prepared, for tests that read a small store very often: preparing takes longer than reading. */
final class KeptConnections implements DataSource, AutoCloseable {
    private final String url;
    private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Connection> all = new ConcurrentLinkedQueue<>();

    KeptConnections(String url) {
        this.url = url;
    }

    @Override
    public Connection getConnection() throws SQLException {
        for (Connection known = idle.poll(); known != null; known = idle.poll()) {
            if (!known.isClosed()) {
                return known;
            }
        }
        Connection own = DriverManager.getConnection(url);
        all.add(own);
        return (Connection) Proxy.newProxyInstance(KeptConnections.class.getClassLoader(), new Class<?>[]{Connection.class},
                new Kept(own));
    }

    private final class Kept implements InvocationHandler {
        private final Connection own;
        private final Map<String, PreparedStatement> prepared = new HashMap<>();

        Kept(Connection own) {
            this.own = own;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "close" -> {
                    idle.add((Connection) proxy);
                    return null;
                }
                case "unwrap" -> {
                    return own;
                }
                case "prepareStatement" -> {
                    if (arguments.length == 1) {
                        PreparedStatement statement = prepared.get((String) arguments[0]);
                        if (statement == null) {
                            statement = kept(own.prepareStatement((String) arguments[0]));
                            prepared.put((String) arguments[0], statement);
                        }
                        return statement;
                    }
                }
                default -> {
                }
            }
            return called(own, method, arguments);
        }
    }

    private static PreparedStatement kept(PreparedStatement own) {
        return (PreparedStatement) Proxy.newProxyInstance(KeptConnections.class.getClassLoader(),
                new Class<?>[]{PreparedStatement.class},
                (proxy, method, arguments) -> method.getName().equals("close") ? null : called(own, method, arguments));
    }

    private static Object called(Object own, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(own, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : all) {
            connection.close();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setLoginTimeout(int seconds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("no " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
