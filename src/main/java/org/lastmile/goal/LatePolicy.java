package org.lastmile.goal;

/** What becomes of rungs whose moment had passed before the follow-up began (rule R10). */
public enum LatePolicy {
    /** They are skipped. */
    SKIP,
    /** If no rung before the deadline is left and the deadline is ahead, the newest of them fires at once. */
    LATEST_IF_NONE_LEFT
}
