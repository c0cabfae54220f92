package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The one transaction that a connection of the host's is in. Not thread-safe, as the connection is not. */
final class HostedTransactions implements Transactions {
    private final Connection connection;
    private final Guest guest;
    private final List<Runnable> waiting = new ArrayList<>();

    HostedTransactions(Connection connection, Guest guest) {
        this.connection = connection;
        this.guest = guest;
    }

    @Override
    public <T> T engine(String what, Predicate<T> hasWritten, Work<T> work) {
        throw new IllegalStateException(
                what + " on a connection of the host's; it is done in transactions of the store's own");
    }

    @Override
    public <T> T host(String what, Work<T> work, Consumer<T> committed) {
        return guest.write(what, connection, work);
    }

    @Override
    public <T> T alone(String what, Work<T> work, Consumer<T> committed) {
        return guest.write(what, connection, work);
    }

    @Override
    public <T> T reading(String what, Work<T> work, Consumer<T> committed) {
        return guest.read(what, connection, work);
    }

    @Override
    public <T> T asking(String what, Work<T> work) {
        return guest.read(what, connection, work);
    }

    @Override
    public void afterCommit(Runnable task) {
        waiting.add(task);
    }

    void committed() {
        var tasks = List.copyOf(waiting);
        waiting.clear();
        tasks.forEach(Runnable::run);
    }
}
