package org.lastmile.fault;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.lastmile.fault.Chronicle.Answer;
import org.lastmile.fault.Chronicle.Call;
import org.lastmile.fault.Chronicle.Excuse;
import org.lastmile.goal.ReminderState;
import org.lastmile.report.HistoryEntry;

/** What is to be said of a round: the chronicle against the ledger, as a pure function of both. */
final class Verdict {
    private static final long SLACK_NANOS = 100_000_000;

    private final Chronicle chronicle;
    private final List<Call> calls;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final Map<String, List<Call>> byReminder;

    /** What breaks a promise, in words. */
    final List<String> lost = new ArrayList<>();

    final List<String> unnamed = new ArrayList<>();
    final List<String> unexplained = new ArrayList<>();
    final List<String> early = new ArrayList<>();

    /** Duplicates by what explains them. */
    final Map<String, Integer> explained = new TreeMap<>();

    int named;

    Verdict(Chronicle chronicle, List<HistoryEntry> history) {
        this.chronicle = chronicle;
        calls = chronicle.calls();
        chronicle.answers().forEach(answer -> answers.putIfAbsent(answer.guest(), answer));
        byReminder = calls.stream().collect(groupingBy(Call::reminder));
        judgeLosses(history);
        byReminder.values().forEach(this::judgeDuplicates);
        calls.forEach(this::judgeSilence);
        judgeEarliness(history);
    }

    int calls() {
        return calls.size();
    }

    int answers() {
        return answers.size();
    }

    List<String> complaints() {
        var all = new ArrayList<String>();
        all.addAll(lost);
        all.addAll(unnamed);
        all.addAll(unexplained);
        all.addAll(early);
        return all;
    }

    /** Promise 1: each reminder was called, or the ledger says why not. */
    private void judgeLosses(List<HistoryEntry> history) {
        var places = history.stream().collect(groupingBy(entry -> entry.recipientId() + " " + entry.rung()));
        for (int guest = 0; guest < Feast.GUESTS; guest++) {
            for (int rung = 1; rung <= Feast.RUNGS; rung++) {
                var name = "guest-" + guest;
                var entries = places.getOrDefault(name + " " + rung, List.of());
                var end = entries.stream()
                        .filter(entry -> entry.state().isFinal())
                        .reduce((one, two) -> two);
                // Who answers while an attempt is in doubt, or is to be repeated, has that for an end.
                boolean silenced = Feast.answering().contains(name) && !entries.isEmpty();
                if (end.isEmpty() && !silenced) {
                    lost.add("lost: no end of rung " + rung + " of " + name + ": " + entries);
                } else if (end.isPresent() && !isAccountedFor(end.get())) {
                    lost.add("lost: " + end.get());
                }
            }
        }
    }

    private boolean isAccountedFor(HistoryEntry end) {
        boolean answers = Feast.answering().contains(end.recipientId());
        return switch (end.state()) {
            case SENT, DUPLICATE -> byReminder.containsKey(end.reminderId());
            case SUPERSEDED -> end.rung() < Feast.RUNGS;
            case SILENCED -> answers;
            default -> false;
        };
    }

    /** Promise 4: what was sent twice was sent by a process that could not record it, or by one that did not know better. */
    private void judgeDuplicates(List<Call> same) {
        for (int i = 1; i < same.size(); i++) {
            var why = why(same.subList(0, i), same.get(i));
            if (why.isPresent()) {
                explained.merge(why.get(), 1, Integer::sum);
            } else {
                unexplained.add("sent twice, unexplained: " + same);
            }
        }
    }

    private Optional<String> why(List<Call> before, Call again) {
        var first = before.get(before.size() - 1);
        for (var trouble : chronicle.troubles()) {
            boolean firsts = trouble.process() == first.process();
            boolean meets = trouble.fromNanos() <= again.nanos() && trouble.toNanos() >= first.nanos() - SLACK_NANOS;
            boolean either = trouble.excuse() == Excuse.PAUSED && trouble.process() == again.process();
            if (meets && (firsts || either)) {
                return Optional.of(trouble.excuse().name().toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    /** Promise 2: after an answer has returned, only what it named is sent, or repeated by a process that was frozen. */
    private void judgeSilence(Call call) {
        var answer = answers.get(call.guest());
        if (answer == null || call.nanos() < answer.nanos()) {
            return;
        }
        var before = byReminder.get(call.reminder()).stream()
                .filter(other -> other.nanos() < call.nanos())
                .toList();
        if (answer.inFlight().contains(call.reminder())) {
            named++;
        } else if (before.isEmpty() || why(before, call).isEmpty()) {
            unnamed.add("sent after done: " + call + " after " + answer);
        }
    }

    /** Promise 3: by the clock of this machine, which the database has too. */
    private void judgeEarliness(List<HistoryEntry> history) {
        for (var entry : history) {
            if (entry.state() != ReminderState.SILENCED) {
                byReminder.getOrDefault(entry.reminderId(), List.of()).stream()
                        .filter(call -> call.wallMillis() < entry.plannedAt().toEpochMilli())
                        .forEach(call -> early.add("early: " + call + " of " + entry));
            }
        }
    }
}
