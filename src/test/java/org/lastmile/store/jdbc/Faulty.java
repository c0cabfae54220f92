package org.lastmile.store.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections that fail when they are told to, and are counted. */
final class Faulty implements DataSource {
    private final Callable<Connection> source;
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger commits = new AtomicInteger();
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile String state = "";
    private volatile int code;
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean refusing;
    private volatile Consumer<String> preparing = sql -> {};

    Faulty(DataSource source) {
        this.source = source::getConnection;
    }

    /** Always this connection, which is never closed. */
    Faulty(Connection connection) {
        this.source = () -> (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, args) -> method.getName().equals("close") ? null : call(method, connection, args));
    }

    void failCommits(int times, String sqlState) {
        failCommits(times, sqlState, 0);
    }

    void failCommits(int times, String sqlState, int vendorCode) {
        state = sqlState;
        code = vendorCode;
        commits.set(times);
    }

    void failStatements(int times, String sqlState) {
        failStatements(times, sqlState, 0);
    }

    void failStatements(int times, String sqlState, int vendorCode) {
        state = sqlState;
        code = vendorCode;
        statements.set(times);
    }

    /** So many commits are done, and then said to have failed. */
    void loseAnswers(int times) {
        answers.set(times);
    }

    /** What is done before a statement is prepared. */
    void whenPreparing(Consumer<String> hook) {
        preparing = hook;
    }

    void refuse(boolean now) {
        refusing = now;
    }

    /** So many times no connection is given. */
    void refuse(int times) {
        refusals.set(times);
    }

    int taken() {
        return taken.get();
    }

    int open() {
        return open.get();
    }

    int failures() {
        return failures.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (refusing || refusals.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new SQLException("connection refused", "08001");
        }
        Connection connection;
        try {
            connection = source.call();
        } catch (Exception e) {
            throw new SQLException(e);
        }
        taken.incrementAndGet();
        open.incrementAndGet();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, args) -> {
                    switch (method.getName()) {
                        case "close" -> open.decrementAndGet();
                        case "commit" -> fail(commits);
                        case "prepareStatement" -> {
                            preparing.accept((String) args[0]);
                            fail(statements);
                        }
                        default -> {}
                    }
                    var result = call(method, connection, args);
                    if (method.getName().equals("commit") && answers.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                        throw new SQLException("connection reset", "08006");
                    }
                    return result;
                });
    }

    private void fail(AtomicInteger times) throws SQLException {
        if (times.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            failures.incrementAndGet();
            throw new SQLException("told to fail", state, code);
        }
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("not wrapped");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
