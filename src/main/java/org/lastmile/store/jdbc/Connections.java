package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Where connections come from. */
interface Connections {
    Connection take() throws SQLException;

    /** Takes one back that is as it was when it was taken. */
    void giveBack(Connection connection) throws SQLException;

    /** Makes sure that what was committed outlasts a power cut, as far as that is ours to do. */
    void harden(Connection connection) throws SQLException;

    /** Says what to do when what is behind them has been opened anew, before any of it is lent. */
    default void whenReopened(Runnable task) {}

    /** Closes what we opened ourselves. */
    void close();
}
