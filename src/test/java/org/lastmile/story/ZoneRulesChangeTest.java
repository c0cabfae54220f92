package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * A parliament changes the clocks between the planning and the sending: unsent rungs follow the clock on the wall. Due on
 * 2026-07-04 at 19:00 in a town that was at UTC+1 when it was planned: the day before at 09:00 was 08:00Z.
 */
class ZoneRulesChangeTest extends Story {
    private static final Recipient ANN = person("Ann");

    /** A town whose rules are asked for each time. */
    private static final class Town extends ZoneRulesProvider {
        static volatile ZoneRules rules = ZoneRules.of(ZoneOffset.ofHours(1));

        @Override
        protected Set<String> provideZoneIds() {
            return Set.of("Story/Town");
        }

        @Override
        protected ZoneRules provideRules(String zoneId, boolean forCaching) {
            return forCaching ? null : rules;
        }

        @Override
        protected NavigableMap<String, ZoneRules> provideVersions(String zoneId) {
            return new TreeMap<>(Map.of("1", rules));
        }
    }

    @BeforeAll
    static void found() {
        if (!ZoneRulesProvider.getAvailableZoneIds().contains("Story/Town")) {
            ZoneRulesProvider.registerProvider(new Town());
        }
    }

    @BeforeEach
    void atFirst() {
        Town.rules = ZoneRules.of(ZoneOffset.ofHours(1));
    }

    private static Goal party() {
        return Goal.of("party", "Party")
                .due(Deadline.parse("2026-07-04T19:00[Story/Town]"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(Rung.before(Period.ofDays(1))
                                .at(LocalTime.of(9, 0))
                                .by("email")))
                        .participants(ANN));
    }

    @Test
    void asItWasPlanned() {
        at("2026-06-01T12:00Z");
        schedule(party());
        at("2026-07-10T00:00Z");
        heard("2026-07-03T08:00Z ann come#1 email");
    }

    @Test
    void clocksThatGoBackMakeItLater() {
        at("2026-06-01T12:00Z");
        schedule(party());
        Town.rules = ZoneRules.of(ZoneOffset.UTC);
        outOfOrder();
        at("2026-07-10T00:00Z");
        heard("2026-07-03T09:00Z ann come#1 email");
    }

    @Test
    void clocksThatGoForwardMakeItEarlier() {
        at("2026-06-01T12:00Z");
        schedule(party());
        Town.rules = ZoneRules.of(ZoneOffset.ofHours(2));
        outOfOrder();
        at("2026-06-20T00:00Z");
        at("2026-07-10T00:00Z");
        heard("2026-07-03T07:00Z ann come#1 email");
    }

    @Test
    void aProcessThatStartsWithOtherRulesPlansAnewForEverybody() {
        var guests = IntStream.range(0, 600).mapToObj(i -> person("Guest " + i)).toList();
        at("2026-06-01T12:00Z");
        schedule(party().withStep(party().steps().get(0).participants(guests)));
        lastmile.close();
        Town.rules = ZoneRules.of(ZoneOffset.ofHours(2));
        outOfOrder();
        lastmile = node();
        at("2026-07-10T00:00Z");
        assertThat(heardCalls()).hasSize(600).extracting(Call::at).containsOnly(instant("2026-07-03T07:00Z"));
    }

    /** What is due each week goes on by the clock on the wall: the second time at 19:00, and so does its reminder. */
    @Test
    void whatComesAgainBeginsByTheNewRules() {
        at("2026-06-29T12:00Z");
        schedule(party().recurring(Recurrence.every(Period.ofWeeks(1), 2)));
        Town.rules = ZoneRules.of(ZoneOffset.ofHours(2));
        outOfOrder();
        at("2026-06-30T00:00Z");
        at("2026-07-12T00:00Z");
        heard("""
                2026-07-03T07:00Z ann come#1 email
                2026-07-10T07:00Z ann come#1 email
                """);
    }
}
