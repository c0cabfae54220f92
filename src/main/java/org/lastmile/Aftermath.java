package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Hold;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Judge;
import org.lastmile.plan.Judgement;
import org.lastmile.plan.PlannedRung;
import org.lastmile.plan.Terms;
import org.lastmile.store.RollCall;
import org.lastmile.store.Settlement;
import org.lastmile.store.StoredGoal;

/** Works out what is to be written after a claim: the standing, what it waits for next, and the lines of the ledger. */
final class Aftermath {
    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

    private final Promises promises;
    private final Routes routes;
    private final FollowUp row;
    private final Work work;
    private final Instant now;
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final @Nullable Goal goal;
    /** What was judged at the claim; all that stands after a move is the reminder itself. */
    private final @Nullable Judgement judgement;

    private final boolean hasMoved;
    private Standing standing;

    private Aftermath(
            Promises promises, Routes routes, Work work, FollowUp row, @Nullable StoredGoal goal, Instant now) {
        this.promises = promises;
        this.routes = routes;
        this.work = work;
        this.row = row;
        this.now = now;
        this.standing = row.standing();
        this.goal = goal == null ? null : goal.facts();
        this.hasMoved =
                standing.arming().epoch() != work.followUp().standing().arming().epoch();
        this.judgement = hasMoved && work.judgement != null ? work.judgement.ofItsReminderAlone() : work.judgement;
    }

    /**
     * The settlement of a piece of work.
     *
     * @param row the follow-up as it is now: as it was claimed, or as the host has edited it since
     * @param goal as the work has it, or as it is now if the host has moved it since
     */
    static Settlement of(
            Promises promises, Routes routes, Work work, FollowUp row, @Nullable StoredGoal goal, Instant now) {
        var aftermath = new Aftermath(promises, routes, work, row, goal, now);
        var cursor = aftermath.cursor();
        return new Settlement(row, aftermath.standing, cursor, aftermath.entries);
    }

    private Cursor cursor() {
        if (work.task == Work.Task.SET_ASIDE) {
            return new Cursor(now, Lane.ASIDE, row.cursor().rung(), row.cursor().repetition(), 0, 0);
        }
        if (row.key().seat() == FollowUp.CLOCKWORK && standing.isLive()) {
            standing = standing.closed(Outcome.DONE, now);
        }
        if (goal == null || judgement == null || !standing.isLive()) {
            return Cursor.NONE;
        }
        var terms = promises.terms(goal, row.key(), work.claim.recipient(), standing);
        var fire = work.fire();
        if (work.task == Work.Task.REFILE && fire != null) {
            return refiled(judgement, fire);
        }
        var result = work.result();
        if (fire == null) {
            return decided(terms, judgement);
        }
        if (work.task == Work.Task.SETTLE) {
            return unreached(terms, judgement, fire);
        }
        if (result == null && work.refusal() == ReminderState.CAPPED) {
            skip(judgement);
            miss(judgement);
            close(fire, ReminderState.CAPPED, work.channel(), null);
            return next(terms, judgement.expired());
        }
        if (result != null) {
            return sent(terms, judgement, fire, result);
        }
        var roll = work.roll();
        return roll != null && roll.count() == 0 ? nobodyOpen(terms, fire, roll) : overtaken(terms);
    }

    private Cursor refiled(Judgement judgement, PlannedRung fire) {
        miss(judgement);
        return new Cursor(
                fire.at(),
                routes.lane(fire.definition(), work.position),
                fire.rung(),
                fire.repetition(),
                work.position,
                row.cursor().channel() == work.position ? failuresBefore(fire) : 0);
    }

    private Cursor decided(Terms terms, Judgement judgement) {
        skip(judgement);
        miss(judgement);
        return next(terms, judgement.expired());
    }

    /** No channel reaches the recipient, or the send must not be repeated. */
    private Cursor unreached(Terms terms, Judgement judgement, PlannedRung fire) {
        boolean inDoubt = work.position != Routes.NONE;
        var why = inDoubt ? ReminderState.HELD : routes.refusal(fire.definition(), work.claim.recipient());
        skip(judgement);
        var detail = inDoubt
                ? "a node died while it was sent"
                : passedOver(fire, fire.definition().channels().size() - 1);
        close(fire, why, inDoubt ? work.channel() : null, detail);
        miss(judgement);
        return next(terms, judgement.expired());
    }

    /** Between the claim and the call the deadline came: judge again. */
    private Cursor overtaken(Terms terms) {
        var again = Judge.judge(terms, standing, now);
        var fire = again.fire();
        if (fire != null) {
            miss(again);
            return promises.cursor(terms, new Judgement.Next(fire.at(), fire));
        }
        return decided(terms, again);
    }

    /** An overseer waits while all who are open are held (R17); if nobody is, this rung has nothing to say. */
    private Cursor nobodyOpen(Terms terms, PlannedRung fire, RollCall roll) {
        if (judgement != null) {
            miss(judgement);
        }
        var heldUntil = roll.heldUntil();
        if (heldUntil != null) {
            var waited = standing.hold();
            // The rung has waited since then: that another hold ran out in between is no reason to count the time.
            var from = waited != null && !waited.until().isBefore(fire.at()) ? waited.from() : now;
            standing = standing.held(new Hold(from, heldUntil));
            return next(terms, false);
        }
        if (judgement != null) {
            skip(judgement);
        }
        boolean notYet = fire.definition().afterMisses() > 0;
        close(
                fire,
                notYet ? ReminderState.NOT_YET : ReminderState.NO_RECIPIENT,
                null,
                notYet ? null : "nobody is open");
        return next(terms, judgement != null && judgement.expired());
    }

    private Cursor sent(Terms terms, Judgement judgement, PlannedRung fire, SendResult result) {
        skip(judgement);
        miss(judgement);
        var channel = work.channel();
        var options = routes.options(channel);
        boolean hold = options.whenUnknown() == ChannelOptions.Doubt.HOLD;
        switch (result.kind()) {
            case SENT -> close(fire, ReminderState.SENT, channel, noted(fire, result.detail()));
            case UNKNOWN -> {
                if (!hold) {
                    return retry(terms, fire, result, options, ReminderState.UNKNOWN);
                }
                close(fire, ReminderState.HELD, channel, result.detail());
            }
            case TEMPORARY -> {
                return retry(terms, fire, result, options, ReminderState.RETRYING);
            }
            case PERMANENT -> {
                return nextChannel(terms, fire, result, ReminderState.FAILED);
            }
        }
        return next(terms, judgement.expired());
    }

    /** The same channel again after a while, unless the next rung or the miss comes first; then the next channel. */
    private Cursor retry(
            Terms terms, PlannedRung fire, SendResult result, ChannelOptions options, ReminderState state) {
        int failures = failuresBefore(fire) + 1;
        if (failures >= options.attempts()) {
            return nextChannel(
                    terms, fire, result, state == ReminderState.UNKNOWN ? ReminderState.HELD : ReminderState.FAILED);
        }
        entries.add(entry(fire, state, work.channel(), result.detail()));
        var retryAt = now.plus(backoff(options, failures, result.retryAfter()));
        var other = waitsFor(terms, standing.handled(fire.rung(), fire.repetition()));
        // The next rung overtakes it, and so does the miss; an expiry waits until the last word has been said, or has
        // failed.
        boolean yields = other.rung() != null || standing.state() == Standing.State.OPEN;
        if (yields && other.due() != null && !other.due().isAfter(retryAt)) {
            return promises.cursor(terms, other);
        }
        return new Cursor(
                retryAt,
                routes.lane(fire.definition(), work.position),
                fire.rung(),
                fire.repetition(),
                work.position,
                failures);
    }

    private Cursor nextChannel(Terms terms, PlannedRung fire, SendResult result, ReminderState last) {
        int position = routes.reach(fire.definition(), work.claim.recipient(), work.position + 1);
        if (position == Routes.NONE) {
            var refusal = work.refusal();
            close(fire, refusal == null ? last : refusal, work.channel(), noted(fire, result.detail()));
            return next(terms, false);
        }
        entries.add(entry(fire, ReminderState.RETRYING, work.channel(), result.detail()));
        return new Cursor(now, routes.lane(fire.definition(), position), fire.rung(), fire.repetition(), position, 0);
    }

    /** Doubled with each failure, up to a quarter less, so that many that failed together do not come back together. */
    private Duration backoff(ChannelOptions options, int failures, @Nullable Duration retryAfter) {
        long millis = Math.min(LONGEST_BACKOFF.toMillis(), options.backoff().toMillis() << Math.min(failures - 1, 20));
        long spread = Math.floorMod(row.key().hashCode() * 0x9E3779B97F4A7C15L >>> 40, 1_000L);
        var wait = Duration.ofMillis(Math.max(1, millis - millis / 4 * spread / 1_000));
        return retryAfter != null && retryAfter.compareTo(wait) > 0 ? retryAfter : wait;
    }

    private int failuresBefore(PlannedRung fire) {
        return row.cursor().isAbout(fire.rung(), fire.repetition())
                ? row.cursor().failures()
                : 0;
    }

    private Cursor next(Terms terms, boolean expired) {
        if (expired) {
            standing = standing.closed(Outcome.EXPIRED, now);
            return row.key().seat() == FollowUp.PARTICIPANT ? Cursor.engine(now) : Cursor.NONE;
        }
        return promises.cursor(terms, waitsFor(terms, standing));
    }

    private Judgement.Next waitsFor(Terms terms, Standing after) {
        return judgement == null || hasMoved
                ? Judge.next(terms, after, now)
                : Judge.next(terms, after, now, work.followUp().standing(), judgement.plan());
    }

    private void miss(Judgement judgement) {
        if (judgement.missed() && standing.state() == Standing.State.OPEN) {
            standing = standing.missed();
        }
    }

    private void skip(Judgement judgement) {
        for (var skipped : judgement.skipped()) {
            boolean unserved = work.wasLeftBehind() && skipped.why() == ReminderState.STALE;
            close(skipped.rung(), unserved ? ReminderState.NO_NOTIFIER : skipped.why(), null, null);
        }
    }

    private void close(PlannedRung rung, ReminderState state, @Nullable Channel channel, @Nullable String detail) {
        entries.add(entry(rung, state, channel, detail));
        boolean armedAgain = isIdle(rung)
                && standing.arming().activity()
                        != work.followUp().standing().arming().activity();
        if (!armedAgain) {
            standing = standing.handled(rung.rung(), rung.repetition());
        }
    }

    private LedgerEntry entry(
            PlannedRung rung, ReminderState state, @Nullable Channel channel, @Nullable String detail) {
        var arming = work.followUp().standing().arming();
        var nudge = rung.isNudge() ? work.followUp().standing().nudge() : null;
        return new LedgerEntry(
                row.key(),
                rung.rung(),
                nudge == null ? rung.repetition() : nudge.first(),
                arming.epoch(),
                nudge != null ? nudge.second() : isIdle(rung) ? arming.activity() : 0,
                work.followUp().fence().generation(),
                state,
                channel,
                rung.at(),
                now,
                detail);
    }

    /** With the channels that were passed over before this one (R19); one that was tried has a line of its own. */
    private @Nullable String noted(PlannedRung fire, @Nullable String detail) {
        var passed = passedOver(fire, work.position);
        if (passed == null) {
            return detail;
        }
        return detail == null ? passed : passed + "; " + detail;
    }

    private @Nullable String passedOver(PlannedRung fire, int position) {
        return routes.passedOver(fire.definition(), work.claim.recipient(), position);
    }

    private static boolean isIdle(PlannedRung rung) {
        return rung.definition().when().anchor() == Anchor.WHEN_IDLE;
    }
}
