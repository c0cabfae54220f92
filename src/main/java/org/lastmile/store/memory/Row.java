package org.lastmile.store.memory;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Arming;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Hold;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Progress;
import org.lastmile.goal.Remarks;
import org.lastmile.goal.Standing;

/** A follow-up as it lies in memory: numbers instead of instants, since there may be millions of it. */
final class Row {
    /** The earliest first; rows of one instant by their keys. */
    static final Comparator<Row> BY_DUE = Comparator.comparingLong((Row row) -> row.dueMillis)
            .thenComparingLong(row -> row.goal)
            .thenComparingInt(row -> row.step)
            .thenComparingInt(row -> row.member)
            .thenComparingInt(row -> row.seat);

    /** What few rows have, in one place, so that the others need no room for it. */
    private record Rarities(
            @Nullable Hold hold,
            @Nullable Deadline extension,
            @Nullable Nudged nudge,
            Remarks remarks) {
        static final Rarities NONE = new Rarities(null, null, null, Remarks.NONE);

        static Rarities of(Standing standing) {
            var rarities = new Rarities(standing.hold(), standing.extension(), standing.nudge(), standing.remarks());
            return rarities.equals(NONE) ? NONE : rarities;
        }

        Rarities withoutReason() {
            return this == NONE ? NONE : new Rarities(hold, extension, nudge, remarks.withReason(null));
        }
    }

    /** Stands for an instant that is not set; no instant in use has this value. */
    private static final long NONE = Long.MIN_VALUE;

    final long goal;
    final int step;
    final int member;
    final int seat;

    private Standing.State state = Standing.State.OPEN;
    private @Nullable Outcome outcome;
    private Progress progress = Progress.NONE;
    private Rarities rarities = Rarities.NONE;
    private Queue queue;

    private long dueMillis;
    private long leaseUntilMillis = NONE;
    private long claimedAtMillis = NONE;
    private long closedAtMillis;
    private long activatedAtMillis;
    private long armedAtMillis;
    private long idleSinceMillis;

    private int epoch;
    private int activity;
    private int generation;
    private int revision;
    private int attempts;
    private int rung;
    private int repetition;
    private int channel;
    private int failures;

    Row(long goal, int step, int member, int seat, Queue queue) {
        this.goal = goal;
        this.step = step;
        this.member = member;
        this.seat = seat;
        this.queue = queue;
    }

    /** Comes before every row of that instant; for searching. */
    static Row before(long dueMillis, Queue queue) {
        var row = new Row(Long.MIN_VALUE, 0, 0, 0, queue);
        row.dueMillis = dueMillis;
        return row;
    }

    FollowUp.Key key() {
        return new FollowUp.Key(goal, step, member, seat);
    }

    int compareTo(FollowUp.Key key) {
        int byStep = Integer.compare(step, key.step());
        int byMember = byStep != 0 ? byStep : Integer.compare(member, key.member());
        return byMember != 0 ? byMember : Integer.compare(seat, key.seat());
    }

    /** Takes its place in the queue; called once it may be seen. */
    void enter(Standing standing, Cursor cursor, Queue newQueue) {
        state = standing.state();
        outcome = standing.outcome();
        closedAtMillis = millis(standing.closedAt());
        progress = standing.progress();
        rarities = Rarities.of(standing);
        var arming = standing.arming();
        activatedAtMillis = arming.activatedAt().toEpochMilli();
        armedAtMillis = arming.armedAt().toEpochMilli();
        idleSinceMillis = arming.idleSince().toEpochMilli();
        epoch = arming.epoch();
        activity = arming.activity();

        queue = newQueue;
        dueMillis = millis(cursor.due());
        rung = cursor.rung();
        repetition = cursor.repetition();
        channel = cursor.channel();
        failures = cursor.failures();
        if (dueMillis != NONE) {
            queue.rows.add(this);
        }
    }

    /** Leaves its queue for good. */
    void leave() {
        if (dueMillis != NONE) {
            queue.rows.remove(this);
        }
    }

    /** Nothing is left of what a person said. */
    void forget() {
        rarities = rarities.withoutReason();
    }

    boolean isClosed() {
        return state == Standing.State.CLOSED;
    }

    /** Whether it ended before that instant. */
    boolean isOver(long beforeMillis) {
        return state == Standing.State.CLOSED && closedAtMillis < beforeMillis;
    }

    /** Moves to where it is to stand and wait. */
    void move(Standing standing, Cursor cursor, Queue newQueue) {
        if (dueMillis != NONE) {
            // Before the instant changes: the queue finds it by its old one.
            queue.rows.remove(this);
        }
        enter(standing, cursor, newQueue);
    }

    /** Whether it waits for an instant at all. */
    boolean waits() {
        return dueMillis != NONE;
    }

    boolean isDue(long nowMillis) {
        return dueMillis <= nowMillis;
    }

    boolean isLeased(long nowMillis) {
        return leaseUntilMillis > nowMillis;
    }

    Instant due() {
        return Instant.ofEpochMilli(dueMillis);
    }

    /** Takes it, and tells whether a claim before this one was left unsettled. */
    boolean claim(long nowMillis, long untilMillis) {
        boolean suspect = attempts > 0;
        generation++;
        attempts++;
        claimedAtMillis = nowMillis;
        leaseUntilMillis = untilMillis;
        return suspect;
    }

    /** Whether there is a claim that was not given back, even if its lease has run out. */
    boolean isClaimed() {
        return leaseUntilMillis != NONE;
    }

    boolean hasGeneration(Fence fence) {
        return generation == fence.generation();
    }

    boolean hasRevision(Fence fence) {
        return revision == fence.revision();
    }

    void renew(long untilMillis) {
        leaseUntilMillis = untilMillis;
    }

    void release(int attemptsLeft) {
        attempts = attemptsLeft;
        claimedAtMillis = NONE;
        leaseUntilMillis = NONE;
    }

    /** Where an earlier claim has never been settled, it can still be seen that there was one. */
    void handBack() {
        long claimedAt = claimedAtMillis;
        release(Math.max(0, attempts - 1));
        claimedAtMillis = attempts == 0 ? NONE : claimedAt;
    }

    /** Makes claims made before void, or only tells them of the change. */
    void fence(boolean voidsClaims) {
        if (voidsClaims) {
            generation++;
            release(0);
        } else {
            revision++;
        }
    }

    FollowUp followUp() {
        var arming = new Arming(
                Instant.ofEpochMilli(activatedAtMillis),
                Instant.ofEpochMilli(armedAtMillis),
                Instant.ofEpochMilli(idleSinceMillis),
                epoch,
                activity);
        return new FollowUp(
                key(),
                new Standing(
                        state,
                        outcome,
                        instant(closedAtMillis),
                        arming,
                        progress,
                        rarities.hold(),
                        rarities.extension(),
                        rarities.nudge(),
                        rarities.remarks()),
                new Cursor(instant(dueMillis), queue.lane, rung, repetition, channel, failures),
                new Fence(generation, revision, attempts, instant(claimedAtMillis), instant(leaseUntilMillis)));
    }

    private static long millis(@Nullable Instant instant) {
        return instant == null ? NONE : instant.toEpochMilli();
    }

    private static @Nullable Instant instant(long millis) {
        return millis == NONE ? null : Instant.ofEpochMilli(millis);
    }
}
