package org.lastmile.plan.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lastmile.plan.Life;
import org.lastmile.plan.PlannedRung;

/** What holds of the planner alone: a preview is the truth, and looking changes nothing. */
class TruthTest {
    private static Stream<Case> cases() {
        return new SplittableRandom(14).longs(1_500).mapToObj(CaseDice::roll);
    }

    private static Life begin(Case life) {
        return Life.begin(life.goal(), life.step().id(), life.recipient(), life.calendar(), life.start());
    }

    private static Case with(Case life, List<Event> events) {
        return new Case(life.seed(), life.goal(), life.step(), life.recipient(), life.calendar(), life.start(), events);
    }

    @Test
    void wherePeopleSayNothingExactlyThePreviewIsSent() {
        cases().map(life -> with(life, List.of())).forEach(life -> {
            var lived = begin(life);
            var preview = lived.plan().rungs().stream()
                    .filter(PlannedRung::isPending)
                    .map(rung -> rung.at() + " #" + rung.rung() + "." + rung.repetition())
                    .toList();

            assertThat(lived.runToTheEnd().sent().stream()
                            .map(row -> row.at() + " #" + row.rung() + "." + row.repetition()))
                    .as(life.text())
                    .containsExactlyElementsOf(preview);
        });
    }

    @Test
    void lookingAgainAndAgainChangesNothing() {
        cases().forEach(life ->
                assertThat(outcome(looked(life))).as(life.text()).isEqualTo(outcome(life)));
    }

    /** With a look now and then, and one just before and just after whatever happens. */
    private static Case looked(Case life) {
        var events = new ArrayList<>(life.events());
        for (var event : life.events()) {
            if (event.at().isAfter(life.start())) {
                events.add(new Event.Look(event.at().minusMillis(1)));
            }
            events.add(new Event.Look(event.at().plusMillis(1)));
        }
        for (int i = 1; i < 60; i++) {
            events.add(new Event.Look(life.start().plus(Duration.ofMinutes(1_789L * i))));
        }
        events.sort(Comparator.comparing(Event::at));
        return with(life, events);
    }

    private static List<String> outcome(Case life) {
        var lived = begin(life);
        life.events().forEach(lived::happen);
        var chronicle = lived.runToTheEnd();
        var lines = new ArrayList<>(
                chronicle.rows().stream().map(Chronicle.Row::toString).sorted().toList());
        lines.add(chronicle.outcome() + " " + chronicle.closedAt());
        return lines;
    }
}
