package org.lastmile.fault;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.SendResult;
import org.lastmile.notify.Notifier;
import org.lastmile.store.Edited;
import org.lastmile.store.Store;

/** An engine that is broken on purpose, by what it is given for a store or a notifier: to see that the checks see it. */
enum Sabotage {
    NONE,

    /** A reminder is recorded as sent, and then sent. */
    SETTLES_FIRST {
        @Override
        Notifier notifier(Notifier notifier) {
            return reminder -> {
                var late = new Thread(
                        () -> {
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500));
                            try {
                                notifier.send(reminder);
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        },
                        "sends-late");
                late.setDaemon(true);
                late.start();
                return SendResult.sent();
            };
        }
    },

    /** A claim is due again at once, as if it had no lease. */
    IGNORES_LEASES {
        @Override
        Store store(Store store) {
            return (Store) Proxy.newProxyInstance(
                    Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("claim") && arguments[2] instanceof Instant) {
                            arguments[2] = arguments[1];
                        }
                        try {
                            return method.invoke(store, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    },

    /** An answer does not see what is claimed, and so names nothing. */
    HIDES_CLAIMS {
        @Override
        Store store(Store store) {
            return org.lastmile.crash.Interposed.around("edit", store, edit -> hidden((Optional<?>) edit.get()));
        }
    };

    Store store(Store store) {
        return store;
    }

    Notifier notifier(Notifier notifier) {
        return notifier;
    }

    private static Optional<Edited> hidden(Optional<?> found) {
        return found.map(Edited.class::cast)
                .map(edited -> new Edited(
                        edited.goal(),
                        edited.rows().stream()
                                .map(row -> new Edited.Row(unclaimed(row.before()), row.recipient(), row.after()))
                                .toList()));
    }

    private static FollowUp unclaimed(FollowUp row) {
        return new FollowUp(row.key(), row.standing(), row.cursor(), Fence.NEW);
    }
}
