package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.lastmile.ChannelOptions;
import org.lastmile.Lastmile;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;
import org.lastmile.testing.RecordingNotifier;

/** Channels that are slow, limited, paused or down, and addresses that stay with the host (R19). */
class ChannelsTest extends Story {
    private final RecordingNotifier mail = new RecordingNotifier();
    private final RecordingNotifier text = new RecordingNotifier();

    private static Goal campaign(String ladder, int people) {
        return Goal.of("campaign", "Campaign")
                .due(LocalDateTime.parse("2026-05-20T12:00"), ZoneId.of("UTC"))
                .finalStep(Step.of("vote", "Vote")
                        .ladder(Ladder.parse(ladder))
                        .participants(IntStream.range(0, people)
                                .mapToObj(i -> person("Voter" + i))
                                .toList()));
    }

    private Lastmile host(ChannelOptions mailOptions) {
        return host().executor(Runnable::run)
                .notifier("email", mail, mailOptions)
                .notifier("sms", text)
                .build();
    }

    @Test
    void aPausedChannelSaysOneThingWhenItIsResumed() {
        at("2026-05-01T00:00Z");
        var host = host(ChannelOptions.defaults());
        host.schedule(campaign("before P4D by email; before P3D by email; before P3D by sms; before P1D by email", 1));
        host.pause("email");
        time.runUntil(host, instant("2026-05-18T00:00Z"));
        assertThat(mail.reminders()).isEmpty();
        assertThat(text.reminders()).hasSize(1);
        host.resume("email");
        time.runUntil(host, instant("2026-06-01T00:00Z"));
        assertThat(mail.reminders()).extracting(r -> r.id()).containsExactly("campaign/vote/voter0/4.0.0");
    }

    @Test
    void aDeadlinePassesOnAPausedChannelToo() {
        at("2026-05-01T00:00Z");
        var host = host(ChannelOptions.defaults());
        host.schedule(campaign("before P1D by email", 1));
        host.pause("email");
        time.runUntil(host, instant("2026-06-01T00:00Z"));
        assertThat(host.status("campaign").orElseThrow().isOver()).isTrue();
        assertThat(host.history("campaign"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.state()).isEqualTo(ReminderState.STALE));
    }

    @Test
    void whatNobodyServesIsNotLostButNoted() {
        at("2026-05-01T00:00Z");
        var web = host().executor(Runnable::run)
                .notifier("sms", text)
                .servedElsewhere("email")
                .build();
        web.schedule(campaign("before P1D by email", 1));
        time.runUntil(web, instant("2026-06-01T00:00Z"));
        assertThat(web.history("campaign"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.state()).isEqualTo(ReminderState.NO_NOTIFIER));
        assertThat(web.status("campaign").orElseThrow().isOver()).isTrue();
    }

    @Test
    void aGatewayThatIsDownRestsAndUsesUpNoAttempts() {
        at("2026-05-01T00:00Z");
        var host =
                host(ChannelOptions.defaults().withBreaker(3).withConcurrency(1).withAttempts(2));
        host.schedule(campaign("before P1D by email; before P1D by sms", 20)
                .policy(campaign("before P1D by sms", 1).policy()));
        var down = new SendResult[3];
        Arrays.fill(down, SendResult.temporary("down"));
        mail.answering(down);
        time.runUntil(host, instant("2026-05-19T12:00Z"));
        assertThat(mail.reminders()).as("three tries, then a rest").hasSizeLessThanOrEqualTo(3);
        time.runUntil(host, instant("2026-05-19T14:00Z"));
        assertThat(host.history("campaign").stream().filter(e -> e.state() == ReminderState.SENT))
                .as("every voter hears one thing")
                .hasSize(20);
    }

    @Test
    void aRateIsKept() {
        at("2026-05-01T00:00Z");
        var host = host(ChannelOptions.defaults().withRate(new ChannelOptions.Rate(5, Duration.ofMinutes(1))));
        host.schedule(campaign("before P1D by email", 12));
        time.runUntil(host, instant("2026-05-19T12:00Z"));
        assertThat(mail.reminders()).hasSize(5);
        time.runUntil(host, instant("2026-05-19T12:01Z"));
        assertThat(mail.reminders()).hasSize(10);
        time.runUntil(host, instant("2026-05-19T12:10Z"));
        assertThat(mail.reminders()).hasSize(12);
    }

    @Test
    void aCapIsFinal() {
        at("2026-05-01T00:00Z");
        var host = host().executor(Runnable::run)
                .notifier("email", mail)
                .cap(2, Duration.ofDays(1))
                .build();
        host.schedule(campaign(
                "before PT30H by email; before PT20H by email; before PT10H by email; before PT1H by email", 1));
        time.runUntil(host, instant("2026-06-01T00:00Z"));
        assertThat(mail.reminders())
                .extracting(r -> r.plannedAt())
                .containsExactly(
                        instant("2026-05-19T06:00Z"), instant("2026-05-19T16:00Z"), instant("2026-05-20T11:00Z"));
        assertThat(host.history("campaign").stream().filter(e -> e.state() == ReminderState.CAPPED))
                .extracting(e -> e.rung())
                .containsExactly(3);
    }

    /** R19: the next channel is tried; what failed was no message, so it does not use up what they may get. */
    @Test
    void whatFailedDoesNotCountForTheCap() {
        at("2026-05-01T00:00Z");
        var host = host().executor(Runnable::run)
                .notifier("email", mail)
                .notifier("sms", text)
                .cap(1, Duration.ofDays(1))
                .build();
        mail.answering(SendResult.permanent("no such mailbox"));
        host.schedule(campaign("before P1D by email, sms", 1));
        time.runUntil(host, instant("2026-06-01T00:00Z"));
        assertThat(text.reminders()).hasSize(1);
    }

    /** R19: each channel that did not reach them is named, with the reason, whatever came of the next one. */
    @Test
    void whatWasPassedOverIsNoted() {
        at("2026-05-01T00:00Z");
        var host = host(ChannelOptions.defaults().withAddress(true));
        host.schedule(Goal.of("g", "G")
                .due(LocalDateTime.parse("2026-05-20T12:00"), ZoneId.of("UTC"))
                .finalStep(Step.of("s", "S")
                        .ladder(Ladder.parse("before P1D by sms, email"))
                        .participants(
                                person("Ann").withOptOut(Channel.SMS),
                                Recipient.of("bob", "Bob").withAddress("email", "bob@example.org"),
                                person("Cay"),
                                Recipient.of("dot", "Dot").withOptOut(Channel.SMS))));
        mail.answering(SendResult.sent("queued as 1"), SendResult.sent());
        time.runUntil(host, instant("2026-05-19T12:00Z"));
        assertThat(host.history("g").stream()
                        .map(entry -> entry.recipientId() + " " + entry.state() + " " + entry.channel() + " "
                                + entry.detail()))
                .containsExactly(
                        "ann SENT email passed over: sms OPTED_OUT; queued as 1",
                        "bob SENT email passed over: sms NO_ADDRESS",
                        "cay SENT sms null",
                        "dot NO_ADDRESS null passed over: sms OPTED_OUT");
    }

    @Test
    void addressesMayStayWithTheHost() {
        at("2026-05-01T00:00Z");
        var known = List.of(
                Recipient.of("ann", "Ann Lee").withAddress("email", "ann@example.org"),
                Recipient.of("bob", "Bob Roy").withAddress("sms", "+1 555 1"));
        var host = host().executor(Runnable::run)
                .notifier("email", mail)
                .notifier("sms", text)
                .directory(id -> Optional.of(id)
                        .flatMap(wanted -> known.stream()
                                .filter(r -> r.id().equals(wanted))
                                .findFirst()))
                .build();
        host.schedule(Goal.of("g", "G")
                .due(LocalDateTime.parse("2026-05-20T12:00"), ZoneId.of("UTC"))
                .finalStep(Step.of("s", "S")
                        .ladder(Ladder.parse("before P1D by email, sms"))
                        .participants(
                                Recipient.of("ann", "Ann"), Recipient.of("bob", "Bob"), Recipient.of("cay", "Cay"))));
        time.runUntil(host, instant("2026-06-01T00:00Z"));
        assertThat(mail.reminders())
                .extracting(r -> r.recipient().name() + " " + r.address())
                .containsExactly("Ann Lee ann@example.org");
        assertThat(text.reminders()).extracting(r -> r.recipient().name()).containsExactly("Bob Roy");
        assertThat(host.history("g")).anySatisfy(entry -> {
            assertThat(entry.recipientId()).isEqualTo("cay");
            assertThat(entry.state()).isEqualTo(ReminderState.NO_ADDRESS);
        });
    }
}
