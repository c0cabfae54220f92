package org.lastmile.crash;

import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL says of each claim that is made: how many rows its index gave it as free, and how many of them it could lock. The
 * others were locked by somebody just then, or had been taken between look and lock.
 */
final class ClaimPlans {
    private static final Pattern LOCKED = step("LockRows");
    private static final Pattern MET = step("Index Scan using lm_follow_up_due on lm_follow_up");

    private final AtomicLong claims = new AtomicLong();
    private final AtomicLong met = new AtomicLong();
    private final AtomicLong locked = new AtomicLong();

    /** Has the server explain what it has done, with each statement, from the next connection on. */
    static void explainAll(HikariDataSource pool) throws SQLException {
        var database = pool.getJdbcUrl().replaceAll(".*/([a-z_0-9]+)\\?.*", "$1");
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("LOAD 'auto_explain'");
            for (var setting : List.of(
                    "session_preload_libraries = 'auto_explain'",
                    "auto_explain.log_min_duration = 0",
                    "auto_explain.log_analyze = on",
                    "auto_explain.log_timing = off",
                    "auto_explain.log_level = 'notice'")) {
                statement.execute("ALTER DATABASE " + database + " SET " + setting);
            }
        }
        pool.getHikariPoolMXBean().softEvictConnections();
    }

    private static Pattern step(String name) {
        return Pattern.compile(name + " +\\(cost=[^)]*\\) \\(actual rows=([\\d.]+) loops=1\\)");
    }

    long claims() {
        return claims.get();
    }

    /** Rows that were due and free as the claims saw them. */
    long met() {
        return met.get();
    }

    /** Those of them that the claims got. */
    long locked() {
        return locked.get();
    }

    /** What is done with what a call has returned. */
    @FunctionalInterface
    private interface Then {
        Object apply(Object result, Object @Nullable [] arguments) throws SQLException;
    }

    /** The same connections, listened to. */
    DataSource listeningTo(DataSource source) {
        return after(DataSource.class, source, "getConnection", (connection, none) -> listening(connection));
    }

    private Connection listening(Object connection) {
        return after(
                Connection.class,
                connection,
                "prepareStatement",
                (statement, arguments) ->
                        arguments != null && ((String) arguments[0]).startsWith("WITH due AS MATERIALIZED")
                                ? listening((PreparedStatement) statement)
                                : statement);
    }

    private PreparedStatement listening(PreparedStatement claim) {
        return after(PreparedStatement.class, claim, "executeQuery", (rows, none) -> {
            for (var warning = claim.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                read(warning.getMessage());
            }
            return rows;
        });
    }

    private void read(String plan) {
        var gotten = LOCKED.matcher(plan);
        var seen = MET.matcher(plan);
        if (gotten.find() && seen.find()) {
            claims.incrementAndGet();
            locked.addAndGet((long) Double.parseDouble(gotten.group(1)));
            met.addAndGet((long) Double.parseDouble(seen.group(1)));
        }
    }

    private static <T> T after(Class<T> type, Object target, String name, Then then) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    var result = call(method, target, arguments);
                    return method.getName().equals(name) ? then.apply(result, arguments) : result;
                }));
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
