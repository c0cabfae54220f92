package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The host's connections; how durable a commit is, is the host's affair. */
record LentConnections(DataSource source) implements Connections {
    @Override
    public Connection take() throws SQLException {
        return source.getConnection();
    }

    @Override
    public void giveBack(Connection connection) throws SQLException {
        connection.close();
    }

    @Override
    public void harden(Connection connection) {
        // Not ours to do.
    }

    @Override
    public void close() {
        // Nothing of it is ours.
    }
}
