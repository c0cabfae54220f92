package org.lastmile.plan.oracle;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Rung;

/** What holds in every life, whatever the rules make of it: read off the facts and the chronicle alone. */
final class Invariants {
    private final Case life;
    private final Chronicle chronicle;
    private final List<String> broken = new ArrayList<>();

    private Invariants(Case life, Chronicle chronicle) {
        this.life = life;
        this.chronicle = chronicle;
    }

    /** A sentence for each that does not hold. */
    static List<String> broken(Case life, Chronicle chronicle) {
        var invariants = new Invariants(life, chronicle);
        invariants.check();
        return invariants.broken;
    }

    private void check() {
        var slots = new HashSet<List<Object>>();
        var spoken = new HashSet<Instant>();
        for (var row : chronicle.rows()) {
            var rung = rung(row);
            boolean keepsItsState = rung.when().anchor() == Anchor.AFTER_START;
            expect(
                    slots.add(List.of(row.rung(), row.repetition(), armings(row, rung))),
                    "dealt with twice" + (keepsItsState ? ", across a move: " : ": ") + row);
            expect(!row.at().isAfter(chronicle.closedAt()), "after the closing: " + row);
            if (row.isSent()) {
                expect(!row.at().isBefore(row.plannedAt()), "sent early: " + row);
                expect(!row.at().isBefore(life.start()), "sent before the beginning: " + row);
                boolean rearmed =
                        life.events().stream().anyMatch(event -> event.at().equals(row.at()));
                expect(spoken.add(row.at()) || rearmed, "two messages at once: " + row);
                expect(rung.ignoresQuietHours() || !isQuiet(row.at()), "sent in quiet hours: " + row);
                expect(
                        rung.when().anchor() == Anchor.AFTER || isBeforeDeadline(row.at()),
                        "sent at or after the deadline: " + row);
                expect(isUp(row.at()), "sent in an outage: " + row);
            }
        }
        life.events().forEach(this::checkSilence);
        if (chronicle.outcome() == Outcome.EXPIRED) {
            checkThatAllIsDealtWith();
        }
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            broken.add(otherwise);
        }
    }

    private Rung rung(Chronicle.Row row) {
        return life.step().ladder().rungs().get(row.rung());
    }

    private static Object armings(Chronicle.Row row, Rung rung) {
        return switch (rung.when().anchor()) {
            case AFTER_START -> 0;
            case WHEN_IDLE -> row.activity();
            default -> row.epoch();
        };
    }

    /** One message per follow-up after any silence, unless a change of zone or quiet hours throws more into the past. */
    private void checkSilence(Event silence) {
        boolean replanned = life.events().stream()
                .anyMatch(event -> event instanceof Event.ChangeZone
                        || event instanceof Event.ChangeQuietHours
                        || event instanceof Event.MoveGoal
                        || event instanceof Event.Extend);
        if (replanned || !(silence instanceof Event.Outage outage)) {
            return;
        }
        long late = chronicle.sent().stream()
                .filter(row -> !row.plannedAt().isBefore(outage.at())
                        && row.plannedAt().isBefore(outage.until())
                        && !row.at().isBefore(outage.until()))
                .count();
        expect(late <= 1, late + " messages after the outage from " + outage.at());
    }

    private boolean isUp(Instant at) {
        return life.events().stream()
                .noneMatch(event -> event instanceof Event.Outage outage
                        && !at.isBefore(outage.at())
                        && at.isBefore(outage.until())
                        && !at.equals(outage.at()));
    }

    private boolean isQuiet(Instant at) {
        ZoneId own = life.recipient().zone();
        ZoneId ofGoal = life.goal().zone();
        QuietHours quiet = life.recipient().quietHours();
        var goal = life.goal();
        for (var event : life.events()) {
            // At the very instant of a change, what was due has been said before it.
            if (event.at().isBefore(at)) {
                if (event instanceof Event.ChangeZone change) {
                    own = change.to();
                } else if (event instanceof Event.ChangeQuietHours change) {
                    quiet = change.to();
                } else if (event instanceof Event.MoveGoal move && isAhead(move.to(), move.at())) {
                    goal = goal.due(move.to());
                    ofGoal = goal.zone();
                }
            } else if (event.at().equals(at)) {
                return false;
            }
        }
        return new Quiet(quiet, new WallClock(own == null ? ofGoal : own)).is(at);
    }

    private boolean isBeforeDeadline(Instant at) {
        var goal = life.goal();
        Deadline extension = null;
        for (var event : life.events()) {
            if (event.at().isBefore(at)) {
                if (event instanceof Event.MoveGoal move && isAhead(move.to(), move.at())) {
                    var moved = goal.due(move.to());
                    boolean outgrown = extension != null
                            && stepDue(moved).isAfter(Due.of(extension).instant());
                    extension = outgrown ? null : extension;
                    goal = moved;
                } else if (event instanceof Event.Extend extend && isAhead(extend.to(), extend.at())) {
                    extension = extend.to();
                }
            } else if (event.at().equals(at)) {
                return true;
            }
        }
        return at.isBefore(extension == null ? stepDue(goal) : Due.of(extension).instant());
    }

    private Instant stepDue(org.lastmile.goal.Goal goal) {
        return Due.of(goal, life.step(), life.start(), life.calendar(), new Tally())
                .instant();
    }

    private static boolean isAhead(Deadline deadline, Instant at) {
        return Due.of(deadline).instant().isAfter(at);
    }

    /** Who is left to expire has had every rung of the last epoch: sent, or skipped with a reason. */
    private void checkThatAllIsDealtWith() {
        int epoch =
                chronicle.rows().stream().mapToInt(Chronicle.Row::epoch).max().orElse(0);
        var rungs = life.step().ladder().rungs();
        for (int i = 0; i < rungs.size(); i++) {
            var rung = rungs.get(i);
            int index = i;
            int times =
                    rung.audience().isParticipant() ? Math.max(1, rung.when().times()) : 0;
            for (int k = 0; k < times; k++) {
                int repetition = k;
                long count = chronicle.rows().stream()
                        .filter(row -> row.rung() == index && row.repetition() == repetition)
                        .filter(row -> !rung.when().anchor().countsFromDeadline() || row.epoch() == epoch)
                        .count();
                expect(count >= 1, "forgotten: #" + (i + 1) + "." + k + " in epoch " + epoch);
            }
        }
    }
}
