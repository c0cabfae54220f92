package org.lastmile.life;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.Lastmile;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.jdbc.JdbcStore;
import org.lastmile.testing.ManualTime;

/**
 * The whole life of a festival with 10,000 guests on an H2 file: answers, declines, a moved deadline, an outage, silence; and in the
 * end the ledger says of each reminder what became of it, once.
 */
class TenThousandGuestsTest {
    private static final int GUESTS = 10_000;
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    /** Guests are of 40 kinds, 250 of each: 0 to 6 answer sooner or later, the others never. */
    private static final int KINDS = 40;

    private static final int OF_A_KIND = GUESTS / KINDS;

    private final ManualTime time = ManualTime.at(at("2026-05-01T08:00"));
    private final List<Reminder> sent = new ArrayList<>();
    private final Set<String> silent = new HashSet<>();
    private final List<String> sentAfterDone = new ArrayList<>();
    private final StringBuilder diary = new StringBuilder();
    private long began = System.nanoTime();

    @TempDir
    private Path folder;

    @Test
    void livesThroughAllOfIt() {
        try (var store = JdbcStore.h2(folder.resolve("store"));
                var lastmile = node(store)) {
            lastmile.schedule(festival());
            note("scheduled");
            assertThat(lastmile.preview("festival").orElseThrow().lines().size())
                    .isEqualTo(2 * GUESTS + 1 + GUESTS);
            note("previewed");

            runUntil(lastmile, "2026-05-10T12:00");
            assertThat(sent).isEmpty();
            complete(lastmile, kind -> kind == 0);
            decline(lastmile, kind -> kind == 1);
            note("500 early answers");

            runUntil(lastmile, "2026-06-15T12:00");
            assertThat(sent.size()).isEqualTo(38 * OF_A_KIND);
            note("first rung");
            complete(lastmile, kind -> kind == 2);
            decline(lastmile, kind -> kind == 3);
            note("500 answers");

            lastmile.reschedule("festival", LocalDateTime.parse("2026-07-18T19:00"), ZONE);
            note("moved by two weeks");
            runUntil(lastmile, "2026-06-29T12:00");
            assertThat(sent.size()).isEqualTo((38 + 36) * OF_A_KIND);
            note("first rung again");
            complete(lastmile, kind -> kind == 4 || kind == 5);
            note("500 answers");
            runUntil(lastmile, "2026-07-07T12:00");
        }
        // The process is down while the second rung falls due.
        time.set(at("2026-07-10T08:00"));
        try (var store = JdbcStore.h2(folder.resolve("store"));
                var lastmile = node(store)) {
            lastmile.runDue();
            assertThat(sent.size()).isEqualTo((38 + 36 + 34) * OF_A_KIND);
            note("second rung, after an outage of three days");
            complete(lastmile, kind -> kind == 6);
            note("250 answers");

            runUntil(lastmile, "2026-07-17T00:00");
            assertThat(sent.size()).isEqualTo((38 + 36 + 34) * OF_A_KIND + 1);
            var toOwner = sent.get(sent.size() - 1);
            assertThat(toOwner.recipient().id()).isEqualTo("ana");
            assertThat(toOwner.stillOpenCount()).isEqualTo(33 * OF_A_KIND);
            assertThat(toOwner.stillOpen()).hasSize(100);
            note("missed, the owner told, expired");

            runUntil(lastmile, "2026-08-01T00:00");
            assertThat(lastmile.nextDue()).isEmpty();
            note("the day itself, and the end");
            judge(lastmile.history("festival"));
            note("history");
        }
        System.out.println("10,000 guests: " + sent.size() + " sent, lost: 0, sent after done: " + sentAfterDone.size()
                + "; milliseconds:" + diary);
    }

    /** What became of each reminder, against what the story above must give. */
    private void judge(List<HistoryEntry> history) {
        assertThat(sentAfterDone).isEmpty();
        assertThat(history.stream().filter(entry -> !entry.state().isFinal())).isEmpty();
        assertThat(history.stream().map(HistoryEntry::reminderId).distinct().count())
                .isEqualTo(history.size());
        var ids = sent.stream().map(Reminder::id).collect(toSet());
        assertThat(ids.size()).isEqualTo(sent.size());
        assertThat(ids.equals(ids(history, ReminderState.SENT))).isTrue();

        // The move silenced what was still ahead: the second rung for the 36 kinds that had not answered, the owner's
        // list, and
        // the day itself for the first kind, who had accepted (the third kind's answers had not been decided upon yet).
        var totals = history.stream()
                .collect(groupingBy(entry -> entry.stepId() + " " + entry.rung() + " " + entry.state(), counting()));
        assertThat(totals)
                .isEqualTo(Map.of(
                        "rsvp 1 SENT", (38L + 36) * OF_A_KIND,
                        "rsvp 2 SENT", 34L * OF_A_KIND,
                        "rsvp 3 SENT", 1L,
                        "rsvp 3 SILENCED", 1L,
                        "rsvp 1 SILENCED", 2L * OF_A_KIND,
                        "rsvp 2 SILENCED", (6L + 36) * OF_A_KIND,
                        "arrive 1 SENT", 5L * OF_A_KIND,
                        "arrive 1 SILENCED", (35L + 1) * OF_A_KIND));
    }

    private static Set<String> ids(List<HistoryEntry> history, ReminderState state) {
        return history.stream()
                .filter(entry -> entry.state() == state)
                .map(HistoryEntry::reminderId)
                .collect(toSet());
    }

    private Lastmile node(JdbcStore store) {
        return Lastmile.builder()
                .store(store)
                .time(time)
                .executor(Runnable::run)
                .notifier("email", this::send)
                .build();
    }

    private SendResult send(Reminder reminder) {
        sent.add(reminder);
        if (reminder.stepId().equals("rsvp")
                && silent.contains(reminder.recipient().id())) {
            sentAfterDone.add(reminder.id());
        }
        return SendResult.sent();
    }

    private void complete(Lastmile lastmile, IntPredicate kinds) {
        guests(kinds).forEach(guest -> {
            assertThat(lastmile.complete("festival", "rsvp", guest).stopped()).isOne();
            silent.add(guest);
        });
    }

    private void decline(Lastmile lastmile, IntPredicate kinds) {
        guests(kinds).forEach(guest -> {
            assertThat(lastmile.decline("festival", "rsvp", guest).stopped()).isOne();
            silent.add(guest);
        });
    }

    private static List<String> guests(IntPredicate kinds) {
        return IntStream.range(0, GUESTS)
                .filter(i -> kinds.test(i % KINDS))
                .mapToObj(i -> "guest-" + i)
                .toList();
    }

    private void runUntil(Lastmile lastmile, String local) {
        time.runUntil(lastmile, at(local));
    }

    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ZONE).toInstant();
    }

    /** Where the time goes. */
    private void note(String what) {
        long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
        diary.append(String.format("%n  %6d  %s", millis, what));
        began = System.nanoTime();
    }

    private static Goal festival() {
        var rsvp = Ladder.of(
                Rung.before(Period.ofDays(14)).by("email"),
                Rung.before(Period.ofDays(3)).at(LocalTime.of(9, 0)).by("email"),
                Rung.after(Period.ofDays(1))
                        .at(LocalTime.of(9, 0))
                        .to(Audience.OWNER)
                        .by("email"));
        var arrive =
                Ladder.of(Rung.before(Period.ofDays(1)).at(LocalTime.of(10, 0)).by("email"));
        var guests = IntStream.range(0, GUESTS)
                .mapToObj(i ->
                        Recipient.of("guest-" + i, "Guest " + i).withAddress("email", "guest-" + i + "@example.org"))
                .toList();
        return Goal.of("festival", "Summer festival")
                .ownedBy(Recipient.of("ana", "Ana").withAddress("email", "ana@example.org"))
                .due(LocalDateTime.parse("2026-07-04T19:00"), ZONE)
                .step(Step.of("rsvp", "Reply to the invitation")
                        .due(Period.ofDays(-7))
                        .ladder(rsvp)
                        .participants(guests))
                .finalStep(Step.of("arrive", "Be there")
                        .after("rsvp")
                        .ladder(arrive)
                        .participants(guests));
    }
}
