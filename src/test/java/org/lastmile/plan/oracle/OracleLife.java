package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.ReminderState;
import org.lastmile.plan.oracle.Facts.Slot;

/** Lives a case as the rules say, stopping at every instant at which anything could happen. */
final class OracleLife {
    private final Case life;
    private final Tally tally;
    private final Situation now;
    private final Chronicle chronicle = new Chronicle();
    private final TreeSet<Instant> wakes = new TreeSet<>();
    private final Set<Slot> waiting = new HashSet<>();
    private Instant passed;
    private Instant downFrom;
    private Instant downUntil;

    private OracleLife(Case life, Tally tally) {
        this.life = life;
        this.tally = tally;
        now = new Situation(life, tally);
        passed = life.start();
        downFrom = life.start();
        downUntil = life.start();
    }

    /** What the rules make of the case. */
    static Chronicle of(Case life, Tally tally) {
        return new OracleLife(life, tally).live();
    }

    private Chronicle live() {
        wakes.add(life.start());
        show();
        for (var event : life.events()) {
            passUntil(event.at());
            if (isLive() && !isDown(event.at())) {
                carryOut(decide(event.at()), event.at());
            }
            if (isLive()) {
                happen(event);
            }
        }
        passUntil(Instant.MAX);
        return chronicle;
    }

    private void happen(Event event) {
        if (event instanceof Event.Close close) {
            close(close);
        } else if (event instanceof Event.Outage outage) {
            downFrom = isDown(outage.at()) ? downFrom : outage.at();
            downUntil = outage.until().isAfter(downUntil) ? outage.until() : downUntil;
        } else {
            now.happen(event);
        }
        passed = event.at();
        wakes.add(passed);
        if (isLive()) {
            show();
        }
    }

    private void close(Event.Close close) {
        var decision = decide(close.at());
        if (decision.expired() && !decision.speaks()) {
            tally.reach(Reached.R13_ANSWERED_TOO_LATE);
            return;
        }
        var how = close.how();
        if (how == Outcome.DONE && decision.missed()) {
            how = Outcome.RECOVERED;
            tally.reach(Reached.R13_RECOVERED);
        } else {
            tally.reach(Reached.valueOf(how.name()));
        }
        chronicle.close(how, close.at());
    }

    private boolean isLive() {
        return chronicle.closedAt() == null;
    }

    private boolean isDown(Instant at) {
        return at.isBefore(downUntil);
    }

    /** Every instant at which something could be due: stopping once too often does no harm. */
    private void passUntil(Instant end) {
        while (isLive()) {
            now.placed().forEach(rung -> wakeAt(rung.at()));
            wakeAt(now.facts().due().instant());
            wakeAt(now.facts().missAt());
            wakeAt(now.expireAt());
            if (now.held() != null) {
                wakeAt(now.held().until());
            }
            var next = wakes.first();
            if (next.isAfter(end)) {
                return;
            }
            wakes.remove(next);
            if (isDown(next)) {
                wakes.add(downUntil);
            } else {
                carryOut(decide(next), next);
            }
            passed = next;
        }
    }

    private void wakeAt(Instant at) {
        if (at.isAfter(passed)) {
            wakes.add(at);
        }
    }

    /**
     * What is to be done at an instant.
     *
     * @param due what was to be said by then, and has not been
     * @param newest of these
     * @param speaks whether it is said now
     * @param waits whether it is to be said later
     */
    private record Decision(
            List<PlacedRung> due,
            @Nullable PlacedRung newest,
            boolean speaks,
            boolean waits,
            boolean missed,
            boolean expired) {}

    private Decision decide(Instant at) {
        var due = Expected.due(now.rungs(), now.dealtWith(), at);
        var newest = Expected.newest(due);
        boolean waits = false;
        boolean speaks = false;
        if (newest != null) {
            boolean beforeRung = !newest.isAfterRung();
            boolean inVain = beforeRung && !at.isBefore(now.facts().missAt());
            waits = !inVain && (isHeld(at) || isQuietFor(newest, at));
            boolean tooLate = beforeRung && !at.isBefore(now.facts().due().instant());
            if (tooLate && !waits) {
                tally.reach(Reached.R11_DEADLINE_PASSED);
            }
            speaks = !tooLate && !waits && !isStale(newest, at);
        }
        boolean missed = now.isMissed() || !at.isBefore(now.facts().missAt());
        boolean over = !at.isBefore(now.expireAt());
        return new Decision(due, newest, speaks, waits, missed, missed && over && !waits);
    }

    private boolean isHeld(Instant at) {
        return now.held() != null && at.isBefore(now.held().until());
    }

    /** A release in quiet hours waits for their end; what is on time was planned outside them, or ignores them. */
    private boolean isQuietFor(PlacedRung rung, Instant at) {
        boolean waits = at.isAfter(rung.at())
                && !rung.rung().ignoresQuietHours()
                && now.quiet().is(at);
        if (waits) {
            tally.reach(Reached.R11_WAITED_FOR_QUIET_END);
            wakes.add(now.quiet().endAfter(at));
        }
        return waits;
    }

    private boolean isStale(PlacedRung rung, Instant at) {
        long age = at.toEpochMilli() - rung.at().toEpochMilli();
        long limit = now.facts().goal().policy().staleAfter().toMillis();
        if (Expected.age(rung, now.held(), at) > limit) {
            tally.reach(Reached.R11_TOO_OLD);
            return true;
        }
        if (age > limit) {
            tally.reach(Reached.R11_HELD_TIME_NOT_COUNTED);
        }
        return false;
    }

    private void carryOut(Decision decision, Instant at) {
        var rungs = now.rungs();
        var newest = decision.newest();
        if (newest != null && !decision.waits()) {
            if (decision.speaks()) {
                tallyRelease(decision, newest, at);
            }
            for (var rung : decision.due()) {
                if (rung != newest) {
                    write(rung, decision.speaks() ? ReminderState.SUPERSEDED : ReminderState.STALE, at);
                }
            }
            write(newest, decision.speaks() ? ReminderState.SENT : ReminderState.STALE, at);
        }
        if (decision.waits()) {
            decision.due().forEach(rung -> waiting.add(rung.slot()));
        }
        for (var rung : rungs) {
            if (!rung.isPlanned() && !now.isDealtWith(rung)) {
                boolean replaced = decision.speaks() && rung.isReplacedBy(newest);
                if (replaced || decision.expired() || !rung.at().isAfter(at)) {
                    write(rung, rung.state(), at);
                }
            }
        }
        if (decision.missed() && !now.isMissed()) {
            now.miss();
            chronicle.addMiss(at);
            tally.reach(Reached.R13_MISSED);
            if (!now.facts().goal().policy().grace().isZero()) {
                tally.reach(Reached.R13_GRACE);
            }
        }
        if (decision.expired()) {
            expire(at);
        }
    }

    private void expire(Instant at) {
        for (var rung : now.rungs()) {
            if (!now.isDealtWith(rung)) {
                throw new IllegalStateException("the oracle forgot " + rung);
            }
        }
        boolean atMiss = now.expireAt().equals(now.facts().missAt());
        tally.reach(atMiss ? Reached.R13_EXPIRED_AT_THE_MISS : Reached.R13_EXPIRED_AFTER_ITS_AFTER_RUNGS);
        chronicle.close(Outcome.EXPIRED, at);
    }

    private void tallyRelease(Decision decision, PlacedRung newest, Instant at) {
        if (at.isAfter(newest.at())) {
            if (at.equals(downUntil) && !newest.at().isBefore(downFrom)) {
                tally.reach(Reached.R11_SENT_AFTER_OUTAGE);
            }
            if (now.held() != null && at.equals(now.held().until())) {
                tally.reach(Reached.R11_SENT_AFTER_HOLD);
            }
        }
        for (var rung : decision.due()) {
            if (rung != newest) {
                tally.reach(Reached.R11_OTHERS_SUPERSEDED);
                if (waiting.contains(rung.slot()) && newest.at().equals(at)) {
                    tally.reach(Reached.R11_OVERTAKEN_WHILE_WAITING);
                }
            }
        }
    }

    private void write(PlacedRung rung, ReminderState state, Instant at) {
        now.dealWith(rung, state == ReminderState.SENT);
        waiting.remove(rung.slot());
        chronicle.add(new Chronicle.Row(
                rung.slot().rung(),
                rung.slot().repetition(),
                now.epoch(),
                rung.anchor() == Anchor.WHEN_IDLE ? now.activity() : 0,
                state,
                rung.at(),
                at));
    }

    /** The plan as it is shown to people. */
    private void show() {
        var text = new StringBuilder("plan in epoch " + now.epoch());
        text.append(", due ").append(now.facts().due().instant());
        text.append(", missed ").append(now.facts().missAt());
        for (var rung : now.rungs()) {
            text.append("\n  #")
                    .append(rung.slot().rung() + 1)
                    .append('.')
                    .append(rung.slot().repetition());
            text.append(' ')
                    .append(rung.original())
                    .append(" -> ")
                    .append(rung.at())
                    .append(' ')
                    .append(rung.state());
            text.append(now.isDealtWith(rung) ? " handled " : " ").append(String.join(" ", rung.why()));
        }
        chronicle.addPlan(text.toString());
    }
}
