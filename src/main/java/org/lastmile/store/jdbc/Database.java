package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.lastmile.store.StoreException;
import org.slf4j.LoggerFactory;

/**
 * What stands behind connections.
 *
 * @param dialect the database's
 * @param autoCommits whether connections come in auto-commit, where no transaction of the host's is under way
 */
record Database(Dialect dialect, boolean autoCommits) {
    private static final String SPRINGS_PROXY = "org.springframework.jdbc.datasource.ConnectionProxy";

    /**
     * Looks at a connection, outside of any transaction of the caller's. What the host should know is logged.
     *
     * @throws StoreException if the database cannot be reached, is of another kind, or is too old
     */
    static Database behind(Connections connections) {
        return Aside.call(() -> {
            try {
                var connection = connections.take();
                try {
                    return of(connection);
                } finally {
                    connections.giveBack(connection);
                }
            } catch (SQLException e) {
                throw new StoreException(
                        "the database cannot be reached, SQL state " + e.getSQLState() + ": " + e.getMessage(),
                        e,
                        Failures.mayPass(e));
            }
        });
    }

    private static Database of(Connection connection) throws SQLException {
        var dialect = Dialect.of(connection);
        var warning = dialect.warning(connection);
        if (warning != null) {
            LoggerFactory.getLogger(JdbcStore.class).warn(warning);
        }
        boolean autoCommits = connection.getAutoCommit();
        boolean isProxy = Arrays.stream(connection.getClass().getInterfaces())
                .anyMatch(type -> type.getName().equals(SPRINGS_PROXY));
        if (isProxy && !autoCommits) {
            // Ours and the host's transactions would look the same, and a commit of ours might be one of theirs.
            throw new StoreException(
                    "dataSource takes part in transactions, and its connections come without auto-commit; let the pool"
                            + " give them in auto-commit, or give the store the pool itself",
                    null);
        }
        return new Database(dialect, autoCommits);
    }
}
