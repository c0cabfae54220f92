package org.lastmile.spring;

import org.lastmile.store.Store;

/** Puts something around the store, such as a stopwatch. */
@FunctionalInterface
interface StoreDecorator {
    Store decorate(Store store);
}
