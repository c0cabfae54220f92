package org.lastmile.bench;

import java.time.Instant;

/** A contender that takes reminders from a host, as Lastmile and its peers do. */
interface Books extends Contender {
    /**
     * Plans so many reminders for each of so many people, a day apart and the first then, by the quickest way there is.
     */
    void bookAll(int people, int remindersEach, Instant first);

    /** Plans one reminder with one call, by that channel where the contender has such a thing. Several threads may do so at once. */
    void book(String channel, int number, Instant at);
}
