package org.lastmile.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;

/** One call of a notifier, as the notifier saw it. */
final class Call {
    final Reminder reminder;
    final Subject subject;
    final Life life;
    final long at;
    /** How long before it the engine last made sure that it may send. */
    final long lookedBefore;
    /** The instant by which the engine had judged what is due. */
    final @Nullable Instant judgedAt;

    private boolean taken;
    private boolean hung;
    private boolean thrown;
    private SendResult.@Nullable Kind told;
    private long endedAt = Long.MAX_VALUE;

    Call(Reminder reminder, Life life, long at, @Nullable Instant judgedAt) {
        this.reminder = reminder;
        this.subject = Subject.of(reminder);
        this.life = life;
        this.at = at;
        this.lookedBefore = at - life.sendBegan();
        this.judgedAt = judgedAt;
    }

    String id() {
        return reminder.id();
    }

    /** The message is on its way to the person. */
    void taken() {
        taken = true;
    }

    boolean isTaken() {
        return taken;
    }

    /** What throws has failed, as far as the engine knows. */
    void threw() {
        thrown = true;
    }

    void hangs() {
        hung = true;
    }

    void tells(SendResult result, long when) {
        told = result.kind();
        endedAt = when;
    }

    /** Whether the engine was told in time that it was sent. */
    boolean isToldSent() {
        return told == SendResult.Kind.SENT && !hung && endedAt - at + lookedBefore < 29_000;
    }

    /** Whether it is unknown to the engine what came of it: it was not told, or told that nobody knows. */
    boolean isInDoubt() {
        return hung || !thrown && (told == null || told == SendResult.Kind.UNKNOWN);
    }

    /** Whether the process stood still for a whole lease between the last look and the call: the one case that is left open. */
    boolean isOfAThawedNode() {
        return lookedBefore >= 59_000;
    }

    @Override
    public String toString() {
        return id() + " by " + life + " at " + Instant.ofEpochMilli(at) + " (planned " + reminder.plannedAt() + ")";
    }
}
