package org.lastmile.plan.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Outcome;

/** What is said to whom, by which channel, and about whom (rules R17 to R19). */
final class GroupPost {
    private final GroupCase life;
    private final Set<GroupReached> reached;
    private final List<Sent> sent = new ArrayList<>();

    GroupPost(GroupCase life, Set<GroupReached> reached) {
        this.life = life;
        this.reached = reached;
    }

    private record Sent(Instant at, String person, String what) {}

    List<String> lines() {
        return sent.stream()
                .map(each -> line(life, each.at(), each.person(), each.what()))
                .collect(Collectors.toList());
    }

    /** Which of two messages at one instant a cap lets through is nobody's promise, so that is not compared. */
    static String line(GroupCase life, Instant at, String person, String what) {
        return at + " " + person + (life.cap() > 0 ? "" : " " + what);
    }

    void deliver(
            List<GroupOccurrence> occurrences,
            GroupOccurrence occurrence,
            GroupSeat seat,
            PlacedRung rung,
            Instant at) {
        int n = rung.rung().afterMisses();
        var about = new ArrayList<GroupSeat>();
        if (!seat.isParticipant()) {
            for (var open : occurrence.open(seat)) {
                if (open.isHeld(at)) {
                    reached.add(GroupReached.R17_HELD_ONES_NOT_LISTED);
                } else if (n == 0 || missesInARow(occurrences, occurrence, open) == n) {
                    about.add(open);
                }
            }
            if (about.isEmpty()) {
                reached.add(n == 0 ? GroupReached.R17_NOBODY_OPEN : GroupReached.R18_NOT_YET_MISSED_OFTEN_ENOUGH);
                return;
            }
        }
        @Nullable Channel channel = channel(seat, rung);
        if (channel == null) {
            reached.add(GroupReached.R19_NO_CHANNEL_LEFT);
            return;
        }
        if (isOverCap(seat.who.id(), at)) {
            reached.add(GroupReached.R19_CAPPED);
            return;
        }
        tallySeat(occurrence, seat);
        if (!about.isEmpty()) {
            reached.add(n > 1 ? GroupReached.R18_NTH_MISS_TOLD : GroupReached.R17_LISTED);
            if (about.size() > 1) {
                reached.add(GroupReached.R17_LISTED_SEVERAL);
            }
        }
        var names = about.stream().map(open -> open.who.id()).collect(Collectors.joining(", "));
        sent.add(new Sent(
                at,
                seat.who.id(),
                occurrence.id() + " " + seat.stepId + "#" + (rung.slot().rung() + 1) + "."
                        + rung.slot().repetition() + " " + channel.name()
                        + (names.isEmpty() ? "" : " about " + names)));
    }

    private void tallySeat(GroupOccurrence occurrence, GroupSeat seat) {
        boolean doesItToo = occurrence.find(seat.stepId, seat.who.id()) != null;
        if (!seat.isParticipant() && (seat.audiences.size() > 1 || doesItToo)) {
            reached.add(GroupReached.R17_ONE_IN_TWO_ROLES);
        }
        if (seat.beginnings > 1) {
            reached.add(seat.isParticipant() ? GroupReached.R13_RECOVERY_BEGAN_AGAIN : GroupReached.R17_BEGAN_AGAIN);
        }
    }

    private @Nullable Channel channel(GroupSeat seat, PlacedRung rung) {
        for (var channel : rung.rung().channels()) {
            if (seat.who.optedOut().contains(channel)) {
                reached.add(GroupReached.R19_OPTED_OUT);
            } else if (!seat.who.addresses().containsKey(channel)) {
                reached.add(GroupReached.R19_NO_ADDRESS);
            } else if (life.isDead(seat.who, channel)) {
                reached.add(GroupReached.R19_FAILED_THEN_NEXT);
            } else {
                reached.add(GroupReached.R19_FIRST_CHANNEL);
                return channel;
            }
        }
        return null;
    }

    private boolean isOverCap(String person, Instant at) {
        var since = at.minus(GroupCase.CAP_PER);
        return life.cap() > 0
                && sent.stream()
                                .filter(each -> each.person().equals(person)
                                        && each.at().isAfter(since))
                                .count()
                        >= life.cap();
    }

    /** This one and those before it that they did not answer. */
    private static int missesInARow(List<GroupOccurrence> occurrences, GroupOccurrence last, GroupSeat seat) {
        int misses = 1;
        for (int i = occurrences.indexOf(last) - 1; i >= 0; i--) {
            var before = occurrences.get(i).find(seat.stepId, seat.who.id());
            if (before == null || before.outcome != null && before.outcome != Outcome.EXPIRED) {
                break;
            }
            misses++;
        }
        return misses;
    }
}
