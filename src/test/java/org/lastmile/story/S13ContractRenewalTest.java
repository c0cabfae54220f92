package org.lastmile.story;

import static org.lastmile.goal.ReminderState.LATE;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.goal.TimePolicy;

/** A contract in Berlin: the last day to give notice is 2026-09-30. Its owner hears of it, in the end the lawyers too. */
class S13ContractRenewalTest extends Story {
    private static final Recipient OTTO = person("Otto");
    private static final Recipient LEA = person("Lea");

    private static Goal contract(TimePolicy policy) {
        return Goal.of("contract", "Contract with the printer")
                .ownedBy(OTTO)
                .role("legal", LEA)
                .due(LocalDate.parse("2026-09-30"), ZoneId.of("Europe/Berlin"))
                .policy(policy)
                .finalStep(Step.of("notice", "Give notice, or renew")
                        .ladder(Ladder.of(
                                before(90),
                                before(60),
                                before(30),
                                before(7),
                                before(7).to(Audience.role("legal"))))
                        .participants(OTTO));
    }

    private static Rung before(int days) {
        return Rung.before(Period.ofDays(days))
                .at(LocalTime.of(9, 0))
                .onBusinessDays()
                .by("email");
    }

    @Test
    void ninetySixtyThirtySeven() {
        at("2026-05-04T10:00Z");
        schedule(contract(TimePolicy.DEFAULT));
        at("2026-11-01T00:00Z");
        heard("""
                2026-07-02T07:00Z otto notice#1 email
                2026-07-31T07:00Z otto notice#2 email             // 08-01 is a Saturday: the day before
                2026-08-31T07:00Z otto notice#3 email
                2026-09-23T07:00Z otto notice#4 email
                2026-09-23T07:00Z lea notice#5 email about otto
                """);
    }

    @Test
    void aContractThatIsFoundInAugustBeginsWithThirty() {
        at("2026-08-15T10:00Z");
        schedule(contract(TimePolicy.DEFAULT));
        at("2026-11-01T00:00Z");
        heard("""
                2026-08-31T07:00Z otto notice#3 email
                2026-09-23T07:00Z otto notice#4 email
                2026-09-23T07:00Z lea notice#5 email about otto
                """);
        became(OTTO, "notice#1", LATE);
        became(OTTO, "notice#2", LATE);
    }

    @Test
    void aContractThatIsFoundTwoDaysBeforeTheEndIsSpokenOfAtOnce() {
        at("2026-09-28T12:00Z"); // Mon 14:00
        schedule(contract(TimePolicy.DEFAULT.withLate(LatePolicy.LATEST_IF_NONE_LEFT)));
        at("2026-11-01T00:00Z");
        heard("""
                2026-09-28T12:00Z otto notice#4 email
                2026-09-28T12:00Z lea notice#5 email about otto
                """);
    }

    @Test
    void withoutThatPolicyItIsTooLate() {
        at("2026-09-28T12:00Z");
        schedule(contract(TimePolicy.DEFAULT));
        at("2026-11-01T00:00Z");
        heardNothing();
        became(OTTO, "notice#4", LATE);
    }
}
