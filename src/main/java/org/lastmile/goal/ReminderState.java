package org.lastmile.goal;

/** Where a reminder stands: planned, or in the ledger with what became of it. */
public enum ReminderState {
    /** Ahead. */
    PLANNED,
    /** A notifier accepted it. */
    SENT,
    /** A send failed for now; it is tried again, or by the next channel. */
    RETRYING,
    /** Every attempt on every channel failed. */
    FAILED,
    /** The notifier could not say; it is tried again with the same id. */
    UNKNOWN,
    /** The notifier could not say, or the node died while it was called, and the channel does not send twice. */
    HELD,
    /** Its moment had passed before the follow-up began or was moved (rule R10). */
    LATE,
    /** A newer rung of the same follow-up spoke in its stead (R9, R11). */
    SUPERSEDED,
    /** After a silence, it was too old, or the deadline had passed (R11). */
    STALE,
    /** Its final instant is not before the deadline (R6). */
    PAST_DEADLINE,
    /** No room for it outside the quiet hours (R8). */
    QUIET,
    /** Nobody holds the role (R19). */
    NO_RECIPIENT,
    /** The recipient has no address for any of its channels (R19). */
    NO_ADDRESS,
    /** The recipient opted out of its channels (R19). */
    OPTED_OUT,
    /** Over the recipient's cap (R19). */
    CAPPED,
    /** No node had a notifier for its channel while it mattered. */
    NO_NOTIFIER,
    /** Another node had sent it already. */
    DUPLICATE,
    /** It speaks only after more unanswered occurrences in a row (R18). */
    NOT_YET,
    /** Never reached: the follow-up was closed or moved before. Derived by history, never a row of the ledger. */
    SILENCED;

    /** Whether nothing more comes of the reminder. */
    public boolean isFinal() {
        return this != PLANNED && this != RETRYING && this != UNKNOWN;
    }
}
