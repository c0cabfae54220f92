package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lastmile.Lastmile;
import org.lastmile.LastmileBuilder;
import org.lastmile.Page;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.report.HistoryEntry;
import org.lastmile.testing.RecordingNotifier;
import org.lastmile.watch.Event;

/** What is kept can be asked for, and need not be kept for ever. */
class KeepingTest extends Story {
    private static final Recipient ANN = person("Ann");
    private final List<Event> events = new ArrayList<>();

    @Override
    void prepare(LastmileBuilder host) {
        host.listener(events::add).listener(event -> {
            throw new IllegalStateException("a listener that fails harms nobody");
        });
    }

    private static Goal party(String id, String label, int guests) {
        return Goal.of(id, "Party")
                .label(label)
                .ownedBy(ANN)
                .due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("UTC"))
                .finalStep(Step.of("come", "Come")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(1)).by("email"),
                                Rung.after(Period.ofDays(1)).to(Audience.OWNER).by("sms")))
                        .participants(IntStream.range(0, guests)
                                .mapToObj(i -> person("Guest" + i))
                                .toList()));
    }

    @Test
    void theOpenOnesComeAPageAtATime() {
        at("2026-06-01T00:00Z");
        schedule(party("p", "vip", 7));
        lastmile.complete("p", "come", "guest2");
        var names = new ArrayList<String>();
        String after = null;
        do {
            var page = lastmile.open("p", "come", after, 2);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(2).allSatisfy(row -> {
                assertThat(row.state()).isEqualTo(Standing.State.OPEN);
                assertThat(row.nextAt()).isEqualTo(instant("2026-07-03T19:00Z"));
            });
            page.items().forEach(row -> names.add(row.recipient().id()));
            after = page.next();
        } while (after != null);
        assertThat(names).containsExactly("guest0", "guest1", "guest3", "guest4", "guest5", "guest6");
        assertThat(lastmile.open("p", "dance", null, 2).items()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> lastmile.open("p", "come", "x", 2));
        assertThatIllegalArgumentException().isThrownBy(() -> lastmile.open("p", "come", null, 0));
        outOfOrder();
    }

    @Test
    void theHistoryComesAPageAtATime() {
        at("2026-06-01T00:00Z");
        schedule(party("p", "vip", 4));
        schedule(party("q", "vip", 2));
        people(() -> lastmile.decline("p", "come", "guest1", "no time"));
        at("2026-08-01T00:00Z");
        heardCalls();
        for (int size : List.of(1, 2, 3, 100)) {
            assertThat(all(after -> lastmile.history("p", after, size))).isEqualTo(lastmile.history("p"));
            assertThat(all(after -> lastmile.historyOf("guest1", after, size)))
                    .extracting(entry -> entry.goalId() + " " + entry.state() + " " + entry.detail())
                    .containsExactly("p SILENCED DECLINED: no time", "q SENT null");
            assertThat(all(after -> lastmile.historyOf("ann", after, size)))
                    .extracting(HistoryEntry::goalId)
                    .containsExactly("p", "q");
        }
        assertThat(lastmile.history("p")).hasSize(5);
        assertThat(lastmile.historyOf("nobody", null, 9).items()).isEmpty();
        assertThat(lastmile.history("nothing", null, 9).items()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.history("p", "1.2.x", 2))
                .withMessageContaining("after is \"1.2.x\"");
        assertThatIllegalArgumentException().isThrownBy(() -> lastmile.historyOf("ann", null, 0));
    }

    @Test
    void whatLiesAheadComesAPageAtATime() {
        at("2026-06-01T00:00Z");
        schedule(party("p", "vip", 5));
        schedule(party("q", "vip", 2).due(LocalDateTime.parse("2026-07-04T18:00"), ZoneId.of("UTC")));
        var start = instant("2026-07-03T18:00Z");
        var end = instant("2026-07-03T19:00:00.001Z");
        for (int size : List.of(1, 2, 3, 7, 100)) {
            assertThat(all(after -> lastmile.ahead(start, end, after, size)))
                    .extracting(row ->
                            row.goalId() + " " + row.recipient().id() + " " + text(row.nextAt()) + " " + row.nextBy())
                    .containsExactly(
                            "q guest0 2026-07-03T18:00Z email",
                            "q guest1 2026-07-03T18:00Z email",
                            "p guest0 2026-07-03T19:00Z email",
                            "p guest1 2026-07-03T19:00Z email",
                            "p guest2 2026-07-03T19:00Z email",
                            "p guest3 2026-07-03T19:00Z email",
                            "p guest4 2026-07-03T19:00Z email");
        }
        assertThat(lastmile.ahead(start.plusMillis(1), instant("2026-07-03T19:00Z"), null, 9)
                        .items())
                .isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> lastmile.ahead(start, end, "9", 9));
        outOfOrder();
    }

    /** Page after page; one that says there is more is followed by one that has something. */
    private static <T> List<T> all(Function<String, Page<T>> pages) {
        var all = new ArrayList<T>();
        String after = null;
        do {
            var page = pages.apply(after);
            assertThat(page.items()).as("behind %s", after).isNotEmpty();
            all.addAll(page.items());
            after = page.next();
        } while (after != null);
        return all;
    }

    @Test
    void whyAnybodyDeclinedIsKept() {
        at("2026-06-01T00:00Z");
        schedule(party("p", "vip", 3));
        people(() -> lastmile.decline("p", "come", "guest0", "has a cold\0"));
        people(() -> lastmile.decline("p", "come", "guest1", " "));
        var declined = lastmile.status("p", "come", "guest0").orElseThrow();
        assertThat(declined.outcome()).isEqualTo(Outcome.DECLINED);
        assertThat(declined.reason()).isEqualTo("has a cold\uFFFD");
        assertThat(lastmile.status("p", "come", "guest1").orElseThrow().reason())
                .isNull();
        assertThat(lastmile.status("p", "come", "guest2").orElseThrow().state()).isEqualTo(Standing.State.OPEN);
        assertThat(lastmile.status("p", "come", "ann")).as("an overseer").isEmpty();
        assertThat(lastmile.status("p", "dance", "guest0")).isEmpty();
        assertThat(lastmile.status("r", "come", "guest0")).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lastmile.decline("p", "come", "guest2", "x".repeat(1_001)))
                .withMessageContaining("reason is xxx")
                .withMessageContaining("at most 1000");
        outOfOrder();
    }

    @Test
    void theLoadAheadAndTheGoalsOfALabel() {
        at("2026-06-01T00:00Z");
        schedule(party("p", "vip", 3));
        schedule(party("q", "vip", 2));
        schedule(party("r", "all", 1));
        assertThat(lastmile.load(instant("2026-07-03T00:00Z"), instant("2026-07-04T00:00Z")))
                .containsOnly(Map.entry(Channel.EMAIL, 6L));
        assertThat(lastmile.load(instant("2026-07-03T19:00:00.001Z"), instant("2026-07-04T00:00Z")))
                .isEmpty();
        assertThat(lastmile.goals("vip")).containsExactly("p", "q");
        assertThat(lastmile.goals("none")).isEmpty();
        outOfOrder();
    }

    /**
     * Three guests, due on 4 July at 19:00. The rung of 30 days before has passed; on 3 July the text messages are refused; the first
     * comes in time, the second a few hours late, the third not at all, and is over two days after the last rung.
     */
    @Test
    void listenersAreToldOfTroubleAndOfWhatCameOfIt() {
        var come = Step.of("come", "Come")
                .ladder(Ladder.of(
                        Rung.before(Period.ofDays(30)).by("email"),
                        Rung.before(Period.ofDays(1)).by("sms"),
                        Rung.after(Period.ofDays(1)).by("email")))
                .participants(ANN, person("Ben"), person("Cleo"));
        world = reminder ->
                reminder.channel().name().equals("sms") ? SendResult.permanent("no such number") : SendResult.sent();
        at("2026-07-01T00:00Z");
        schedule(Goal.of("p", "Party")
                .due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("UTC"))
                .finalStep(come));
        at("2026-07-02T00:00Z");
        complete("come", ANN);
        outOfOrder();
        at("2026-07-05T00:00Z");
        complete("come", person("Ben"));
        outOfOrder();
        at("2026-08-01T00:00Z");
        heardCalls();
        assertThat(events)
                .extracting(e -> e.at() + " " + e.kind() + " " + e.recipientId() + " " + e.detail())
                .containsExactlyInAnyOrder(
                        "2026-07-01T00:00:00Z SCHEDULED null null",
                        "2026-07-02T00:00:00Z ANSWERED ann DONE",
                        "2026-07-03T19:00:00Z SKIPPED ben LATE",
                        "2026-07-03T19:00:00Z SKIPPED cleo LATE",
                        "2026-07-03T19:00:00Z FAILED ben FAILED",
                        "2026-07-03T19:00:00Z FAILED cleo FAILED",
                        "2026-07-04T19:00:00Z MISSED ben null",
                        "2026-07-04T19:00:00Z MISSED cleo null",
                        "2026-07-05T00:00:00Z RECOVERED ben RECOVERED",
                        "2026-07-05T19:00:00Z SENT cleo null",
                        "2026-07-07T19:00:00Z EXPIRED cleo null",
                        "2026-07-07T19:00:00Z ACHIEVED null null");
    }

    @Test
    void listenersAreToldByIdsWhatHappens() {
        at("2026-06-01T00:00Z");
        schedule(party("p", "vip", 2));
        decline("come", person("Guest0"));
        at("2026-08-01T00:00Z");
        heardCalls();
        assertThat(events)
                .extracting(e -> e.kind() + " " + e.stepId() + " " + e.recipientId() + " " + e.detail())
                .containsExactly(
                        "SCHEDULED null null null",
                        "ANSWERED come guest0 DECLINED",
                        "SENT come guest1 null",
                        "MISSED come guest1 null",
                        "SENT come ann null",
                        "EXPIRED come guest1 null",
                        "EXPIRED null null null");
        assertThat(events.toString()).doesNotContain("example.org", "+1 555");
    }

    @Test
    void aPersonIsForgottenEverywhere() {
        at("2026-06-01T00:00Z");
        var mail = new RecordingNotifier();
        var host = alone(mail);
        host.schedule(party("p", "vip", 2));
        host.schedule(party("q", "vip", 1));
        host.decline("q", "come", "guest0", "a private matter");
        assertThat(host.history("q").toString()).contains("DECLINED: a private matter");
        assertThat(host.forget("guest0")).isEqualTo(2);
        assertThat(host.historyOf("guest0", null, 9).items()).isEmpty();
        assertThat(host.forget("ann")).isEqualTo(2);
        assertThat(host.forget("guest0")).isZero();
        time.runUntil(host, instant("2026-08-01T00:00Z"));
        assertThat(mail.reminders()).extracting(r -> r.recipient().id()).containsExactly("guest1");
        for (var goal : List.of("p", "q")) {
            assertThat(host.history(goal).toString()).doesNotContain("guest0", "=ann", "/ann/", "private");
            assertThat(host.preview(goal).orElseThrow().goal().owner())
                    .isNotNull()
                    .satisfies(nobody -> {
                        assertThat(nobody.name()).isEqualTo("forgotten");
                        assertThat(nobody.addresses()).isEmpty();
                    });
        }
        assertThat(host.complete("p", "come", "guest1").outcome()).isEqualTo(Outcome.EXPIRED);
    }

    @Test
    void whatIsOverCanBeDropped() {
        at("2026-06-01T00:00Z");
        var mail = new RecordingNotifier();
        var host = alone(mail);
        host.schedule(party("p", "vip", 2));
        host.schedule(party("q", "vip", 1));
        time.runUntil(host, instant("2026-06-02T00:00Z"));
        host.cancel("q");
        assertThat(host.purge(instant("2026-06-02T00:00Z"))).isZero();
        assertThat(host.purge(instant("2026-06-03T00:00Z"))).isEqualTo(1);
        assertThat(host.history("q")).isEmpty();
        assertThat(host.status("q")).isEmpty();
        time.runUntil(host, instant("2026-08-01T00:00Z"));
        assertThat(mail.reminders()).hasSize(3);
        assertThat(host.history("p")).hasSize(3);
        assertThat(host.purge(instant("2026-08-01T00:00Z"))).isEqualTo(1);
        assertThat(host.goals("vip")).isEmpty();
    }

    private Lastmile alone(RecordingNotifier notifier) {
        return host().executor(Runnable::run)
                .notifier("email", notifier)
                .notifier("sms", notifier)
                .build();
    }

    @Test
    void aCalendarThatIsNotThereSetsAsideAndRequeues() {
        at("2026-06-01T00:00Z");
        var mail = new RecordingNotifier();
        var knows = host().executor(Runnable::run)
                .notifier("email", mail)
                .notifier("sms", mail)
                .calendar("works", date -> true)
                .build();
        var lacks = host().executor(Runnable::run)
                .listener(events::add)
                .notifier("email", mail)
                .notifier("sms", mail)
                .build();
        knows.schedule(party("p", "vip", 1).calendar("works"));
        time.runUntil(lacks, instant("2026-07-03T19:00Z"));
        assertThat(mail.reminders()).isEmpty();
        assertThat(events)
                .filteredOn(event -> event.kind() == Event.Kind.SET_ASIDE)
                .extracting(event ->
                        event.goalId() + " " + event.stepId() + " " + event.recipientId() + ": " + event.detail())
                .containsExactly("p come guest0: it cannot be planned");
        assertThat(lacks.nextDue()).as("what is aside is nobody's turn").isNotEqualTo(Optional.of(time.instant()));
        assertThat(knows.setAside(10))
                .extracting(row -> row.goalId() + " " + row.recipient().id())
                .containsExactly("p guest0");
        assertThat(knows.requeue("p", "come", "guest0")).isTrue();
        assertThat(knows.requeue("p", "come", "guest0")).isFalse();
        time.runUntil(knows, instant("2026-07-03T20:00Z"));
        assertThat(mail.reminders()).extracting(r -> r.id()).containsExactly("p/come/guest0/1.0.0");
    }
}
