package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.lastmile.store.StoreException;

/**
 * A transaction of the host's, as a store: whatever is written there comes about with the host's commit, or not at all.
 *
 * <pre>{@code
 * var transaction = store.on(connection);               // in the host's own transaction
 * lastmile.within(transaction).complete("deal-42", "sign", "ana");
 * connection.commit();
 * transaction.committed();                              // this node looks at once for what is due now
 * }</pre>
 *
 * <p>A call that fails leaves nothing behind, and the transaction as it was before; but a conflict (see {@link
 * StoreException#isRetryable()}) may have made the database roll all of it back.
 *
 * <p>Not thread-safe, as the connection is not. It may be used for one transaction of the connection after the other.
 */
public final class HostTransaction extends TableStore {
    private final HostedTransactions transactions;

    HostTransaction(Rooms rooms, HostedTransactions transactions) {
        super(rooms, transactions);
        this.transactions = transactions;
    }

    /** @throws IllegalArgumentException if the connection is in auto-commit */
    static HostTransaction on(Connection connection, Rooms rooms, Guest guest) {
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalArgumentException(Guest.AUTO_COMMIT);
            }
        } catch (SQLException e) {
            throw Failures.of("looking at the connection", e, rooms.dialect);
        }
        return new HostTransaction(rooms, new HostedTransactions(connection, guest));
    }

    /**
     * The host has committed: this node looks at once for what is due now, and its listeners are told what was done. Without this
     * call the node finds it at its next poll, as other nodes do, and listeners are not told of the host's own calls. After a
     * rollback it must not be called; make another for the connection's next transaction.
     */
    public void committed() {
        transactions.committed();
    }

    /** Does nothing: the connection is the host's. */
    @Override
    public void close() {
        // Nothing of it is ours.
    }
}
