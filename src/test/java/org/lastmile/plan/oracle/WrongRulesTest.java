package org.lastmile.plan.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Goal;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.goal.TimePolicy;
import org.lastmile.plan.Judgement;
import org.lastmile.plan.Life;
import org.lastmile.plan.Terms;

/** The comparison can fail: a planner that breaks one rule is found out within a few hundred cases. */
class WrongRulesTest {
    private static final int PATIENCE = 3_000;

    static Stream<Named<Life.Rules>> wrongRules() {
        return Stream.of(
                Named.of("R4: everybody lives in UTC", changing(person -> person.withZone(ZoneOffset.UTC))),
                Named.of("R7: holidays are business days", new Life.Rules() {
                    @Override
                    public Terms terms(Goal goal, Step step, Recipient person, Standing at, BusinessCalendar days) {
                        return Life.Rules.super.terms(goal, step, person, at, BusinessCalendar.WEEKDAYS);
                    }
                }),
                Named.of("R8: nobody has quiet hours", changing(person -> person.withQuietHours(null))),
                Named.of(
                        "R8: a minute more lead",
                        policy(old -> old.withMinLead(old.minLead().plusMinutes(1)))),
                Named.of("R10: late is late", policy(old -> old.withLate(LatePolicy.SKIP))),
                Named.of("R11: never stale", policy(old -> old.withStaleAfter(Duration.ofDays(366)))),
                Named.of("R11: stale a moment too early", policy(WrongRulesTest::sooner)),
                Named.of("R11: what is superseded is forgotten", judging(WrongRulesTest::silently)),
                Named.of("R12: an extension is not heeded", standing(at -> at.withExtension(null))),
                Named.of("R13: no grace", policy(old -> old.withGrace(Duration.ZERO))),
                Named.of("R13: closed a minute too late", policy(WrongRulesTest::openLonger)),
                Named.of("R13: the miss is not told", judging(WrongRulesTest::unmissed)),
                Named.of("R14: nobody is held", standing(WrongRulesTest::unheld)),
                Named.of("woken a moment too late", waking(1)),
                Named.of("woken a minute too early, which is not asked for again", waking(-60_000)));
    }

    @ParameterizedTest
    @MethodSource
    void wrongRules(Life.Rules wrong) {
        var seeds = new SplittableRandom(2026).longs(PATIENCE);

        assertThat(seeds.anyMatch(seed -> new Trial(CaseDice.roll(seed), wrong).complaint() != null))
                .isTrue();
    }

    private interface Change<T> {
        T of(T value);
    }

    private static Life.Rules changing(Change<Recipient> change) {
        return new Life.Rules() {
            @Override
            public Terms terms(Goal goal, Step step, Recipient person, Standing at, BusinessCalendar days) {
                return Life.Rules.super.terms(goal, step, change.of(person), at, days);
            }
        };
    }

    private static Life.Rules policy(Change<TimePolicy> change) {
        return new Life.Rules() {
            @Override
            public Terms terms(Goal goal, Step step, Recipient person, Standing at, BusinessCalendar days) {
                return Life.Rules.super.terms(goal.policy(change.of(goal.policy())), step, person, at, days);
            }
        };
    }

    private static Life.Rules standing(Change<Standing> change) {
        return new Life.Rules() {
            @Override
            public Terms terms(Goal goal, Step step, Recipient person, Standing at, BusinessCalendar days) {
                return Life.Rules.super.terms(goal, step, person, change.of(at), days);
            }

            @Override
            public Judgement judge(Terms terms, Standing at, Instant now) {
                return Life.Rules.super.judge(terms, change.of(at), now);
            }

            @Override
            public Judgement.Next next(Terms terms, Standing at, Instant now) {
                return Life.Rules.super.next(terms, change.of(at), now);
            }
        };
    }

    private static Life.Rules judging(Change<Judgement> change) {
        return new Life.Rules() {
            @Override
            public Judgement judge(Terms terms, Standing at, Instant now) {
                return change.of(Life.Rules.super.judge(terms, at, now));
            }
        };
    }

    private static Life.Rules waking(long millis) {
        return new Life.Rules() {
            @Override
            public Judgement.Next next(Terms terms, Standing at, Instant now) {
                var next = Life.Rules.super.next(terms, at, now);
                return new Judgement.Next(next.due().plusMillis(millis), next.rung());
            }
        };
    }

    private static TimePolicy sooner(TimePolicy old) {
        return old.staleAfter().isZero()
                ? old
                : old.withStaleAfter(old.staleAfter().minusMinutes(10));
    }

    private static TimePolicy openLonger(TimePolicy old) {
        return old.withOpenAfter(old.openAfter().plusMinutes(1));
    }

    private static Judgement silently(Judgement right) {
        return new Judgement(right.fire(), List.of(), right.missed(), right.expired(), right.plan());
    }

    private static Judgement unmissed(Judgement right) {
        return new Judgement(right.fire(), right.skipped(), false, right.expired(), right.plan());
    }

    private static Standing unheld(Standing at) {
        return new Standing(at.state(), at.outcome(), at.closedAt(), at.arming(), at.progress(), null, at.extension());
    }
}
