package org.lastmile.example;

import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;

/** Shows what has happened: what each guest got, what was silenced and why, and the totals. */
final class Review {
    private static final int MOST_GUESTS = 60;
    private static final int MOST_DIFFERENCES = 5;

    private final PrintStream out;
    private final Script script;
    private final Verdict verdict;

    Review(PrintStream out, Script script, Verdict verdict) {
        this.out = out;
        this.script = script;
        this.verdict = verdict;
    }

    void print() {
        printGuests();
        printSilence();
        printTotals();
        verdict.fates().stream()
                .filter(fate -> fate.isLost() || fate.isAgainstThePlan() || fate.isRecordedWrongly())
                .limit(MOST_DIFFERENCES)
                .forEach(fate -> Table.wrapped(
                                "! " + Slot.of(fate.line()) + ": expected " + fate.expected() + ", sent " + fate.sends()
                                        + " times, ledger " + fate.recorded(),
                                "  ")
                        .forEach(out::println));
    }

    private void printGuests() {
        out.println("What each guest got (x sent, 2 sent twice, . silenced, - not to be sent, by rung)");
        out.println();
        out.println("  " + Table.fit("guest", 30) + Table.fit("zone", 14) + Table.fit(Script.RSVP, 8)
                + Table.fit(Script.ATTEND, 8) + "what they did");
        var guests = script.goal().steps().get(0).participants();
        guests.stream().limit(MOST_GUESTS).forEach(this::printGuest);
        if (guests.size() > MOST_GUESTS) {
            out.println("  and " + (guests.size() - MOST_GUESTS) + " more");
        }
        var owner = script.goal().owner();
        if (owner != null) {
            var marks = verdict.fates().stream()
                    .filter(fate -> fate.line().seat() != FollowUp.PARTICIPANT)
                    .map(Review::mark)
                    .collect(Collectors.joining());
            out.println("  " + Table.fit(owner.name() + " (organizer)", 30) + Table.fit(Table.city(zone(owner)), 14)
                    + Table.fit(marks, 16) + "got the list of who is silent");
        }
        out.println();
    }

    private void printGuest(Recipient guest) {
        var deeds = verdict.answers().stream()
                .filter(answer -> answer.recipientId().equals(guest.id()))
                .map(answer -> answer.act().words()
                        + (answer.at().equals(script.start()) ? " before" : " " + Table.day(answer.at(), zone(guest))))
                .collect(Collectors.joining(", "));
        out.println(("  " + Table.fit(guest.name(), 29) + " " + Table.fit(Table.city(zone(guest)), 13) + " "
                        + Table.fit(marks(guest, Script.RSVP), 8) + Table.fit(marks(guest, Script.ATTEND), 8)
                        + Table.fit(deeds.isEmpty() ? "nothing" : deeds, 38))
                .stripTrailing());
    }

    private ZoneId zone(Recipient recipient) {
        var zone = recipient.zone();
        return zone == null ? script.goal().zone() : zone;
    }

    private String marks(Recipient guest, String stepId) {
        return verdict.fates().stream()
                .filter(fate -> fate.line().seat() == FollowUp.PARTICIPANT
                        && fate.line().recipient().id().equals(guest.id())
                        && fate.line().step().id().equals(stepId))
                .sorted(Comparator.comparingInt(fate -> fate.line().rung().rung()))
                .map(Review::mark)
                .collect(Collectors.joining());
    }

    private static String mark(Fate fate) {
        if (fate.sends() > 0) {
            return fate.sends() == 1 ? "x" : Integer.toString(Math.min(9, fate.sends()));
        }
        return fate.expected() == ReminderState.SILENCED ? "." : "-";
    }

    private void printSilence() {
        Map<String, Integer> reasons = new TreeMap<>();
        for (var fate : verdict.fates()) {
            if (fate.expected() != ReminderState.SENT) {
                reasons.merge(
                        fate.expected() + ": " + fate.why() + " ("
                                + fate.line().step().id() + ")",
                        1,
                        Integer::sum);
            }
        }
        out.println("What was not sent, and why");
        out.println();
        reasons.forEach((reason, count) -> out.println(String.format("  %5d  %s", count, reason)));
        out.println();
    }

    private void printTotals() {
        var totals = new LinkedHashMap<String, Object>();
        long sent = verdict.fates().stream().filter(fate -> fate.sends() > 0).count();
        totals.put("planned at the start", verdict.fates().size());
        totals.put("sent", sent);
        totals.put("sent again, with the same id", verdict.repeated());
        totals.put("silenced or skipped", verdict.fates().size() - sent);
        totals.put("lost", verdict.lost());
        totals.put("sent after done", verdict.afterDone());
        totals.put("early or at another time than planned", verdict.early());
        totals.put("not in the plan, or against it", verdict.unplanned() + verdict.againstThePlan());
        totals.put("rows in which the ledger disagrees", verdict.recordedWrongly());
        out.println("Totals, from the notifier's own file");
        out.println();
        totals.forEach((name, value) -> out.println("  " + name + ": " + value));
    }
}
