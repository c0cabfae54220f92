package org.lastmile;

import org.lastmile.store.Store;

/** Those who serve the host, over one store: the instance's own, or the host's transaction. */
final class HostSide {
    final Overseers overseers;
    final Occurrences occurrences;
    final Narrator narrator;
    final Registrar registrar;
    final Decisions decisions;
    final Historian historian;
    final Librarian librarian;
    final Accountant accountant;

    HostSide(Store store, Promises promises, Routes routes, Events events) {
        overseers = new Overseers(store, promises);
        occurrences = new Occurrences(store, promises);
        narrator = new Narrator(events, store);
        registrar = new Registrar(store, promises, routes, overseers, occurrences, narrator);
        decisions = new Decisions(store, promises, overseers, occurrences, registrar, narrator);
        historian = new Historian(store, promises);
        librarian = new Librarian(store, promises, occurrences);
        accountant = new Accountant(store);
    }
}
