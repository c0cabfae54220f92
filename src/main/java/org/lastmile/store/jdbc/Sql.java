package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One statement, run on a connection. A parameter's Java type says its column's: Long, Integer, Short, String, Boolean. */
final class Sql {
    /** Makes a value of the row at which a result stands. */
    @FunctionalInterface
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Sets what a statement has marks for. */
    @FunctionalInterface
    interface Binder {
        void bind(PreparedStatement statement) throws SQLException;
    }

    private static final Pattern UNSENDABLE = Pattern.compile("[\\x{0}\\p{Cs}]");

    private Sql() {}

    static <T> List<T> list(Connection connection, String sql, Reader<T> reader, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return read(statement, reader);
        }
    }

    static <T> Optional<T> first(Connection connection, String sql, Reader<T> reader, Object... parameters)
            throws SQLException {
        return list(connection, sql, reader, parameters).stream().findFirst();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            return statement.executeUpdate();
        }
    }

    static <T> List<T> read(PreparedStatement statement, Reader<T> reader) throws SQLException {
        try (var rows = statement.executeQuery()) {
            return all(rows, reader);
        }
    }

    private static <T> List<T> all(ResultSet rows, Reader<T> reader) throws SQLException {
        var list = new ArrayList<T>();
        while (rows.next()) {
            list.add(reader.read(rows));
        }
        return list;
    }

    /** The rows of the last of several statements that go together; what the others give is passed over. */
    static <T> List<T> listOfLast(Connection connection, String sql, Reader<T> reader, Object... parameters)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, parameters);
            statement.execute();
            var rows = statement.getResultSet();
            while (statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)) {
                rows = statement.getResultSet();
            }
            return all(rows, reader);
        }
    }

    /** How many rows the last of several statements that go together has changed. */
    static int updateOfLast(Connection connection, String sql, Binder binder) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            binder.bind(statement);
            boolean isQuery = statement.execute();
            while (isQuery) {
                isQuery = statement.getMoreResults();
            }
            return statement.getUpdateCount();
        }
    }

    private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            var value = parameters[i];
            if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else if (value instanceof Short number) {
                statement.setShort(i + 1, number);
            } else if (value instanceof Boolean truth) {
                statement.setBoolean(i + 1, truth);
            } else {
                var text = (String) value;
                statement.setString(i + 1, text == null ? null : sendable(text));
            }
        }
    }

    /**
     * PostgreSQL refuses U+0000, and drivers write a question mark for half a surrogate pair, which may be somebody's id. No text
     * that is kept has these, and no id another control character: so a question for such an id finds nothing.
     */
    private static String sendable(String text) {
        return UNSENDABLE.matcher(text).replaceAll("\u0001");
    }
}
