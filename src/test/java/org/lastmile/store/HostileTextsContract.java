package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.minute;

import java.time.Duration;
import java.time.Period;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.Held;
import org.lastmile.Lastmile;
import org.lastmile.Nudge;
import org.lastmile.Reminding;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Scope;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.testing.ManualTime;
import org.lastmile.testing.RecordingNotifier;

/** A text is refused where it is said, or comes back through every door as it was given; it is never taken for another. */
interface HostileTextsContract extends StoreUnderTest {
    Ladder LADDER = Ladder.of(Rung.afterStart(Duration.ZERO).by("log"));
    String SAFE = "safe";

    @Test
    default void hostileTextsAreRefusedOrComeBack() {
        int refused = 0;
        int accepted = 0;
        for (var text : HostileTexts.all().entrySet()) {
            var hostile = text.getValue();
            var taken = new LinkedHashMap<String, String>();
            for (var field : fields().entrySet()) {
                try {
                    field.getValue().apply(hostile);
                    taken.put(field.getKey(), hostile);
                    accepted++;
                } catch (IllegalArgumentException e) {
                    mustSayWhy(e, text.getKey(), field.getKey());
                    refused++;
                }
            }
            live(text.getKey(), taken, hostile);
        }
        System.out.printf(
                "hostile texts in %s: inputs tried: %d, refused: %d, accepted and read back: %d%n",
                getClass().getSimpleName(), refused + accepted, refused, accepted);
        assertThat(refused).isPositive();
        assertThat(accepted).isPositive();
    }

    /** What takes a text, by the name that a refusal must say. */
    private static Map<String, UnaryOperator<String>> fields() {
        var fields = new LinkedHashMap<String, UnaryOperator<String>>();
        fields.put("goal id", text -> Goal.of(text, SAFE).id());
        fields.put("goal title", text -> Goal.of(SAFE, text).title());
        fields.put("label", text -> Goal.of(SAFE, SAFE).label(text).label());
        fields.put("step id", text -> Step.of(text, SAFE).id());
        fields.put("step title", text -> Step.of(SAFE, text).title());
        fields.put("recipient id", text -> Recipient.of(text, SAFE).id());
        fields.put("recipient name", text -> Recipient.of(SAFE, text).name());
        fields.put(
                "data key", text -> Goal.of(SAFE, SAFE).data(Map.of(text, SAFE)).id());
        fields.put("data", text -> Goal.of(SAFE, SAFE).data(Map.of(SAFE, text)).id());
        fields.put("role", text -> Goal.of(SAFE, SAFE).role(text).id());
        fields.put("calendar", text -> Goal.of(SAFE, SAFE).calendar(text).id());
        fields.put("channel", text -> Rung.atOpening().by(text).toString());
        fields.put(
                "address",
                text -> Recipient.of(SAFE, SAFE).withAddress("log", text).id());
        return fields;
    }

    private static void mustSayWhy(IllegalArgumentException refusal, String text, String field) {
        assertThat(refusal.getMessage())
                .as("%s as %s", text, field)
                .startsWith(field)
                .hasSizeLessThan(300)
                .containsPattern("; (give|use|shorten|remove|correct)|use at most")
                .doesNotContainPattern("[\\p{Cc}\\p{Cs}]")
                .doesNotContainPattern("[\u202A-\u202E\u2066-\u2069]");
    }

    /** One whole life of a goal that has the text wherever it was taken. */
    private void live(String name, Map<String, String> taken, String hostile) {
        var sent = new RecordingNotifier();
        var guest = Recipient.of(taken.getOrDefault("recipient id", SAFE), taken.getOrDefault("recipient name", SAFE))
                .withAddress("log", taken.getOrDefault("address", SAFE));
        var goal = Goal.of(taken.getOrDefault("goal id", name), taken.getOrDefault("goal title", SAFE))
                .label(taken.getOrDefault("label", name))
                .data(Map.of(taken.getOrDefault("data key", SAFE), taken.getOrDefault("data", SAFE)))
                .due(NOON.plus(Period.ofDays(9)))
                .finalStep(Step.of(taken.getOrDefault("step id", SAFE), taken.getOrDefault("step title", SAFE))
                        .ladder(LADDER)
                        .participants(guest));
        var step = goal.steps().get(0);
        try (var lastmile = host(sent)) {
            assertThat(lastmile.schedule(goal).isNew()).as(name).isTrue();
            assertThat(lastmile.goals(goal.label())).as(name).containsExactly(goal.id());
            assertThat(lastmile.preview(goal.id()).orElseThrow().lines())
                    .as(name)
                    .singleElement()
                    .satisfies(line -> {
                        assertThat(line.step().title()).isEqualTo(step.title());
                        assertThat(line.recipient()).isEqualTo(guest);
                    });
            lastmile.runDue();
            assertThat(sent.reminders()).as(name).singleElement().satisfies(reminder -> {
                assertThat(reminder.goal().id()).isEqualTo(goal.id());
                assertThat(reminder.goal().title()).isEqualTo(goal.title());
                assertThat(reminder.goal().label()).isEqualTo(goal.label());
                assertThat(reminder.data()).isEqualTo(goal.data());
                assertThat(reminder.stepId()).isEqualTo(step.id());
                assertThat(reminder.recipient()).isEqualTo(guest);
                assertThat(reminder.address())
                        .isEqualTo(guest.addresses().values().iterator().next());
            });
            assertThat(lastmile.history(goal.id())).as(name).singleElement().satisfies(entry -> {
                assertThat(entry.goalId()).isEqualTo(goal.id());
                assertThat(entry.stepId()).isEqualTo(step.id());
                assertThat(entry.recipientId()).isEqualTo(guest.id());
                assertThat(entry.reminderId()).isEqualTo(sent.reminders().get(0).id());
            });
            assertThat(lastmile.historyOf(guest.id(), null, 9).items()).as(name).hasSize(1);
            mustKeepTheReason(lastmile, goal, hostile);
            assertThat(lastmile.report(goal.id()).orElseThrow().steps().get(0).id())
                    .as(name)
                    .isEqualTo(step.id());
            assertThat(lastmile.report(Scope.label(goal.label())).steps())
                    .as(name)
                    .hasSize(1);
            assertThat(lastmile.forget(guest.id())).as(name).isOne();
        }
    }

    /** A reason that is too long closes nothing; what no encoding has is replaced, in every store alike. */
    private static void mustKeepTheReason(Lastmile lastmile, Goal goal, String reason) {
        var step = goal.steps().get(0);
        var guest = step.participants().get(0).id();
        if (reason.length() > 1_000) {
            try {
                lastmile.decline(goal.id(), step.id(), guest, reason);
                throw new AssertionError("a reason of " + reason.length() + " characters was taken");
            } catch (IllegalArgumentException e) {
                mustSayWhy(e, "a long reason", "reason");
            }
            assertThat(lastmile.status(goal.id(), step.id(), guest)
                            .orElseThrow()
                            .state())
                    .isEqualTo(Standing.State.OPEN);
            return;
        }
        assertThat(lastmile.decline(goal.id(), step.id(), guest, reason).stopped())
                .isOne();
        assertThat(lastmile.status(goal.id(), step.id(), guest).orElseThrow().reason())
                .isEqualTo(reason.isBlank() ? null : reason.replaceAll("[\\x{0}\\p{Cs}]", "\uFFFD"));
    }

    @Test
    default void twinsAreStrangers() {
        var sent = new RecordingNotifier();
        try (var lastmile = host(sent)) {
            var twins = HostileTexts.TWINS;
            for (var id : twins) {
                lastmile.schedule(party(id, twins));
            }
            for (var id : twins) {
                assertThat(lastmile.goals(id)).containsExactly(id);
                assertThat(lastmile.complete(id, id, id).stopped()).as(id).isOne();
                assertThat(lastmile.open(id, id, null, 99).items())
                        .as("open in %s", id)
                        .hasSize(twins.size() - 1)
                        .noneMatch(status -> status.recipient().id().equals(id));
            }
            lastmile.cancel(twins.get(0));
            assertThat(lastmile.status(twins.get(3)).orElseThrow().isOver()).isFalse();
            assertThat(lastmile.forget(twins.get(0))).isEqualTo(twins.size());
            assertThat(lastmile.status(twins.get(3), twins.get(3), twins.get(2)))
                    .isPresent();
        }
    }

    /** Nobody has such an id, so nothing is found; above all not one that a driver writes in its place. */
    @Test
    default void questionsForWhatCannotBeFindNothing() {
        try (var lastmile = host(new RecordingNotifier())) {
            for (var id : HostileTexts.TWINS) {
                lastmile.schedule(party(id, HostileTexts.TWINS));
            }
            for (var id : HostileTexts.UNSTORABLE) {
                var name = "id of " + id.length() + " characters";
                assertThat(lastmile.complete(id, "?", "?").kind()).as(name).isEqualTo(Answer.Kind.UNKNOWN);
                assertThat(lastmile.complete("?", "?", id).kind()).as(name).isEqualTo(Answer.Kind.UNKNOWN);
                if (id.length() > 1_000) {
                    // It goes to the database as it is: once is enough.
                    continue;
                }
                assertThat(lastmile.status("?", "?", id)).as(name).isEmpty();
                assertThat(lastmile.decline("?", id, "?").kind()).as(name).isEqualTo(Answer.Kind.UNKNOWN);
                assertThat(lastmile.cancel(id).kind()).as(name).isEqualTo(Answer.Kind.UNKNOWN);
                assertThat(lastmile.touch("?", "?", id)).as(name).isEqualTo(Held.UNKNOWN);
                assertThat(lastmile.acknowledge(id, "?", "?")).as(name).isEqualTo(Held.UNKNOWN);
                assertThat(lastmile.remindNow("?", "?", id, Nudge.of("x")).kind())
                        .as(name)
                        .isEqualTo(Reminding.Kind.UNKNOWN);
                assertThat(lastmile.reschedule(id, Move.to(Deadline.of(minute(99_999)))))
                        .as(name)
                        .isFalse();
                assertThat(lastmile.addParticipants(id, id, Recipient.of("x", "x")))
                        .as(name)
                        .isFalse();
                assertThat(lastmile.update(id, goal -> goal.titled("other")))
                        .as(name)
                        .isFalse();
                assertThat(lastmile.preview(id)).as(name).isEmpty();
                assertThat(lastmile.report(id)).as(name).isEmpty();
                assertThat(lastmile.status(id)).as(name).isEmpty();
                assertThat(lastmile.history(id)).as(name).isEmpty();
                assertThat(lastmile.historyOf(id, null, 9).items()).as(name).isEmpty();
                assertThat(lastmile.goals(id)).as(name).isEmpty();
                assertThat(lastmile.forget(id)).as(name).isZero();
            }
            assertThat(lastmile.open("?", "?", null, 99).items()).hasSize(HostileTexts.TWINS.size());
            assertThat(lastmile.preview("?").orElseThrow().goal().title()).isEqualTo("?");
        }
    }

    private Lastmile host(RecordingNotifier sent) {
        return Lastmile.builder()
                .store(store())
                .time(ManualTime.at(minute(0)))
                .executor(Runnable::run)
                .notifier("log", sent)
                .build();
    }

    private static Goal party(String id, List<String> guests) {
        return Goal.of(id, id)
                .label(id)
                .due(NOON.plus(Period.ofDays(9)))
                .finalStep(Step.of(id, id)
                        .ladder(LADDER)
                        .participants(guests.stream()
                                .map(guest -> Recipient.of(guest, guest))
                                .toList()));
    }
}
