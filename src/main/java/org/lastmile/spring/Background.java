package org.lastmile.spring;

import org.lastmile.Lastmile;
import org.springframework.context.SmartLifecycle;

/** Begins to send when the application is ready, and stops before anything that sends need is closed. */
final class Background implements SmartLifecycle {
    private final Lastmile lastmile;
    private volatile boolean running;

    Background(Lastmile lastmile) {
        this.lastmile = lastmile;
    }

    /** @throws IllegalStateException if it was stopped: a context that goes on must be refreshed */
    @Override
    public void start() {
        lastmile.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        lastmile.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Of Spring 7, which would stop and start contexts between test classes: an instance that was stopped stays so. */
    public boolean isPauseable() {
        return false;
    }
}
