package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.LinkAnswer;
import org.lastmile.LinkAnswer.Kind;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.link.Action;
import org.lastmile.link.ActionLinks;
import org.lastmile.link.Reading;
import org.lastmile.link.Ticket;

/** People answer by a link in a message. Looking at it changes nothing; acting is an answer like any other. */
class ActionLinkTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Recipient BOB = person("Bob");
    private static final Ladder TWICE = Ladder.of(
            Rung.before(Period.ofDays(3)).by("email"),
            Rung.before(Period.ofDays(1)).by("email"));
    private final ActionLinks links = ActionLinks.at(URI.create("https://example.org/answer"), new byte[32])
            .snoozingFor(Duration.ofDays(5));

    private static Goal party() {
        return party(TWICE);
    }

    private static Goal party(Ladder ladder) {
        return Goal.of("party", "Party")
                .due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("UTC"))
                .finalStep(Step.of("come", "Come").ladder(ladder).participants(BOB, ANN));
    }

    /** The ticket that Ann finds in the last message she got. */
    private Ticket ticket(Action action) {
        return ticket(action, links);
    }

    private Ticket ticket(Action action, ActionLinks with) {
        var reminder = heardCalls().stream()
                .map(Call::reminder)
                .filter(heard -> heard.recipient().id().equals(ANN.id()))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        return ((Reading.Genuine) with.read(with.token(reminder, action), time.instant())).ticket();
    }

    private LinkAnswer act(Ticket ticket) {
        return people(() -> lastmile.act(ticket));
    }

    @Test
    void lookingChangesNothingAndActingSilences() {
        at("2026-06-01T00:00Z");
        schedule(party());
        at("2026-07-01T19:00Z");
        var ticket = ticket(Action.DONE);
        for (int i = 0; i < 3; i++) {
            var seen = lastmile.look(ticket);
            assertThat(seen.kind()).isEqualTo(Kind.OPEN);
            assertThat(seen.step().title()).isEqualTo("Come");
            assertThat(seen.recipient().id()).isEqualTo("ann");
        }
        var first = act(ticket);
        assertThat(first.kind()).isEqualTo(Kind.TAKEN);
        assertThat(first.outcome()).isEqualTo(Outcome.DONE);
        var second = act(ticket);
        assertThat(second.kind()).isEqualTo(Kind.ALREADY_CLOSED);
        assertThat(second.outcome()).isEqualTo(Outcome.DONE);
        assertThat(lastmile.look(ticket).kind()).isEqualTo(Kind.ALREADY_CLOSED);
        at("2026-07-10T00:00Z");
        heard("2026-07-03T19:00Z bob come#2 email");
        ended("come", ANN, Outcome.DONE);
    }

    @Test
    void aNoIsADecline() {
        at("2026-06-01T00:00Z");
        schedule(party());
        at("2026-07-01T19:00Z");
        assertThat(act(ticket(Action.DECLINE)).outcome()).isEqualTo(Outcome.DECLINED);
        at("2026-07-10T00:00Z");
        heard("2026-07-03T19:00Z bob come#2 email");
    }

    @Test
    void aSnoozeHoldsAtMostToTheDeadline() {
        at("2026-06-01T00:00Z");
        schedule(party());
        at("2026-07-01T19:00Z");
        assertThat(act(ticket(Action.SNOOZE)).kind()).isEqualTo(Kind.TAKEN);
        outOfOrder();
        at("2026-07-10T00:00Z");
        // Five days would be the 6th; cut to the deadline, at which no rung before it speaks any more.
        heard("2026-07-03T19:00Z bob come#2 email");
        became(ANN, "come#2", ReminderState.STALE);
    }

    @Test
    void aLinkFromBeforeTheMoveIsOutdatedAndTheNewOneIsNot() {
        at("2026-06-01T00:00Z");
        schedule(party());
        at("2026-07-01T19:00Z");
        var old = ticket(Action.DONE);
        reschedule("2026-07-14T19:00[UTC]");
        assertThat(lastmile.look(old).kind()).isEqualTo(Kind.OUTDATED);
        assertThat(act(old).kind()).isEqualTo(Kind.OUTDATED);
        at("2026-07-11T19:00Z");
        assertThat(act(ticket(Action.DONE)).kind()).isEqualTo(Kind.TAKEN);
        assertThat(act(old).kind()).isEqualTo(Kind.ALREADY_CLOSED);
    }

    @Test
    void aTicketThatSomebodyKeptTooLongActsNoMore() {
        at("2026-06-01T00:00Z");
        schedule(party(Ladder.of(
                Rung.before(Period.ofDays(3)).by("email"),
                Rung.after(Period.ofDays(2)).by("email"))));
        at("2026-07-01T19:00Z");
        var ticket = ticket(Action.DONE, links.validFor(Duration.ofHours(1)));
        // The follow-up can be answered until two days after its last rung, the link for an hour after the deadline.
        at("2026-07-04T20:00Z");
        assertThat(act(ticket).kind()).isEqualTo(Kind.OUTDATED);
        assertThat(lastmile.look(ticket).kind()).isEqualTo(Kind.OUTDATED);
        assertThat(complete("come", ANN).outcome()).isEqualTo(Outcome.RECOVERED);
    }

    @Test
    void afterTheExpiryTheAnswerSaysSo() {
        at("2026-06-01T00:00Z");
        schedule(party());
        at("2026-07-01T19:00Z");
        var ticket = ticket(Action.DONE);
        // Nothing has run since, so the row is still open.
        clock("2026-07-05T00:00Z");
        assertThat(lastmile.act(ticket))
                .extracting(LinkAnswer::kind, LinkAnswer::outcome)
                .containsExactly(Kind.ALREADY_CLOSED, Outcome.EXPIRED);
        lastmile.runDue();
        heardCalls();
    }

    @Test
    void aLinkIsAboutTheOccurrenceItWasSentFor() {
        at("2026-07-01T00:00Z");
        schedule(party(Ladder.of(Rung.before(Period.ofDays(1)).by("email")))
                .recurring(Recurrence.every(Period.ofDays(7), 2)));
        at("2026-07-03T19:00Z");
        var first = ticket(Action.DONE);
        at("2026-07-10T19:00Z");
        var second = ticket(Action.DONE);
        assertThat(second.followUp().goal()).isNotEqualTo(first.followUp().goal());
        // "party" means the second occurrence to the host by now; the old link does not.
        assertThat(act(first).outcome()).isEqualTo(Outcome.EXPIRED);
        assertThat(act(second).kind()).isEqualTo(Kind.TAKEN);
    }
}
