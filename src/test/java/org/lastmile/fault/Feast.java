package org.lastmile.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lastmile.ChannelOptions;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** What is promised in each round: guests who are reminded three times in three seconds, of whom every third answers. */
final class Feast {
    static final String ID = "feast";
    static final String STEP = "rsvp";
    static final int GUESTS = 30;
    static final int RUNGS = 3;

    static final Duration LEASE = Duration.ofSeconds(2);
    static final ChannelOptions OPTIONS = ChannelOptions.defaults()
            .withTimeout(Duration.ofSeconds(1))
            .withConcurrency(4)
            .withBackoff(Duration.ofMillis(100));

    private Feast() {}

    /** The same goal in every process that is told the same deadline. */
    static Goal goal(Instant deadline) {
        var ladder = Ladder.of(IntStream.range(0, RUNGS)
                .mapToObj(i -> Rung.afterStart(Duration.ofSeconds(i)).by("email"))
                .toArray(Rung[]::new));
        var people = new ArrayList<Recipient>();
        for (int i = 0; i < GUESTS; i++) {
            people.add(Recipient.of("guest-" + i, "Guest " + i).withAddress("email", i + "@example.org"));
        }
        return Goal.of(ID, "Feast")
                .due(deadline)
                .finalStep(Step.of(STEP, "Reply").ladder(ladder).participants(people));
    }

    /** Those who answer sooner or later. */
    static List<String> answering() {
        return IntStream.range(0, GUESTS)
                .filter(i -> i % 3 == 0)
                .mapToObj(i -> "guest-" + i)
                .toList();
    }

    /** Those who never do. */
    static List<String> silent() {
        return IntStream.range(0, GUESTS)
                .filter(i -> i % 3 != 0)
                .mapToObj(i -> "guest-" + i)
                .toList();
    }
}
