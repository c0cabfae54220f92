package org.lastmile.store;

/** What a contract is checked on. */
interface StoreUnderTest {
    /** A store that is empty when a test begins, and the same throughout the test. */
    Store store();
}
