package org.lastmile.story;

import org.lastmile.store.Store;
import org.lastmile.store.memory.MemoryStore;
import org.lastmile.testing.ManualTime;

/** The stores that every story is told on. */
enum StoryStore {
    MEMORY {
        @Override
        Store open(ManualTime time) {
            return MemoryStore.of(time::instant);
        }
    };

    /** A store that is empty. */
    abstract Store open(ManualTime time);
}
