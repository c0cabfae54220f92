package org.lastmile.story;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.lastmile.Lastmile;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Channel;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.plan.Preview;
import org.lastmile.report.HistoryEntry;

/**
 * Keeps the books of a story: what was promised against what was heard, and what was heard against the ledger.
 *
 * <p>Between two deeds of people, all that is heard of the follow-ups that were open is what the preview said after the first
 * of them. After each story every reminder has at most one final state; every one that was sent is {@code SENT} there and the
 * other way round; and of every follow-up that has ended, each rung has exactly one.
 */
final class Books {
    private final Lastmile lastmile;
    private final Map<String, Goal> goals = new HashMap<>();
    private final Set<String> promisedTo = new HashSet<>();
    private final Map<String, Instant> promised = new HashMap<>();
    /** What may come or not, as the answers of others are. */
    private final Set<String> possible = new HashSet<>();

    private int from;
    private boolean open;

    Books(Lastmile lastmile) {
        this.lastmile = lastmile;
    }

    void add(Goal goal) {
        goals.putIfAbsent(goal.id(), goal);
    }

    /** From here on the preview as it is now must come true. */
    void open(Instant now, List<Call> calls, Runnable run) {
        from = calls.size();
        open = true;
        promised.clear();
        promisedTo.clear();
        possible.clear();
        promise();
        promised.values().removeIf(at -> !at.equals(now));
        run.run();
        promise();
    }

    void close() {
        open = false;
    }

    private void promise() {
        for (var id : goals.keySet()) {
            for (var line : lines(id)) {
                promisedTo.add(followUp(id, line.step().id(), line.recipient().id()));
                if (line.isPlanned()) {
                    promised.put(planned(id, line), line.rung().at());
                } else if (line.conditional()) {
                    possible.add(planned(id, line));
                }
            }
        }
    }

    private List<Preview.Line> lines(String goalId) {
        return lastmile.preview(goalId).map(Preview::lines).orElse(List.of());
    }

    private static String planned(String goalId, Preview.Line line) {
        var rung = line.rung();
        return Call.planned(
                goalId,
                rung.at(),
                line.recipient().id(),
                Call.rung(line.step().id(), rung.number(), rung.repetition()),
                channel(rung.definition(), line.recipient()));
    }

    /** The first that reaches them; people in stories have an address everywhere, or opted out. */
    private static String channel(Rung rung, Recipient who) {
        return rung.channels().stream()
                .filter(channel -> !who.optedOut().contains(channel))
                .findFirst()
                .map(Channel::name)
                .orElse("nothing");
    }

    private static String followUp(String goalId, String stepId, String recipientId) {
        return goalId + "/" + stepId + "/" + recipientId;
    }

    /** What has been heard by now is what was promised until now. */
    void compare(Instant now, List<Call> calls) {
        if (!open) {
            return;
        }
        var due = new TreeSet<String>();
        promised.forEach((line, at) -> {
            if (!at.isAfter(now)) {
                due.add(line);
            }
        });
        due.removeAll(aboutNobody());
        var heard = calls.subList(from, calls.size()).stream()
                .filter(call -> promisedTo.contains(followUp(
                        call.goalId(),
                        call.reminder().stepId(),
                        call.reminder().recipient().id())))
                .map(Call::planned)
                .filter(line -> promised.containsKey(line) || !possible.contains(line))
                .sorted()
                .toList();
        assertThat(heard).as("heard, as the preview said").containsExactlyElementsOf(due);
    }

    /** What overseers were to hear of people who had all answered by then. */
    private Set<String> aboutNobody() {
        var about = new HashSet<String>();
        for (var goal : goals.values()) {
            for (var entry : lastmile.history(goal.id())) {
                if (entry.state() == ReminderState.NO_RECIPIENT) {
                    var rung = goal.findStep(entry.stepId()).ladder().rungs().get(entry.rung() - 1);
                    about.add(Call.planned(
                            goal.id(),
                            entry.plannedAt(),
                            entry.recipientId(),
                            Call.rung(entry.stepId(), entry.rung(), Integer.parseInt(tail(entry)[1])),
                            rung.channels().get(0).name()));
                }
            }
        }
        return about;
    }

    void mustAddUp(Instant now, List<Call> calls) {
        compare(now, calls);
        for (var call : calls) {
            assertThat(call.at())
                    .as("never early: %s", call.line())
                    .isAfterOrEqualTo(call.reminder().plannedAt());
            if (call.speaksBeforeTheDeadline()) {
                assertThat(call.at())
                        .as("never after the deadline: %s", call.line())
                        .isBefore(call.reminder().deadline().instant());
            }
        }
        for (var goal : goals.values()) {
            var history = lastmile.history(goal.id());
            eachHasOneEnd(goal, history);
            sentIsSent(goal, history, calls);
            allIsAccountedFor(goal, history);
        }
    }

    private static boolean isEnd(HistoryEntry entry) {
        return entry.state().isFinal() && entry.state() != ReminderState.DUPLICATE;
    }

    private void eachHasOneEnd(Goal goal, List<HistoryEntry> history) {
        assertThat(history).extracting(HistoryEntry::state).doesNotContain(ReminderState.PLANNED);
        history.stream().collect(groupingBy(HistoryEntry::reminderId)).forEach((id, entries) -> {
            assertThat(entries.stream().filter(Books::isEnd))
                    .as("ends of %s in %s", id, entries)
                    .hasSizeLessThanOrEqualTo(1);
            var last = entries.get(entries.size() - 1);
            assertThat(last.state().isFinal() || isOpen(goal, last))
                    .as("an end of %s in %s", id, entries)
                    .isTrue();
        });
    }

    private boolean isOpen(Goal goal, HistoryEntry entry) {
        return lines(goal.id()).stream()
                .anyMatch(line -> line.step().id().equals(entry.stepId())
                        && line.recipient().id().equals(entry.recipientId()));
    }

    private static void sentIsSent(Goal goal, List<HistoryEntry> history, List<Call> calls) {
        var sent = calls.stream()
                .filter(call -> call.isSent() && call.goalId().equals(goal.id()))
                .map(call -> call.reminder().id() + " to "
                        + call.reminder().recipient().id() + " by "
                        + call.reminder().channel() + " at " + call.reminder().plannedAt())
                .sorted()
                .toList();
        assertThat(history.stream()
                        .filter(entry -> entry.state() == ReminderState.SENT)
                        .map(entry -> entry.reminderId() + " to " + entry.recipientId() + " by " + entry.channel()
                                + " at " + entry.plannedAt())
                        .sorted())
                .as("sent, as the ledger says")
                .containsExactlyElementsOf(sent);
    }

    /** Each rung of a follow-up that has ended has exactly one end: their sum is the plan. */
    private void allIsAccountedFor(Goal goal, List<HistoryEntry> history) {
        var live = new HashSet<String>();
        lines(goal.id()).stream()
                .filter(line -> line.seat() == FollowUp.PARTICIPANT)
                .forEach(line -> live.add(
                        followUp(goal.id(), line.step().id(), line.recipient().id())));
        for (var step : goal.steps()) {
            boolean waits = !step.after().isEmpty() || step.recovers() != null;
            for (var who : step.participants()) {
                var own = history.stream()
                        .filter(entry -> entry.stepId().equals(step.id())
                                && entry.recipientId().equals(who.id()))
                        // What is asked for by hand is no part of the plan.
                        .filter(entry -> entry.rung() > 0)
                        .toList();
                boolean speaks = step.ladder().rungs().stream()
                        .anyMatch(rung -> rung.audience().isParticipant());
                boolean ended =
                        speaks && !live.contains(followUp(goal.id(), step.id(), who.id())) && !(waits && own.isEmpty());
                if (ended) {
                    var occurrences = own.stream().collect(groupingBy(Books::occurrence));
                    assertThat(occurrences).as("history of %s", who).isNotEmpty();
                    occurrences
                            .values()
                            .forEach(each -> hasOneEndForEach(step.ladder().rungs(), each));
                }
            }
        }
    }

    private static void hasOneEndForEach(List<Rung> rungs, List<HistoryEntry> own) {
        var expected = new ArrayList<String>();
        for (int i = 0; i < rungs.size(); i++) {
            if (rungs.get(i).audience().isParticipant()) {
                for (int k = 0; k < Math.max(1, rungs.get(i).when().times()); k++) {
                    expected.add((i + 1) + "." + k);
                }
            }
        }
        int epoch = own.stream().mapToInt(Books::epoch).max().orElse(0);
        var ends = own.stream()
                .filter(Books::isEnd)
                .filter(entry -> rungs.get(entry.rung() - 1).audience().isParticipant())
                .filter(entry -> epoch(entry) == epoch || !countsFromTheDeadline(rungs.get(entry.rung() - 1)))
                .map(entry -> tail(entry)[0] + "." + tail(entry)[1])
                .toList();
        assertThat(ends).as("the sum of %s", own).hasSameElementsAs(expected);
        var idle = ends.stream()
                .filter(end -> rungs.get(Integer.parseInt(end.split("\\.")[0]) - 1)
                                .when()
                                .anchor()
                        == Anchor.WHEN_IDLE)
                .toList();
        assertThat(ends.size() - idle.size() + new HashSet<>(idle).size())
                .as("each once in %s", own)
                .isEqualTo(expected.size());
    }

    private static boolean countsFromTheDeadline(Rung rung) {
        return rung.when().anchor() != Anchor.AFTER_START && rung.when().anchor() != Anchor.WHEN_IDLE;
    }

    private static String occurrence(HistoryEntry entry) {
        return entry.reminderId().substring(0, entry.reminderId().indexOf('/'));
    }

    private static int epoch(HistoryEntry entry) {
        return Integer.parseInt(tail(entry)[2]);
    }

    /** Rung, repetition and epoch, as the end of a reminder's id has them. */
    private static String[] tail(HistoryEntry entry) {
        var id = entry.reminderId();
        return id.substring(id.lastIndexOf('/') + 1)
                .replaceFirst("^@\\d+\\.", "")
                .split("\\.");
    }
}
