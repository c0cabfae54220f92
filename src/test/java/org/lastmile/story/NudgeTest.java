package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.lastmile.goal.ReminderState.CAPPED;
import static org.lastmile.goal.ReminderState.SILENCED;
import static org.lastmile.goal.ReminderState.STALE;
import static org.lastmile.goal.ReminderState.SUPERSEDED;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lastmile.Nudge;
import org.lastmile.Reminding;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.report.HistoryEntry;
import org.lastmile.testing.RecordingNotifier;

/** The organiser presses "remind them now". */
class NudgeTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Recipient BOB = person("Bob");
    /** In Berlin, from 20:00Z to 06:00Z. */
    private static final Recipient SLEEPER = person("Sue").withQuietHours(quiet("22:00", "08:00"));

    /** Due on the 4th of July at 17:00Z. */
    private static Goal party(String ladder, Recipient... guests) {
        return Goal.of("party", "Party")
                .due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("Europe/Berlin"))
                .finalStep(Step.of("come", "Come").ladder(Ladder.parse(ladder)).participants(guests));
    }

    private Reminding nudge(Recipient who, Nudge nudge) {
        return people(() -> lastmile.remindNow("party", "come", who.id(), nudge));
    }

    private static Nudge press(int number) {
        return Nudge.of("press-" + number);
    }

    private List<String> nudges(Recipient who) {
        return history().stream()
                .filter(entry -> entry.rung() == 0 && entry.recipientId().equals(who.id()))
                .map(entry -> entry.state() + " " + entry.detail())
                .toList();
    }

    @Test
    void everybodyWhoIsOpenHearsItAtOnceAndTheLadderGoesOn() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email; before PT1H by sms", ANN, BOB, SLEEPER));
        complete("come", SLEEPER);
        at("2026-06-10T12:00Z");
        var done = people(() -> lastmile.remindNow("party", "come", press(1).by("sms")));
        heard("""
                2026-06-10T12:00Z ann come#now sms
                2026-06-10T12:00Z bob come#now sms
                """);
        assertThat(done.kind()).isEqualTo(Reminding.Kind.COMING);
        assertThat(done.reminders())
                .hasSize(2)
                .allSatisfy(id -> assertThat(id).matches("party/come/(ann|bob)/now\\.[0-9a-f]{16}"));
        assertThat(history())
                .extracting(HistoryEntry::rung, HistoryEntry::reminderId)
                .startsWith(
                        org.assertj.core.groups.Tuple.tuple(0, done.reminders().get(0)));
        at("2026-07-04T16:30Z");
        heard("""
                2026-07-03T17:00Z ann come#1 email
                2026-07-03T17:00Z bob come#1 email
                2026-07-04T16:00Z ann come#2 sms
                2026-07-04T16:00Z bob come#2 sms
                """);
    }

    @Test
    void aPressThatComesTwiceIsHeardOnceHoweverLate() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email", ANN, BOB));
        var first = nudge(ANN, press(1));
        assertThat(nudge(ANN, press(1))).isEqualTo(new Reminding(Reminding.Kind.ALREADY, first.reminders()));
        at("2026-06-02T00:00Z");
        assertThat(nudge(ANN, press(2)).reminders()).doesNotContainAnyElementsOf(first.reminders());
        reschedule("2026-07-05T19:00[Europe/Berlin]");
        at("2026-06-03T00:00Z");
        // The row remembers the second press only; the ledger remembers both, in the epoch before too.
        assertThat(nudge(ANN, press(1))).isEqualTo(new Reminding(Reminding.Kind.ALREADY, first.reminders()));
        // Of all, only Bob has not been nudged by it.
        assertThat(people(() -> lastmile.remindNow("party", "come", press(1))).reminders())
                .hasSize(2)
                .containsAll(first.reminders());
        heard("""
                2026-06-01T00:00Z ann come#now email
                2026-06-02T00:00Z ann come#now email
                2026-06-03T00:00Z bob come#now email
                """);
    }

    @Test
    void whoSleepsHearsItInTheMorningUnlessItIsUrgentEnough() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email", SLEEPER));
        at("2026-06-10T21:00Z");
        var first = nudge(SLEEPER, press(1));
        assertThat(first.kind()).isEqualTo(Reminding.Kind.COMING);
        heardNothing();
        assertThat(lastmile.preview("party").orElseThrow().toString())
                .contains("2026-06-11 08:00", "asked for by hand; deferred to the end of quiet hours");
        assertThat(nudge(SLEEPER, press(2)))
                .as("one waits already")
                .isEqualTo(new Reminding(Reminding.Kind.ALREADY, first.reminders()));
        // It waits for its morning, whatever becomes of the deadline.
        reschedule("2026-07-08T19:00[Europe/Berlin]");
        at("2026-06-11T21:00Z");
        heard("2026-06-11T06:00Z sue come#now email");
        nudge(SLEEPER, press(3).ignoringQuietHours());
        heard("2026-06-11T21:00Z sue come#now email");
    }

    @Test
    void whereTheNightLastsUntilTheDeadlineTheAnswerSaysSo() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D at 10:00 by email", SLEEPER)
                .due(LocalDateTime.parse("2026-07-05T07:00"), ZoneId.of("Europe/Berlin")));
        at("2026-07-04T21:00Z");
        heard("2026-07-04T08:00Z sue come#1 email");
        assertThat(nudge(SLEEPER, press(1)).kind()).isEqualTo(Reminding.Kind.QUIET);
        assertThat(nudge(SLEEPER, press(1).ignoringQuietHours()).kind()).isEqualTo(Reminding.Kind.COMING);
        heard("2026-07-04T21:00Z sue come#now email");
    }

    @Test
    void anAnswerSilencesANudgeThatWaits() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email", SLEEPER));
        at("2026-06-10T21:00Z");
        nudge(SLEEPER, press(1));
        people(() -> lastmile.decline("party", "come", "sue", "has to work"));
        at("2026-08-01T00:00Z");
        heardNothing();
        assertThat(nudges(SLEEPER)).containsExactly(SILENCED + " DECLINED: has to work");
        assertThat(nudge(SLEEPER, press(2)).kind()).isEqualTo(Reminding.Kind.CLOSED);
        assertThat(lastmile.status("party", "come", "sue").orElseThrow().reason())
                .isEqualTo("has to work");
    }

    @Test
    void aRungAtTheSameMomentIsEnough() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email", ANN));
        clock("2026-07-03T17:00Z");
        lastmile.remindNow("party", "come", "ann", press(1));
        lastmile.runDue();
        heard("2026-07-03T17:00Z ann come#1 email");
        assertThat(nudges(ANN)).containsExactly(SUPERSEDED + " null");
    }

    @Test
    void itIsNoActivity() {
        at("2026-06-01T00:00Z");
        schedule(party("when-idle P3D by email", ANN));
        at("2026-06-03T00:00Z");
        nudge(ANN, press(1));
        at("2026-07-01T00:00Z");
        heard("""
                2026-06-03T00:00Z ann come#now email
                2026-06-04T00:00Z ann come#1 email    // three days after the beginning
                """);
    }

    @Test
    void afterTheMissItIsHeardToo() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email; after P2D by sms", ANN));
        at("2026-07-05T12:00Z");
        nudge(ANN, press(1));
        at("2026-08-01T00:00Z");
        heard("""
                2026-07-03T17:00Z ann come#1 email
                2026-07-05T12:00Z ann come#now email   // as the last rung before it
                2026-07-06T17:00Z ann come#2 sms
                """);
        ended("come", ANN, Outcome.EXPIRED);
    }

    @Test
    void whoIsHeldWaitsOrHasEndedIsLeftInPeace() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email", ANN, BOB)
                .step(Step.of("clean", "Clean up")
                        .after("come")
                        .ladder(Ladder.parse("before PT1H by email"))
                        .participants(ANN)));
        snooze("come", ANN, "2026-06-09T00:00Z");
        assertThat(nudge(ANN, press(1)).kind()).isEqualTo(Reminding.Kind.HELD);
        assertThat(lastmile.remindNow("party", "clean", "ann", press(1)).kind()).isEqualTo(Reminding.Kind.CLOSED);
        assertThat(lastmile.remindNow("party", "dance", "ann", press(1)).kind()).isEqualTo(Reminding.Kind.UNKNOWN);
        assertThat(lastmile.remindNow("party", "come", "zoe", press(1)).kind()).isEqualTo(Reminding.Kind.UNKNOWN);
        assertThat(lastmile.remindNow("ball", "come", press(1)).kind()).isEqualTo(Reminding.Kind.UNKNOWN);
        assertThat(people(() -> lastmile.remindNow("party", "come", press(1))).reminders())
                .hasSize(1);
        heard("2026-06-01T00:00Z bob come#now email");
    }

    @Test
    void anotherNodeSendsItWhenThisOneDies() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email", ANN));
        var id =
                lastmile.remindNow("party", "come", "ann", press(1)).reminders().get(0);
        outOfOrder();
        try (var other = node()) {
            other.runDue();
        }
        assertThat(heardCalls()).extracting(call -> call.reminder().id()).containsExactly(id);
        lastmile.runDue();
    }

    @Test
    void itGoesStaleInAnOutage() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email", ANN));
        lastmile.remindNow("party", "come", "ann", press(1));
        clock("2026-06-04T00:00Z");
        lastmile.runDue();
        heardNothing();
        assertThat(nudges(ANN)).containsExactly(STALE + " null");
    }

    @Test
    void itIsTriedAgainByTheSameIdThenByTheNextChannel() {
        world = reminder -> reminder.channel().equals(Channel.SMS)
                ? reminder.attempt() == 1 ? SendResult.temporary("busy") : SendResult.permanent("no such number")
                : SendResult.sent();
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email", ANN));
        nudge(ANN, press(1).by("sms", "email").urgent());
        outOfOrder();
        at("2026-06-02T00:00Z");
        var calls = heardCalls();
        assertThat(calls).extracting(call -> call.reminder().channel().name()).containsExactly("sms", "sms", "email");
        assertThat(calls)
                .extracting(call -> call.reminder().id())
                .containsOnly(calls.get(0).reminder().id());
        assertThat(nudges(ANN)).containsExactly("RETRYING busy", "RETRYING no such number", "SENT null");
    }

    @Test
    void optOutsAndCapsHold() {
        var shy = ANN.withOptOut(Channel.SMS);
        at("2026-06-01T00:00Z");
        var mail = new RecordingNotifier();
        var host = host().executor(Runnable::run)
                .notifier("email", mail)
                .notifier("sms", mail)
                .cap(1, Duration.ofDays(1))
                .build();
        host.schedule(party("before P1D by email", shy));
        host.remindNow("party", "come", "ann", press(1).by("sms", "email"));
        host.runDue();
        host.remindNow("party", "come", "ann", press(2));
        host.runDue();
        assertThat(host.history("party"))
                .extracting(entry -> entry.state() + " " + entry.channel() + " " + entry.detail())
                .containsExactlyInAnyOrder("SENT email passed over: sms OPTED_OUT", CAPPED + " email null");
    }

    @Test
    void whatCannotBeIsRefused() {
        at("2026-06-01T00:00Z");
        schedule(party("before P1D by email", ANN)
                .ownedBy(BOB)
                .step(Step.of("sing", "Sing")
                        .ladder(Ladder.parse("before P1D to owner by email"))
                        .participants(ANN)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.remindNow("party", "come", "ann", press(1).by("pigeon")))
                .withMessageContaining("unknown channel pigeon")
                .withMessageContaining(".notifier(\"pigeon\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.remindNow("party", "sing", "ann", press(1)))
                .withMessageContaining("add .by(\"email\")");
        assertThatIllegalArgumentException().isThrownBy(() -> Nudge.of(" ")).withMessageContaining("token has 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> press(1).by(new String[0]))
                .withMessageContaining("by(…)");
        assertThat(nudges(ANN)).isEmpty();
        outOfOrder();
    }
}
