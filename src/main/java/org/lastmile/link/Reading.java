package org.lastmile.link;

/**
 * What reading a token gave: a ticket, or why there is none.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface Reading {
    /**
     * The token is one of ours and has not expired.
     *
     * @param ticket what it allows
     */
    record Genuine(Ticket ticket) implements Reading {}

    /**
     * The token is of no use.
     *
     * @param why why not; may be shown to anybody
     */
    record Refused(Refusal why) implements Reading {}

    /** Why a token is of no use. That a token is genuine is said only of one whose signature is right. */
    enum Refusal {
        /** Damaged, cut off or made up. */
        WRONG,
        /** It names a key that is not among ours: of another application, or retired since. */
        FOREIGN,
        /** One of ours, and its time is over. */
        EXPIRED
    }
}
