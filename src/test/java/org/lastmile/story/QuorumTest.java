package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Period;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Completion;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/** Somebody is to bring the cake (R15), by Sat 2026-07-04 at 19:00 in Berlin (17:00Z). */
class QuorumTest extends Story {
    private static final Recipient ANN = person("Ann");
    private static final Recipient BOB = person("Bob");
    private static final Recipient CAT = person("Cat");
    private static final Recipient OMA = person("Oma");

    private static Goal cake(Completion completion) {
        return Goal.of("party", "Party")
                .ownedBy(OMA)
                .due(Deadline.parse("2026-07-04T19:00[Europe/Berlin]"))
                .finalStep(Step.of("cake", "Bring a cake")
                        .completion(completion)
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(2)).by("email"),
                                Rung.before(Period.ofDays(1)).by("email"),
                                Rung.before(Duration.ofHours(2))
                                        .to(Audience.OWNER)
                                        .by("sms")))
                        .participants(ANN, BOB, CAT));
    }

    private static final String TWO_DAYS_BEFORE = """
            2026-07-02T17:00Z ann cake#1 email
            2026-07-02T17:00Z bob cake#1 email
            2026-07-02T17:00Z cat cake#1 email
            """;

    @Test
    void oneCakeIsEnough() {
        at("2026-07-01T00:00Z");
        schedule(cake(Completion.ANY));
        at("2026-07-03T00:00Z");
        heard(TWO_DAYS_BEFORE);
        complete("cake", BOB);
        at("2026-07-10T00:00Z");
        heardNothing();
        ended("cake", ANN, Outcome.CANCELLED);
        ended("cake", BOB, Outcome.DONE);
    }

    @Test
    void whoDeclinesBringsNoCake() {
        at("2026-07-01T00:00Z");
        schedule(cake(Completion.ANY));
        at("2026-07-03T00:00Z");
        decline("cake", BOB);
        at("2026-07-10T00:00Z");
        heard(TWO_DAYS_BEFORE + """
                2026-07-03T17:00Z ann cake#2 email
                2026-07-03T17:00Z cat cake#2 email
                2026-07-04T15:00Z oma cake#3 sms about ann, cat
                """);
    }

    @Test
    void twoOfThree() {
        at("2026-07-01T00:00Z");
        schedule(cake(Completion.atLeast(2)));
        at("2026-07-03T00:00Z");
        complete("cake", CAT);
        at("2026-07-04T10:00Z");
        heard(TWO_DAYS_BEFORE + """
                2026-07-03T17:00Z ann cake#2 email
                2026-07-03T17:00Z bob cake#2 email
                """);
        assertThat(complete("cake", ANN).outcome()).isEqualTo(Outcome.DONE);
        at("2026-07-10T00:00Z");
        heardNothing();
        ended("cake", BOB, Outcome.CANCELLED);
    }

    @Test
    void onTheirOwnEachBringsOne() {
        at("2026-07-01T00:00Z");
        schedule(cake(Completion.ALL));
        at("2026-07-03T00:00Z");
        complete("cake", CAT);
        at("2026-07-10T00:00Z");
        heard(TWO_DAYS_BEFORE + """
                2026-07-03T17:00Z ann cake#2 email
                2026-07-03T17:00Z bob cake#2 email
                2026-07-04T15:00Z oma cake#3 sms about ann, bob
                """);
        ended("cake", ANN, Outcome.EXPIRED);
    }
}
