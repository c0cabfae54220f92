package org.lastmile.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.store.Scene.NOON;
import static org.lastmile.store.Scene.guest;
import static org.lastmile.store.Scene.minute;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Arming;
import org.lastmile.goal.Audience;
import org.lastmile.goal.BusinessDays;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Completion;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Fence;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Hold;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LatePolicy;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Offset;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Progress;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Silenced;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.goal.StepDue;
import org.lastmile.goal.TimePolicy;

/** Every fact comes back as it was given. */
interface RoundTripContract extends StoreUnderTest {
    /** Texts that meet every habit of quoting, joining, trimming and encoding. */
    List<String> ODD = List.of(
            " leading and trailing ",
            "O'Neil; DROP TABLE lm_goal; --",
            "50% off = a+b & \"c\" \\ / \\n ${x} {y} ?1 :z",
            "%0A%25%ZZ %",
            "Grüße, Zoë – ñandú",
            "مرحبا بالعالم",
            "\u202Eabc\u202C",
            "提醒 リマインダー",
            "\uD83C\uDF89\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67 e\u0301",
            "NULL");

    @Test
    default void everyFactOfARichGoal() {
        var berlin = ZoneId.of("Europe/Berlin");
        var ladder = Ladder.of(
                Rung.before(Period.ofMonths(1)).by("email"),
                Rung.before(Period.ofDays(3))
                        .at(LocalTime.of(9, 0))
                        .onBusinessDays()
                        .by("email", "sms"),
                Rung.before(BusinessDays.of(2)).by("email"),
                Rung.atOpening().by("sms").urgent().ignoringQuietHours(),
                Rung.whenIdle(Duration.ofHours(36)).by("log"),
                Rung.afterStart(Duration.ZERO).by("webhook"),
                Rung.after(Period.ofDays(1))
                        .every(Period.ofDays(1))
                        .times(3)
                        .to(Audience.role("manager"))
                        .by("email"),
                Rung.after(Duration.ofMinutes(1)).to(Audience.OWNER).by("email").afterMisses(2));
        var other = Ladder.of(Rung.before(Duration.ofHours(2)).by("email"));
        var facts = Goal.of("rich", "A rich goal")
                .in(ZoneId.of("Asia/Kolkata"))
                .due(Instant.parse("2026-07-04T17:00:00.123Z"))
                .ownedBy(guest(1))
                .role("manager", guest(2), guest(3))
                .role("empty")
                .policy(new TimePolicy(
                        LatePolicy.LATEST_IF_NONE_LEFT,
                        Duration.ofMinutes(30),
                        Duration.ofDays(3).plusNanos(5),
                        Duration.ofSeconds(90),
                        Duration.ZERO))
                .calendar("bank-holidays")
                .label("tenant 7")
                .step(Step.of("a", "A")
                        .ladder(ladder)
                        .open(OpeningHours.of(LocalTime.of(6, 0), LocalTime.parse("23:59:59.999")))
                        .completion(Completion.atLeast(2)))
                .step(Step.of("b", "B").ladder(other).due(Period.of(0, -1, -7)).completion(Completion.ANY))
                .step(Step.of("c", "C")
                        .ladder(other)
                        .due(LocalDate.parse("2026-06-30"), berlin)
                        .after("a", "b"))
                .step(Step.of("d", "D").ladder(other).due(LocalDateTime.parse("2026-06-30T23:30"), berlin))
                .step(Step.of("e", "E")
                        .ladder(other)
                        .due(new StepDue.FromStart(Offset.of(Duration.ofHours(5))))
                        .recovers("a"))
                .finalStep(
                        Step.of("f", "F").ladder(other).due(new StepDue.FromStep("b", Offset.of(BusinessDays.of(-3)))));

        assertThat(kept(facts)).isEqualTo(facts);
        assertThat(kept(facts).ownZone()).isEqualTo(ZoneId.of("Asia/Kolkata"));
        assertThat(store().goal("rich").orElseThrow().facts().steps().get(5).isFinal())
                .isTrue();
    }

    @Test
    default void everyKindOfDeadline() {
        var berlin = ZoneId.of("Europe/Berlin");
        var deadlines = List.of(
                Deadline.of(LocalDateTime.parse("2026-03-29T02:30:00.007"), berlin),
                Deadline.of(LocalDate.parse("2026-10-25"), ZoneId.of("America/Argentina/ComodRivadavia")),
                Deadline.of(Instant.parse("1969-07-20T20:17:40Z")),
                Deadline.of(Instant.parse("2026-07-04T17:00:00Z"), ZoneOffset.ofHoursMinutesSeconds(5, 45, 1)));

        for (var deadline : deadlines) {
            var facts = Scene.facts("due " + deadline).due(deadline);
            assertThat(kept(facts).due()).isEqualTo(deadline);
            // Without a zone of its own, the goal goes by the deadline, also by the next one.
            assertThat(kept(facts).due(deadlines.get(1)).zone())
                    .isEqualTo(deadlines.get(1).zone());
        }
    }

    @Test
    default void aGoalThatHasNoDeadline() {
        var facts = Goal.of("open", "Open").finalStep(Scene.facts("x").steps().get(1));

        assertThat(kept(facts).due()).isNull();
        assertThat(kept(facts)).isEqualTo(facts);
    }

    @Test
    default void oddTexts() {
        for (var odd : ODD) {
            var recipient = Recipient.of(odd, odd).withAddress("email", odd).withAddress("x-1.y_z", odd + odd);
            var facts = Goal.of(odd, odd)
                    .label(odd)
                    .data(Map.of(odd, odd, "empty", "", "lines", "a\r\nb=c\n\tü", odd + "=", "\uD800 half"))
                    .ownedBy(recipient)
                    .finalStep(Step.of(odd, odd)
                            .ladder(Scene.facts("x").steps().get(0).ladder())
                            .due(new StepDue.FromStep(odd, Offset.of(Period.ZERO))));

            var goal =
                    new Scene(store()).goal(facts, new NewFollowUp(0, recipient, 0, Standing.open(NOON), Cursor.NONE));

            assertThat(goal.facts()).isEqualTo(facts);
            assertThat(goal.facts().owner()).isEqualTo(recipient);
            assertThat(new Scene(store()).all(goal))
                    .extracting(Seated::recipient)
                    .containsExactly(recipient);
            assertThat(store().edit(Target.participants(odd, odd, odd), null, (g, row, r) -> Scene.closed(row)))
                    .hasValueSatisfying(edited -> assertThat(edited.rows()).hasSize(1));
        }
    }

    @Test
    default void theLongestTexts() {
        var id = "\uD83C\uDF89".repeat(100);
        var title = "ä".repeat(1_000);
        var recipient = Recipient.of(id, title).withAddress("email", "x".repeat(2_000));
        var data = new java.util.TreeMap<String, String>();
        for (int i = 0; i < 100; i++) {
            data.put("k".repeat(190) + i, "\n%=ü".repeat(2_500));
        }
        var facts = Goal.of(id, title)
                .label(id)
                .data(data)
                .role("r".repeat(60), recipient)
                .finalStep(Step.of(id, title)
                        .ladder(Scene.facts("x").steps().get(0).ladder())
                        .recovers("x".repeat(200)));

        assertThat(kept(facts)).isEqualTo(facts);
    }

    @Test
    default void everyFactOfARecipient() {
        var plain = Recipient.of("plain", "Plain");
        var rich = plain.withZone(ZoneId.of("Asia/Kathmandu"))
                .withLocale(Locale.forLanguageTag("zh-Hant-TW"))
                .withQuietHours(QuietHours.of(LocalTime.of(22, 0), LocalTime.parse("07:59:59.999")))
                .withAddress("email", "a@example.org")
                .withAddress("sms", "+1 555=7%")
                .withOptOut(Channel.SMS)
                .withOptOut(Channel.of("pager"));
        var recipients = List.of(
                plain,
                rich.withZone(ZoneOffset.UTC),
                rich,
                plain.withZone(ZoneId.of("UTC+03:00")),
                plain.withZone(ZoneOffset.ofHours(-3)),
                plain.withLocale(Locale.ROOT),
                plain.withLocale(new Locale("ja", "JP", "JP")));

        for (int i = 0; i < recipients.size(); i++) {
            var goal = new Scene(store())
                    .goal(
                            "goal-" + i,
                            new NewFollowUp(0, recipients.get(i), 0, Standing.open(NOON), Cursor.engine(minute(i))));
            assertThat(new Scene(store()).all(goal))
                    .extracting(Seated::recipient)
                    .containsExactly(recipients.get(i));
        }
        assertThat(store().claim(Lane.ENGINE, minute(60), minute(61), 99))
                .extracting(claim -> claim.recipient())
                .containsExactlyElementsOf(recipients);
    }

    @Test
    default void everyFactOfAFollowUp() {
        var arming = new Arming(minute(1), minute(2), minute(3), 4, 5);
        var rich = new Standing(
                Standing.State.CLOSED,
                Outcome.RECOVERED,
                minute(4),
                arming,
                Progress.parse("1.0.3"),
                new Hold(minute(5), minute(6)),
                Deadline.of(LocalDate.parse("2026-09-01"), ZoneId.of("Europe/Berlin")));
        var standings =
                new java.util.ArrayList<>(List.of(rich, Standing.open(Instant.parse("1969-01-01T00:00:00.001Z"))));
        Arrays.stream(Standing.State.values())
                .forEach(state -> standings.add(new Standing(state, null, null, arming, Progress.NONE, null, null)));
        Arrays.stream(Outcome.values())
                .forEach(outcome -> standings.add(Standing.open(NOON).closed(outcome, NOON)));
        ODD.forEach(reason -> standings.add(Standing.open(NOON).closed(Outcome.DECLINED, NOON, reason)));
        var loud = Rung.after(Duration.ZERO).by("email", "sms").urgent().ignoringQuietHours();
        var nudged = new Nudged(Long.MIN_VALUE + 7, minute(3), loud, false);
        standings.add(Standing.open(NOON).nudged(nudged));
        standings.add(Standing.open(NOON).nudged(nudged).handled(Nudged.RUNG, 0));
        standings.add(Standing.open(NOON)
                .silencing(List.of(
                        new Silenced(0, 0, 1, 2, minute(5)),
                        new Silenced(3, 9, 99, 0, minute(-5)),
                        new Silenced(3, 1, 98, 0, minute(2), minute(3)))));
        standings.add(new Standing(
                Standing.State.MISSED, null, null, arming, Progress.parse("100.".repeat(99) + "100"), null, null));
        var cursors = List.of(
                Cursor.NONE,
                Cursor.engine(NOON),
                new Cursor(minute(1), Scene.SMS, 99, 100, 7, 12_345),
                new Cursor(null, Scene.EMAIL, 3, 2, 1, 0));

        for (int i = 0; i < standings.size(); i++) {
            var cursor = cursors.get(i % cursors.size());
            var goal = new Scene(store()).goal("goal-" + i, new NewFollowUp(1, guest(1), 3, standings.get(i), cursor));
            var row = new Scene(store()).only(goal);
            assertThat(row).isEqualTo(new FollowUp(row.key(), standings.get(i), cursor, Fence.NEW));
            assertThat(row.key().step()).isOne();
            assertThat(row.key().seat()).isEqualTo(3);
            assertThat(store().read(List.of(row.key()))).containsExactly(row);
        }
    }

    @Test
    default void everyFactThatAnEditGives() {
        var goal = new Scene(store()).goal("party", Scene.due(1, NOON));
        var standing = new Standing(
                Standing.State.MISSED,
                null,
                null,
                new Arming(minute(1), minute(2), minute(3), 4, 5),
                Progress.parse("2.1"),
                new Hold(minute(5), minute(6)),
                Deadline.of(minute(500), ZoneId.of("Pacific/Chatham")));
        var cursor = new Cursor(minute(9), Scene.SMS, 1, 2, 3, 4);

        store().edit(
                        Target.participants("party", null, null),
                        null,
                        (g, row, r) -> new FollowUpEdit.Change(standing, cursor, false));
        var row = new Scene(store()).only(goal);
        assertThat(row.standing()).isEqualTo(standing);
        assertThat(row.cursor()).isEqualTo(cursor);

        // And back, so that what was set is cleared.
        store().edit(
                        Target.participants("party", null, null),
                        null,
                        (g, r, w) -> new FollowUpEdit.Change(Standing.open(NOON), Cursor.NONE, false));
        row = new Scene(store()).only(goal);
        assertThat(row.standing()).isEqualTo(Standing.open(NOON));
        assertThat(row.cursor()).isEqualTo(Cursor.NONE);
    }

    private Goal kept(Goal facts) {
        return new Scene(store()).goal(facts).facts();
    }
}
