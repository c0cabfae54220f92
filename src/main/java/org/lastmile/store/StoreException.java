package org.lastmile.store;

import org.jspecify.annotations.Nullable;

/** A store could not do what it was asked. Nothing was half-written. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /** A failure that will not pass by itself. */
    public StoreException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** A failure, and whether it may pass by itself. */
    public StoreException(String message, @Nullable Throwable cause, boolean retryable) {
        super(message, cause);
        this.retryable = retryable;
    }

    /** Whether the same call may succeed later: a lost connection, a deadlock, a conflict of transactions. */
    public boolean isRetryable() {
        return retryable;
    }
}
