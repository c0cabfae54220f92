package org.lastmile.soak;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * What is planned: goals far off, and small ones of which one falls due every 100 ms.
 *
 * @param pending how many follow-ups are far off
 * @param minutes for how long reminders fall due
 * @param first when the first of them does
 */
record Load(int pending, int minutes, Instant first) {
    static final String STEP = "reply";
    static final int PEOPLE_FAR_OFF = 100;
    static final int PEOPLE_DUE = 20;
    static final int TICK_MILLIS = 100;

    private static final Duration LEAD = Duration.ofHours(1);
    private static final Duration FAR = Duration.ofDays(60);

    int goalsFarOff() {
        return pending / PEOPLE_FAR_OFF;
    }

    int goalsDue() {
        return minutes * 60_000 / TICK_MILLIS;
    }

    int remindersDue() {
        return goalsDue() * PEOPLE_DUE;
    }

    static String farOffId(int number) {
        return "far-" + number;
    }

    static String dueId(int number) {
        return "due-" + number;
    }

    static String person(int number) {
        return "person-" + number;
    }

    /** When that goal's reminders are due. */
    Instant dueAt(int number) {
        return first.plusMillis((long) number * TICK_MILLIS);
    }

    Goal farOff(int number) {
        return goal(farOffId(number), first.plus(FAR).plusSeconds(number), Duration.ofDays(1), PEOPLE_FAR_OFF);
    }

    Deadline moved(int number) {
        return Deadline.of(first.plus(FAR.multipliedBy(2)).plusSeconds(number));
    }

    Goal due(int number) {
        return goal(dueId(number), dueAt(number).plus(LEAD), LEAD, PEOPLE_DUE);
    }

    private static Goal goal(String id, Instant deadline, Duration before, int people) {
        List<Recipient> recipients = IntStream.range(0, people)
                .mapToObj(i -> Recipient.of(person(i), "Person " + i).withAddress("email", i + "@example.org"))
                .toList();
        return Goal.of(id, "Goal")
                .due(Deadline.of(deadline))
                .finalStep(Step.of(STEP, "Reply")
                        .ladder(Ladder.of(Rung.before(before).by("email")))
                        .participants(recipients));
    }
}
