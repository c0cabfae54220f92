package org.lastmile.simulation;

import org.lastmile.notify.Notifier;
import org.lastmile.store.Store;

/** A way to break the engine from outside, so that the oracle's checks can be seen to fail. */
interface Sabotage {
    /** Nothing is broken. */
    Sabotage NONE = new Sabotage() {};

    /** The store as the engine gets it. */
    default Store store(Store store, World world) {
        return store;
    }

    /** The notifier as the engine gets it. */
    default Notifier notifier(Notifier notifier, Life life, World world) {
        return notifier;
    }
}
