package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The statements of an operation, each as the database explains it when it runs it once more, with the same parameters. */
final class Explained {
    /** How a database is asked to explain, and how it says what was read. */
    enum Way {
        POSTGRESQL("EXPLAIN (ANALYZE, BUFFERS) ", "actual time=\\S+ rows=([\\d.]+) loops=(\\d+)"),
        H2("EXPLAIN ANALYZE ", "scanCount: (\\d+)()"),
        MARIADB("ANALYZE FORMAT=JSON ", "\"r_loops\": (\\d+),(?:(?!\"r_loops\").)*?\"r_rows\": ([\\d.]+)");

        private final String command;
        private final Pattern rows;

        Way(String command, String rows) {
            this.command = command;
            this.rows = Pattern.compile(rows, Pattern.DOTALL);
        }

        /** How many rows went through the steps of a plan, all added up: at least as many as were read. */
        private double read(String plan) {
            ToDoubleFunction<MatchResult> times = found -> Double.parseDouble(found.group(1))
                    * (found.group(2).isEmpty() ? 1 : Double.parseDouble(found.group(2)));
            var passedOver = Pattern.compile("Rows Removed by \\w+: (\\d+)()");
            return rows.matcher(plan).results().mapToDouble(times).sum()
                    + passedOver.matcher(plan).results().mapToDouble(times).sum();
        }
    }

    /** An operation of the store. */
    @FunctionalInterface
    interface Operation {
        void on(Connection connection) throws SQLException;
    }

    /** A statement as it was asked. */
    private record Asked(String sql, List<Setting> settings) {
        /** What is only written is not read; and a queue's name is looked up in a table of a few rows. */
        boolean isExplained() {
            boolean asksForName = sql.endsWith("lm_lane t") && !sql.contains("lm_follow_up");
            return !asksForName && !sql.startsWith("INSERT") && !sql.startsWith("MERGE");
        }
    }

    private record Setting(Method method, Object[] arguments) {}

    private final String plans;
    private final double rows;

    private Explained(List<String> plans, double rows) {
        this.plans = String.join("\n\n", plans);
        this.rows = rows;
    }

    /**
     * Does it twice, in transactions as the store begins them, and rolls both back: once to hear what is asked, and then to see what
     * each of that costs.
     *
     * @param patient whether it is the host's, and not the engine's
     */
    static Explained of(Way way, Connection connection, Dialect dialect, boolean patient, Operation operation)
            throws SQLException {
        var asked = new ArrayList<Asked>();
        var ending = dialect.begin(connection, patient);
        operation.on(listening(connection, asked));
        connection.rollback();
        ending.run();
        connection.rollback();
        ending = dialect.begin(connection, patient);
        var plans = new ArrayList<String>();
        double rows = 0;
        for (var one : asked.stream().filter(Asked::isExplained).toList()) {
            var plan = explain(way, connection, one);
            plans.add(one.sql() + "\n" + plan);
            rows += way.read(plan);
        }
        connection.rollback();
        ending.run();
        connection.rollback();
        if (plans.isEmpty()) {
            throw new AssertionError("nothing was asked");
        }
        return new Explained(plans, rows);
    }

    private static String explain(Way way, Connection connection, Asked asked) throws SQLException {
        try (var statement = connection.prepareStatement(way.command + asked.sql())) {
            for (var setting : asked.settings()) {
                invoke(setting.method(), statement, setting.arguments());
            }
            return Sql.read(statement, row -> row.getString(1)).stream().collect(joining("\n"));
        }
    }

    private static Connection listening(Connection connection, List<Asked> asked) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, arguments) -> {
                    var result = invoke(method, connection, arguments);
                    return method.getName().equals("prepareStatement")
                            ? listening((PreparedStatement) result, (String) arguments[0], asked)
                            : result;
                });
    }

    private static PreparedStatement listening(PreparedStatement statement, String sql, List<Asked> asked) {
        var settings = new ArrayList<Setting>();
        var batch = new ArrayList<Asked>();
        return (PreparedStatement) Proxy.newProxyInstance(
                PreparedStatement.class.getClassLoader(),
                new Class<?>[] {PreparedStatement.class},
                (self, method, arguments) -> {
                    var name = method.getName();
                    if (name.startsWith("set") && arguments.length > 1) {
                        settings.add(new Setting(method, arguments));
                    } else if (name.equals("addBatch")) {
                        batch.add(new Asked(sql, List.copyOf(settings)));
                        settings.clear();
                    } else if (name.equals("executeBatch")) {
                        asked.addAll(batch);
                    } else if (name.startsWith("execute")) {
                        asked.add(new Asked(sql, List.copyOf(settings)));
                        settings.clear();
                    }
                    return invoke(method, statement, arguments);
                });
    }

    private static Object invoke(Method method, Object target, Object[] arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** The plans, one after the other, in lower case. */
    String plans() {
        return plans.toLowerCase(Locale.ROOT);
    }

    /** The rows that went through all steps of all plans. */
    double rows() {
        return rows;
    }

    @Override
    public String toString() {
        return rows + " rows:\n" + plans;
    }
}
