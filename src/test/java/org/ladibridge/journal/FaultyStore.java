package org.ladibridge.journal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import javax.sql.DataSource;

/** A sound store behind a connection that fails when a test wants it to. */
final class FaultyStore {
    private static final int FULL = 13;

    private final AtomicInteger lostAnswers = new AtomicInteger();
    private volatile Predicate<String> full = sql -> false;
    private volatile boolean rollsBack;
    private volatile CountDownLatch held = new CountDownLatch(0);
    private final AtomicInteger statements = new AtomicInteger();

    DataSource over(DataSource sound) {
        return proxy(DataSource.class, (self, method, arguments) -> {
            Object result = call(sound, method, arguments);
            return result instanceof Connection connection ? connection(connection) : result;
        });
    }

    /** So many next commits succeed and look as if they had failed. */
    void loseAnswers(int commits) {
        lostAnswers.set(commits);
    }

    /** The disk is full for statements like these. */
    void full(Predicate<String> statements) {
        full = statements;
    }

    /** When a statement meets a full disk, the database rolls back by itself, as after an I/O error. */
    void rollsBack() {
        rollsBack = true;
    }

    /** The next transaction does not begin before {@link #goOn}. */
    void hold() {
        held = new CountDownLatch(1);
    }

    void goOn() {
        held.countDown();
    }

    /** How many statements were executed so far, a batch counted as one. */
    int statements() {
        return statements.get();
    }

    private Connection connection(Connection sound) {
        return proxy(Connection.class, (self, method, arguments) -> switch (method.getName()) {
            // Not the driver's own, which would fail at nothing.
            case "unwrap" -> arguments[0] == Connection.class ? self : call(sound, method, arguments);
            case "createStatement" -> statement(Statement.class, sound, (Statement) call(sound, method, arguments), null);
            case "prepareStatement" -> statement(PreparedStatement.class, sound,
                    (PreparedStatement) call(sound, method, arguments),
                    (String) arguments[0]);
            default -> call(sound, method, arguments);
        });
    }

    private <T extends Statement> T statement(Class<T> type, Connection connection, T sound, String prepared) {
        return proxy(type, (self, method, arguments) -> {
            String sql = prepared != null || arguments == null ? prepared : String.valueOf(arguments[0]);
            if (method.getName().startsWith("execute")) {
                statements.incrementAndGet();
            }
            if (sql != null && sql.startsWith("begin")) {
                held.await();
            }
            if (method.getName().startsWith("execute") && full.test(sql)) {
                if (rollsBack) {
                    try (Statement rollback = connection.createStatement()) {
                        rollback.execute("rollback");
                    }
                }
                throw new SQLException("database or disk is full", null, FULL);
            }
            Object result = call(sound, method, arguments);
            if ("commit".equals(sql) && lostAnswers.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new SQLException("the connection was lost", "08006");
            }
            return result;
        });
    }

    private static Object call(Object sound, java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(sound, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
    }
}
