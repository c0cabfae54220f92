package org.lastmile.bench;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections to an H2 file that sync it at each commit of something written: once for all commits that came while another sync
 * was under way, as Lastmile does for itself.
 */
final class HardenedConnections {
    private final ReentrantLock hardening = new ReentrantLock();
    private final AtomicLong commits = new AtomicLong();
    private long hardened;

    private HardenedConnections() {}

    static DataSource of(DataSource source) {
        var hardening = new HardenedConnections();
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            var result = call(source, method, arguments);
            return result instanceof Connection connection
                    ? proxy(Connection.class, hardening.new Watched(connection))
                    : result;
        });
    }

    private final class Watched implements InvocationHandler {
        private final Connection connection;
        private boolean hasWritten;

        Watched(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            var result = call(connection, method, arguments);
            if (method.getName().equals("prepareStatement") && arguments != null) {
                hasWritten |= !arguments[0]
                        .toString()
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .startsWith("select");
            } else if (method.getName().equals("commit") && hasWritten) {
                hasWritten = false;
                harden(connection);
            }
            return result;
        }
    }

    private void harden(Connection connection) throws SQLException {
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

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        var loader = HardenedConnections.class.getClassLoader();
        return type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
