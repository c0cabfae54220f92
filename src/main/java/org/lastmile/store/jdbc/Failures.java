package org.lastmile.store.jdbc;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import org.lastmile.store.StoreException;

/** Failures of a database as the store's one exception. */
final class Failures {
    private Failures() {}

    /** What was done, where, and whether it may go through later; the database's own words are in the cause. */
    static StoreException of(String what, SQLException failure, Dialect dialect) {
        return new StoreException(
                what + " failed on " + dialect.folder() + " with SQL state " + failure.getSQLState(),
                failure,
                dialect.isConflict(failure) || dialect.mayPass(failure));
    }

    /** Lost connections, shut-downs, time-outs, and want of room or of connections pass by themselves, or with help. */
    static boolean mayPass(SQLException failure) {
        if (failure instanceof SQLTransientException || failure instanceof SQLRecoverableException) {
            return true;
        }
        var state = failure.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57P")
                        || state.startsWith("HYT")
                        || state.equals("57014")
                        || state.equals("55P03")
                        || state.equals("25006")
                        || state.equals("90067")
                        || state.equals("90098")
                        || state.equals("90121"));
    }
}
