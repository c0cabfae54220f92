package org.lastmile.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;

/** Who hears what, when, and why not; and what the author may not have meant. */
class PreviewTest {
    private static final Instant BEGUN = Instant.parse("2026-06-01T12:00:00Z");

    private final List<Preview.Subject> subjects = new ArrayList<>();

    private static Goal party(String ladder) {
        return goal(Step.of("come", "Be there").ladder(Ladder.parse(ladder)));
    }

    private static Goal goal(Step step) {
        return Goal.of("party", "Summer party")
                .due(Deadline.parse("2026-06-10T20:00[Europe/Berlin]"))
                .finalStep(step);
    }

    private static Recipient guest(String name) {
        return Recipient.of(name.toLowerCase(), name).withAddress("email", name + "@example.org");
    }

    private PreviewTest told(Goal goal, Recipient recipient, Standing standing) {
        subjects.add(new Preview.Subject(goal.steps().get(0), recipient, FollowUp.PARTICIPANT, standing));
        return this;
    }

    private PreviewTest told(Goal goal, String... names) {
        for (var name : names) {
            told(goal, guest(name), Standing.open(BEGUN));
        }
        return this;
    }

    private Preview preview(Goal goal) {
        return Preview.of(
                goal, subjects, BusinessCalendar.WEEKDAYS, (channel, recipient) -> recipient.address(channel) != null);
    }

    private static List<String> warnings(Preview preview) {
        return preview.warnings().stream()
                .map(warning -> warning.kind() + " " + warning.stepId() + " #" + warning.rung() + " x"
                        + warning.recipients() + ": " + warning.text())
                .toList();
    }

    @Test
    void theTableSaysWhenInUtcAndLocallyToWhomAndWhyNot() {
        var goal = party("before P2D at 09:00 by email; before P0D at 07:30 by email, sms; before PT10H by email;"
                + " before P20D by email; before PT0S by email");
        told(goal, "Ana", "Bob", "Cem", "Dee", "Eve");
        told(goal, guest("Night").withQuietHours(QuietHours.parse("22:00-10:00")), Standing.open(BEGUN));
        told(goal, guest("Far").withZone(ZoneId.of("America/New_York")), Standing.open(BEGUN));

        assertThat(preview(goal)
                        .toString()
                        .lines()
                        .map(String::stripTrailing)
                        .map(line -> line.replaceAll(" {3,}", "  ")))
                .containsExactly(
                        "Summer party, due Wed 2026-06-10 20:00 Europe/Berlin",
                        "Be there (final step)",
                        "  2026-05-21T18:00Z  Thu 2026-05-21 20:00 Berlin  #4  email  [LATE] Ana, Bob, Cem and 3 more",
                        "  2026-05-21T18:00Z  Thu 2026-05-21 14:00 New_York  #4  email  [LATE] Far",
                        "  2026-06-08T07:00Z  Mon 2026-06-08 09:00 Berlin  #1  email  Ana, Bob, Cem and 2 more",
                        "  2026-06-08T08:00Z  Mon 2026-06-08 10:00 Berlin  #1  email  [deferred to the end of quiet hours] Night",
                        "  2026-06-08T13:00Z  Mon 2026-06-08 09:00 New_York  #1  email  Far",
                        "  2026-06-10T05:30Z  Wed 2026-06-10 07:30 Berlin  #2  email, sms  Ana, Bob, Cem and 2 more",
                        "  2026-06-10T08:00Z  Wed 2026-06-10 10:00 Berlin  #3  email  Ana, Bob, Cem and 3 more",
                        "  2026-06-10T08:00Z  Wed 2026-06-10 10:00 Berlin  #2  email, sms  [SUPERSEDED by #3; deferred to the end"
                                + " of quiet hours] Night",
                        "  2026-06-10T08:00Z  Wed 2026-06-10 04:00 New_York  #3  email  Far",
                        "  2026-06-10T11:30Z  Wed 2026-06-10 07:30 New_York  #2  email, sms  Far",
                        "  2026-06-10T18:00Z  Wed 2026-06-10 20:00 Berlin  #5  email  [PAST_DEADLINE] Ana, Bob, Cem and 3 more",
                        "  2026-06-10T18:00Z  Wed 2026-06-10 14:00 New_York  #5  email  [PAST_DEADLINE] Far",
                        "  ! rung 5 \"before PT0S by email\" falls on or after the deadline and will not speak (7 recipients)");
    }

    @Test
    void threePeopleAreNamedAndSecondsAreShownWhereThereAreAny() {
        var goal = party("before PT1H0.5S by email; before PT2H by email");
        told(goal, "Ana", "Bob", "Cem");

        assertThat(preview(goal).toString())
                .contains("  2026-06-10T16:00Z  Wed 2026-06-10 18:00 Berlin")
                .contains("  2026-06-10T16:59:59.500Z  Wed 2026-06-10 18:59 Berlin")
                .contains("Ana, Bob, Cem\n")
                .doesNotContain("more")
                .doesNotContain("!");
    }

    @Test
    void oneRecipientIsNotCounted() {
        var goal = party("before PT2H by email; before PT0S by email");
        told(goal, "Ana");

        assertThat(preview(goal).toString())
                .endsWith("  ! rung 2 \"before PT0S by email\" falls on or after the deadline and will not speak\n");
    }

    @Test
    void theFirstRungMaySpeakInsteadOfTheSecond() {
        // 18:30 and 17:00, both quiet until 19:00, an hour before the deadline; the one with the later instant speaks.
        var goal = party("before PT1H30M by email; before PT3H by email");
        told(goal, guest("Ana").withQuietHours(QuietHours.parse("15:00-19:00")), Standing.open(BEGUN));

        assertThat(preview(goal).toString())
                .contains("#1  email        [deferred to the end of quiet hours] Ana\n")
                .contains("#2  email        [SUPERSEDED by #1; deferred to the end of quiet hours] Ana\n");
    }

    @Test
    void whatHasBeenDealtWithIsNotPlannedAnyMore() {
        var goal = party("before P5D by email; before P2D by email");
        told(goal, guest("Ana"), Standing.open(BEGUN).handled(0, 0));

        assertThat(preview(goal).lines()).hasSize(2);
        assertThat(preview(goal).planned())
                .singleElement()
                .satisfies(line -> assertThat(line.rung().rung()).isEqualTo(1));
        assertThat(preview(goal).toString()).contains("#1  email        [dealt with] Ana\n");
    }

    @Test
    void whoHasAnsweredHasNoLines() {
        var goal = party("before P5D by email");
        told(goal, guest("Ana"), Standing.open(BEGUN).closed(Outcome.DONE, BEGUN));
        told(goal, guest("Bob"), Standing.open(BEGUN).missed());

        assertThat(preview(goal).lines())
                .singleElement()
                .satisfies(line -> assertThat(line.recipient().name()).isEqualTo("Bob"));
    }

    @Test
    void aStepThatWaitsForAnotherIsShownAsIfItBeganNow() {
        var goal = goal(Step.of("come", "Be there")
                .after("rsvp")
                .ladder(Ladder.parse("before P2D by email; after-start PT1H by email; when-idle P1D by email")));
        told(goal, guest("Ana"), Standing.open(BEGUN).asDormant());

        assertThat(preview(goal).planned()).isEmpty();
        assertThat(preview(goal).lines()).hasSize(1);
        assertThat(preview(goal).toString()).contains("#1  email        [after rsvp] Ana\n");
    }

    @Test
    void whatBeginsNobodyKnowsWhenIsNotShown() {
        var recovery = goal(Step.of("call", "Call").recovers("come").ladder(Ladder.parse("before P2D by email")));
        told(recovery, guest("Ana"), Standing.open(BEGUN).asDormant());
        assertThat(preview(recovery).lines()).isEmpty();

        subjects.clear();
        var trial = goal(Step.of("trial", "Trial")
                .after("sign-up")
                .due(StepDue.parse("from-start P14D"))
                .ladder(Ladder.parse("before P2D by email")));
        told(trial, guest("Ana"), Standing.open(BEGUN).asDormant());
        assertThat(preview(trial).lines()).isEmpty();
    }

    @Test
    void whatComesOnlyAfterMoreMissesIsMarkedSo() {
        var goal = party("after P1D by email after-misses 2; after P2D by email after-misses 1");
        told(goal, "Ana");

        assertThat(preview(goal).lines()).hasSize(2);
        assertThat(preview(goal).planned())
                .singleElement()
                .satisfies(line -> assertThat(line.rung().rung()).isEqualTo(1));
        assertThat(preview(goal).toString()).contains("#1  email        [if unanswered] Ana\n");
    }

    @Test
    void twoPreviewsAreShownTogether() {
        var goal = party("before P2D by email; before PT1H by email");
        told(goal, "Ana");
        var one = preview(goal);
        subjects.clear();
        told(goal, guest("Far").withZone(ZoneId.of("Asia/Tokyo")), Standing.open(BEGUN));

        var both = one.and(preview(goal));
        assertThat(both.lines())
                .extracting(line -> line.recipient().name())
                .containsExactly("Ana", "Far", "Ana", "Far");
        assertThat(both.goal()).isSameAs(goal);
        assertThat(both.warnings()).isEqualTo(one.warnings());
    }

    @Test
    void aCampaignThatStopsCallingIsWarnedOf() {
        // 25 hours ahead is too early, 24 are not; what is late, or has no room, says nothing.
        assertThat(warningsFor("before PT25H by email; before P30D by email"))
                .containsExactly(
                        "SILENT_LAST_DAY come #0 x2: step \"come\" says nothing in the last 24 hours before its deadline");
        assertThat(warningsFor("before PT25H by email; before PT24H by email")).isEmpty();
        assertThat(warningsFor("before PT25H by email; after P1D by email")).hasSize(1);
        assertThat(warningsFor("after P1D by email")).isEmpty();
        assertThat(warningsFor("before P30D by email")).isEmpty();
    }

    private List<String> warningsFor(String ladder) {
        subjects.clear();
        var goal = party(ladder);
        told(goal, "Ana", "Bob");
        return warnings(preview(goal));
    }

    @Test
    void whatWillNotSpeakIsWarnedOfOnceForEachRecipient() {
        assertThat(warningsFor("before PT20H by email; before P1D by email every P1D times 4"))
                .containsExactly(
                        "PAST_DEADLINE come #2 x2: rung 2 \"before P1D every P1D times 4 by email\" falls on or after the"
                                + " deadline and will not speak");

        var goal = party("before PT1H by email; before PT23H by email");
        subjects.clear();
        told(goal, guest("Ana").withQuietHours(QuietHours.parse("15:00-14:45")), Standing.open(BEGUN));
        assertThat(warnings(preview(goal)))
                .containsExactly(
                        "NO_ROOM_IN_QUIET_HOURS come #1 x1: rung 1 \"before PT1H by email\" has no room outside quiet"
                                + " hours and will not speak");
    }

    @Test
    void whoCannotBeReachedIsWarnedOf() {
        var goal = party("before PT1H by email; before PT2H by sms, email; before PT3H by sms");
        told(goal, "Ana", "Bob");
        told(goal, Recipient.of("cem", "Cem"), Standing.open(BEGUN));

        assertThat(preview(goal).warnings())
                .extracting(warning -> warning.kind() + " #" + warning.rung() + " x" + warning.recipients())
                .containsExactly("NO_ADDRESS #1 x1", "NO_ADDRESS #2 x1", "NO_ADDRESS #3 x3");
        assertThat(warnings(preview(goal)))
                .last()
                .asString()
                .endsWith("rung 3 \"before PT3H by sms\" finds no address on any of its channels");
    }

    @Test
    void aRoleThatNobodyHoldsIsWarnedOf() {
        assertThat(warningsFor("before PT1H by email; after P1D to owner by email; after P2D to role(desk) by email"))
                .containsExactly(
                        "NO_RECIPIENT come #2 x1: rung 2 \"after P1D to owner by email\" speaks to owner, and nobody is that",
                        "NO_RECIPIENT come #3 x1: rung 3 \"after P2D to role(desk) by email\" speaks to role(desk), and nobody"
                                + " is that");
        subjects.clear();
        var owned = party("before PT1H by email; after P1D to owner by email").ownedBy(guest("Ana"));
        told(owned, "Bob");
        assertThat(preview(owned).warnings()).isEmpty();
    }

    @Test
    void aDeadlineOutsideTheOpeningHoursIsWarnedOf() {
        // 20:00 in Berlin; the closing moment itself is open.
        assertThat(openingWarnings("06:00-19:59"))
                .containsExactly(
                        "DEADLINE_WHEN_CLOSED come #0 x1: step \"come\" is due at 2026-06-10T20:00, outside its opening"
                                + " hours 06:00-19:59");
        assertThat(openingWarnings("06:00-20:00")).isEmpty();
        assertThat(openingWarnings("20:00-02:00")).isEmpty();
    }

    private List<String> openingWarnings(String hours) {
        subjects.clear();
        var goal = goal(Step.of("come", "Be there")
                .open(OpeningHours.parse(hours))
                .ladder(Ladder.parse("before PT1H by email")));
        told(goal, "Ana");
        return warnings(preview(goal));
    }

    @Test
    void anOverseersSilentLastDayIsNothingToWarnOf() {
        var goal = party("before PT1H by email; before P3D to owner by email").ownedBy(guest("Ana"));
        subjects.add(new Preview.Subject(goal.steps().get(0), guest("Ana"), FollowUp.OVERSEER, Standing.open(BEGUN)));

        assertThat(preview(goal).warnings()).isEmpty();
        assertThat(preview(goal).planned()).hasSize(1);
    }

    @Test
    void aLineNamesItsReminderAndTheChannelsThatReach() {
        var goal = party("before PT5H by sms, email; before PT2H by sms");
        told(goal, "Ana");

        assertThat(preview(goal).lines())
                .extracting(line -> line.reminderId() + " by " + line.channels())
                .containsExactly("party/come/ana/1.0.0 by [email]", "party/come/ana/2.0.0 by []");
    }

    @Test
    void anOverseerIsNotAnnouncedOnceNobodyIsOpen() {
        var goal = party("before PT1H by email; after P1D to owner by email").ownedBy(guest("Olga"));
        var later = Deadline.parse("2026-06-20T20:00[Europe/Berlin]");
        var step = goal.steps().get(0);
        told(goal, guest("Ana"), Standing.open(BEGUN).closed(Outcome.DONE, BEGUN));
        told(goal, guest("Bob"), Standing.open(BEGUN).withExtension(later));
        subjects.add(new Preview.Subject(step, guest("Olga"), FollowUp.OVERSEER, Standing.open(BEGUN)));
        subjects.add(new Preview.Subject(
                step,
                guest("Olga"),
                FollowUp.overseerOf(later),
                Standing.open(BEGUN).withExtension(later)));

        // Of those due on the 10th nobody is left, of those due on the 20th Bob is.
        assertThat(preview(goal).lines())
                .extracting(line -> line.recipient().id() + " " + line.rung().at() + " "
                        + line.rung().state())
                .containsExactly(
                        "olga 2026-06-11T18:00:00Z SILENCED",
                        "bob 2026-06-20T17:00:00Z PLANNED",
                        "olga 2026-06-21T18:00:00Z PLANNED");
        assertThat(preview(goal).planned()).hasSize(2);
        assertThat(preview(goal).toString()).contains("[SILENCED]");
    }

    @Test
    void warningsComeByStepAndRung() {
        var goal = party("before PT0S by email; before PT25H by sms");
        told(goal, "Ana");

        assertThat(preview(goal).warnings())
                .extracting(warning -> warning.kind() + " #" + warning.rung())
                .containsExactly("SILENT_LAST_DAY #0", "PAST_DEADLINE #1", "NO_ADDRESS #2");
    }
}
