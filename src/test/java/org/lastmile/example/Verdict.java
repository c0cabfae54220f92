package org.lastmile.example;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.example.ScriptedAnswer.Act;
import org.lastmile.goal.Channel;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.ReminderState;
import org.lastmile.plan.Preview;
import org.lastmile.report.HistoryEntry;

/**
 * Judges a rehearsal by what the notifier and the host wrote themselves, against the plan that was taken at the start; and the
 * ledger by both.
 *
 * @param fates what became of each planned reminder
 * @param answers what was answered, in order
 * @param repeated how many calls of the notifier were for a reminder that it had sent, with the same id
 * @param afterDone how many came after the answer that should have silenced them
 * @param early how many came before their time, or had another time than in the plan
 * @param unplanned how many are not in the plan at all
 */
record Verdict(List<Fate> fates, List<Journal.Line> answers, int repeated, int afterDone, int early, int unplanned) {

    static Verdict of(Script script, List<Journal.Line> journal, List<HistoryEntry> history) {
        var recorded = new HashMap<Slot, ReminderState>();
        for (var entry : history) {
            // A node that finds a reminder sent by another says so in a row of its own; the reminder stays sent.
            if (entry.state() != ReminderState.DUPLICATE) {
                recorded.put(Slot.of(entry), entry.state());
            }
        }
        var sends = journal.stream().filter(Journal.Line::isSend).toList();
        var ids = new HashMap<Slot, Set<String>>();
        var times = new HashMap<Slot, Integer>();
        for (var send : sends) {
            ids.computeIfAbsent(send.slot(), slot -> new HashSet<>()).add(send.reminderId());
            times.merge(send.slot(), 1, Integer::sum);
        }
        var answers = journal.stream().filter(line -> !line.isSend()).toList();
        var byGuest = answers.stream().collect(Collectors.groupingBy(Journal.Line::recipientId));
        var fates = new ArrayList<Fate>();
        var planned = new HashMap<Slot, Preview.Line>();
        for (var line : script.plan().lines()) {
            var slot = Slot.of(line);
            planned.put(slot, line);
            var expected = Expectation.of(script, byGuest, line);
            fates.add(new Fate(
                    line,
                    expected.state(),
                    expected.why(),
                    times.getOrDefault(slot, 0),
                    recorded.getOrDefault(slot, ReminderState.PLANNED)));
        }
        // The same reminder twice has the same id; with another, it is another that nobody planned.
        int others = ids.values().stream().mapToInt(each -> each.size() - 1).sum();
        long unplanned =
                sends.stream().filter(send -> !planned.containsKey(send.slot())).count();
        return new Verdict(
                fates,
                answers,
                sends.size() - times.size() - others,
                afterDone(journal, planned),
                early(sends, planned),
                (int) unplanned + others);
    }

    private static int afterDone(List<Journal.Line> journal, Map<Slot, Preview.Line> planned) {
        int count = 0;
        var done = new HashSet<String>();
        for (var line : journal) {
            if (!line.isSend()) {
                done.add(line.recipientId() + " " + line.act().stepId());
                if (line.act() == Act.DECLINES) {
                    done.add(line.recipientId() + " " + Script.ATTEND);
                }
                continue;
            }
            var plan = planned.get(line.slot());
            boolean overseer = plan != null && plan.seat() != FollowUp.PARTICIPANT;
            if (!overseer && done.contains(line.recipientId() + " " + line.what())) {
                count++;
            }
        }
        return count;
    }

    private static int early(List<Journal.Line> sends, Map<Slot, Preview.Line> planned) {
        int count = 0;
        for (var line : sends) {
            var plan = planned.get(line.slot());
            if (plan != null) {
                var at = plan.rung().at();
                count += line.at().isBefore(at) || !line.plannedAt().equals(at) ? 1 : 0;
            }
        }
        return count;
    }

    long lost() {
        return fates.stream().filter(Fate::isLost).count();
    }

    long againstThePlan() {
        return fates.stream().filter(Fate::isAgainstThePlan).count();
    }

    long recordedWrongly() {
        return fates.stream().filter(Fate::isRecordedWrongly).count();
    }

    boolean isGood() {
        return lost() + afterDone + early + unplanned + againstThePlan() + recordedWrongly() == 0;
    }

    /** What was to become of one planned reminder: worked out from the answers alone. */
    private record Expectation(ReminderState state, String why) {
        static Expectation of(Script script, Map<String, List<Journal.Line>> byGuest, Preview.Line line) {
            var at = line.rung().at();
            if (line.rung().state() != ReminderState.PLANNED) {
                return new Expectation(line.rung().state(), "skipped by the plan");
            }
            if (line.seat() != FollowUp.PARTICIPANT) {
                boolean somebody = script.goal().steps().get(0).participants().stream()
                        .anyMatch(guest -> closing(answersOf(guest.id(), byGuest), Script.RSVP, at) == null);
                return somebody
                        ? send(line)
                        : new Expectation(ReminderState.SILENCED, "nobody was left on the list of the organizer");
            }
            var answers = answersOf(line.recipient().id(), byGuest);
            if (line.step().id().equals(Script.ATTEND)) {
                var accepted = answers.stream()
                        .filter(answer -> answer.act() == Act.ACCEPTS)
                        .findFirst();
                if (accepted.isEmpty()) {
                    return new Expectation(ReminderState.SILENCED, "the guest never accepted");
                }
                if (at.isBefore(accepted.get().at())) {
                    return new Expectation(ReminderState.LATE, "its time had passed when the guest accepted");
                }
            }
            var closing = closing(answers, line.step().id(), at);
            return closing == null
                    ? send(line)
                    : new Expectation(
                            ReminderState.SILENCED,
                            "after the guest " + closing.act().words());
        }

        private static Expectation send(Preview.Line line) {
            return line.recipient().address(Channel.of(Script.CHANNEL)) == null
                    ? new Expectation(ReminderState.NO_ADDRESS, "no address")
                    : new Expectation(ReminderState.SENT, "");
        }

        private static List<Journal.Line> answersOf(String guest, Map<String, List<Journal.Line>> byGuest) {
            return byGuest.getOrDefault(guest, List.of());
        }

        /** The answer before that instant by which a guest was through with the step. */
        private static Journal.@Nullable Line closing(List<Journal.Line> answers, String stepId, Instant before) {
            return answers.stream()
                    .filter(answer ->
                            answer.act().stepId().equals(stepId) && answer.at().isBefore(before))
                    .findFirst()
                    .orElse(null);
        }
    }
}
