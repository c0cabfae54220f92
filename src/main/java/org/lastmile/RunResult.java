package org.lastmile;

/**
 * What a call of {@link Lastmile#runDue()} did.
 *
 * <p>Immutable and thread-safe.
 *
 * @param sent reminders that a notifier took
 * @param failed attempts that did not succeed
 * @param other follow-ups that were decided without a send: skipped, missed, expired
 */
public record RunResult(int sent, int failed, int other) {
    /** How many follow-ups were worked on. */
    public int total() {
        return sent + failed + other;
    }

    /** Both together. */
    public RunResult plus(RunResult more) {
        return new RunResult(sent + more.sent, failed + more.failed, other + more.other);
    }
}
