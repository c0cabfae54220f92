package org.lastmile.bench;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A new, empty database for one contender. It is gone once closed. */
interface Database extends AutoCloseable {
    /** Where a driver finds it. */
    String url();

    /** For the contender's own work. */
    DataSource dataSource();

    /** Not from the contender's pool. */
    Connection connect() throws SQLException;

    /** A select list item with which rows can be made: the whole numbers from 1 to that, as {@code g(n)}. */
    String numbers(long last);

    /** The type of a column for bytes. */
    String binary();

    /** The same for all, between filling and measuring: statistics are fresh and nothing is left to be written. */
    void settle();

    /** What the server did for this database so far, once nobody is connected to it any more. */
    Usage usage();

    /** Shuts the contender's connections, since the server counts what they did when they end. */
    void disconnect();

    @Override
    void close();

    /**
     * Work of a database server.
     *
     * @param commits or NaN where it cannot be told
     * @param walBytes or NaN where it cannot be told
     * @param cpuNanos processor time of the server's processes, or NaN where it cannot be told
     */
    record Usage(double commits, double walBytes, double cpuNanos) {
        Usage minus(Usage before) {
            return new Usage(commits - before.commits, walBytes - before.walBytes, cpuNanos - before.cpuNanos);
        }
    }

    /** The first number of the first row. */
    default long ask(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** Each in a transaction of its own. */
    default void execute(String... statements) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }
}
