package org.lastmile.notify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.goal.StillOpen;

/**
 * A reminder as a notifier gets it, to be varied: Gus in Berlin is asked on 1 July at 09:00 to reply to the invitation by 4 July 2026, 19:00
 * in Berlin, which is 17:00Z; more reminders come on 3 July at 17:00Z and 4 July at 14:00Z, and one on the 5th.
 */
public record Sample(Goal goal, Step step, Recipient recipient, Deadline deadline, Instant at, Reminder.Message words) {
    public static final Instant NOW = Instant.parse("2026-07-01T07:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Rung RUNG = Rung.before(Period.ofDays(3)).by("email");

    public static Sample gus() {
        var gus = Recipient.of("guest-17", "Gus")
                .withZone(BERLIN)
                .withAddress(Channel.EMAIL, "gus@example.org")
                .withAddress(Channel.SMS, "+1 555 0100");
        var due = Deadline.of(LocalDateTime.parse("2026-07-04T19:00"), BERLIN);
        return new Sample(
                Goal.of("summer-party", "Summer party").due(due),
                Step.of("rsvp", "Reply to the invitation").ladder(Ladder.of(RUNG)),
                gus,
                due,
                NOW,
                new Reminder.Message("", ""));
    }

    public Sample goalTitled(String title) {
        return new Sample(goal.titled(title), step, recipient, deadline, at, words);
    }

    public Sample step(Step newStep) {
        return new Sample(goal, newStep, recipient, deadline, at, words);
    }

    public Sample to(Recipient newRecipient) {
        return new Sample(goal, step, newRecipient, deadline, at, words);
    }

    public Sample due(Deadline newDeadline) {
        return new Sample(goal, step, recipient, newDeadline, at, words);
    }

    public Sample at(Instant newAt) {
        return new Sample(goal, step, recipient, deadline, newAt, words);
    }

    public Sample saying(String subject, String text) {
        return new Sample(goal, step, recipient, deadline, at, new Reminder.Message(subject, text));
    }

    /** The second reminder of its follow-up. */
    public Reminder reminder() {
        return reminder(FollowUp.PARTICIPANT, 0, List.of(), 0);
    }

    public Reminder inEpoch(int epoch) {
        return reminder(FollowUp.PARTICIPANT, epoch, List.of(), 0);
    }

    /** As an overseer is told. */
    public Reminder about(List<StillOpen> people, int count) {
        return reminder(FollowUp.OVERSEER, 0, people, count);
    }

    private Reminder reminder(int seat, int epoch, List<StillOpen> people, int count) {
        var ahead = List.of(
                Instant.parse("2026-07-03T17:00:00Z"),
                Instant.parse("2026-07-04T14:00:00Z"),
                Instant.parse("2026-07-05T07:00:00Z"));
        var bare = new Reminder(
                Reminder.id(goal.id(), step.id(), recipient.id(), seat, 1, 0, epoch, 0),
                goal,
                step,
                recipient,
                Channel.EMAIL,
                recipient.address(Channel.EMAIL),
                RUNG,
                deadline,
                at.minus(Duration.ofSeconds(2)),
                1,
                new Reminder.Course(new FollowUp.Key(4_711, 2, 17, seat), epoch, at, 2, ahead),
                people,
                count,
                words);
        return words.subject().isEmpty() ? bare.with(new PlainWording().message(bare, at)) : bare;
    }
}
