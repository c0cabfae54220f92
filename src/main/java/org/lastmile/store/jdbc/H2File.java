package org.lastmile.store.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.lastmile.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An H2 database file that we opened, and whose durability is therefore ours. */
final class H2File implements Connections {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcStore.class);
    private static final String DRIVER = "org.h2.Driver";
    private static final int MOST_IDLE = 8;

    private final String url;
    private final Driver driver;
    /** Keeps the file open while no other connection is. */
    private volatile Connection anchor;

    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    private final ReentrantLock reopening = new ReentrantLock();
    /** Whether the file must be opened anew. */
    private volatile boolean lost;

    private volatile Runnable whenReopened = () -> {};

    private final ReentrantLock hardening = new ReentrantLock();
    private final AtomicLong commits = new AtomicLong();
    private long hardened;

    /**
     * Opens the file, or makes it.
     *
     * @throws StoreException if H2 is not on the class path, or the file cannot be opened
     */
    H2File(Path path) {
        var file = path.toAbsolutePath().normalize().toString();
        if (file.indexOf(';') >= 0) {
            throw new IllegalArgumentException("path is \"" + file + "\"; H2 takes none with a ';'");
        }
        // "async:", since an interrupt closes a plain file channel, and with it the database for all: a send that
        // overruns
        // is interrupted, and its thread then settles.
        url = "jdbc:h2:async:" + file + ";WRITE_DELAY=0;LOCK_TIMEOUT=30000;DB_CLOSE_ON_EXIT=FALSE";
        driver = driver();
        try {
            anchor = connect();
            try (var statement = anchor.createStatement()) {
                statement.execute("SET WRITE_DELAY 0");
            }
            int delay = H2.writeDelay(anchor);
            if (delay != 0) {
                anchor.close();
                throw new StoreException(
                        "H2 keeps a write delay of " + delay + " ms; commits would not be durable", null);
            }
        } catch (SQLException e) {
            throw new StoreException("H2 cannot open " + file, e);
        }
    }

    private static Driver driver() {
        try {
            return Class.forName(DRIVER)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new StoreException("H2 is not on the class path; add com.h2database:h2, " + H2.NEEDED, e);
        }
    }

    private Connection connect() throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "lastmile");
        properties.setProperty("password", "");
        return driver.connect(url, properties);
    }

    @Override
    public Connection take() throws SQLException {
        if (closed) {
            throw new SQLException("the store is closed", "08003");
        }
        if (lost) {
            reopen();
        }
        var kept = idle.poll();
        return kept != null ? kept : connect();
    }

    /**
     * One that comes in the midst of a transaction could not be rolled back: a failure of the file, as of a disk that is full, has
     * closed it for all. It must not be lent again, since it would look like one of the host's.
     */
    @Override
    public void giveBack(Connection connection) throws SQLException {
        if (connection.isClosed() || !connection.getAutoCommit()) {
            lost = true;
            abandon(connection);
        } else if (closed || idle.size() >= MOST_IDLE) {
            connection.close();
        } else {
            idle.push(connection);
        }
    }

    @Override
    public void whenReopened(Runnable task) {
        whenReopened = task;
    }

    /** Opens the file anew, if it can be opened. */
    private void reopen() throws SQLException {
        reopening.lock();
        try {
            if (lost) {
                for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
                    abandon(connection);
                }
                abandon(anchor);
                anchor = connect();
                whenReopened.run();
                lost = false;
            }
        } finally {
            reopening.unlock();
        }
    }

    /** What could not be undone is gone with the file that was closed; so is whatever a close would say of it. */
    private static void abandon(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("a connection to a file that was closed could not be closed", e);
        }
    }

    /** One sync for all commits that came while another was under way. */
    @Override
    public void harden(Connection connection) throws SQLException {
        long mine = commits.incrementAndGet();
        hardening.lock();
        try {
            if (hardened < mine) {
                long all = commits.get();
                try (var statement = connection.createStatement()) {
                    statement.execute("CHECKPOINT SYNC");
                }
                hardened = all;
            }
        } finally {
            hardening.unlock();
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            if (lost) {
                reopen();
            }
            for (var connection = idle.poll(); connection != null; connection = idle.poll()) {
                connection.close();
            }
            anchor.close();
        } catch (SQLException e) {
            throw new StoreException("H2 could not be closed", e);
        }
    }
}
