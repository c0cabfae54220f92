package org.lastmile.story;

import static org.lastmile.goal.ReminderState.STALE;
import static org.lastmile.goal.ReminderState.SUPERSEDED;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.goal.TimePolicy;
import org.lastmile.store.Together;

/** Three days of outage before a deadline in Berlin, Wed 2026-05-20 12:00 (10:00Z). */
class S20OutageTest extends Story {
    private static final Recipient OLE = person("Ole");

    private static Goal report(TimePolicy policy) {
        return Goal.of("report", "Quarterly report")
                .due(LocalDateTime.parse("2026-05-20T12:00"), ZoneId.of("Europe/Berlin"))
                .policy(policy)
                .finalStep(Step.of("file", "File it")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(14)).by("email"),
                                Rung.before(Period.ofDays(3)).by("email"),
                                Rung.before(Period.ofDays(1)).by("email"),
                                Rung.before(Duration.ofHours(2)).by("sms"),
                                Rung.after(Period.ofDays(1)).by("email")))
                        .participants(OLE));
    }

    @Test
    void withoutAnOutageAllIsOnTime() {
        at("2026-05-01T08:00Z");
        schedule(report(TimePolicy.DEFAULT));
        at("2026-06-01T00:00Z");
        heard("""
                2026-05-06T10:00Z ole file#1 email
                2026-05-17T10:00Z ole file#2 email
                2026-05-19T10:00Z ole file#3 email
                2026-05-20T08:00Z ole file#4 sms
                2026-05-21T10:00Z ole file#5 email
                """);
    }

    @Test
    void afterTheOutageOneMessageAndNotAFlood() {
        at("2026-05-01T08:00Z");
        schedule(report(TimePolicy.DEFAULT));
        down("2026-05-16T20:00Z", "2026-05-19T14:00Z");
        heard("""
                2026-05-06T10:00Z ole file#1 email
                2026-05-19T14:00Z ole file#3 email planned 2026-05-19T10:00Z
                """);
        became(OLE, "file#2", SUPERSEDED);
        at("2026-06-01T00:00Z");
        heard("""
                2026-05-20T08:00Z ole file#4 sms
                2026-05-21T10:00Z ole file#5 email
                """);
    }

    @Test
    void whatIsTooOldIsNotSentAtAll() {
        at("2026-05-01T08:00Z");
        schedule(report(TimePolicy.DEFAULT.withStaleAfter(Duration.ofHours(2))));
        down("2026-05-16T20:00Z", "2026-05-19T14:00Z");
        heard("2026-05-06T10:00Z ole file#1 email");
        became(OLE, "file#2", STALE);
        became(OLE, "file#3", STALE);
        at("2026-06-01T00:00Z");
        heard("""
                2026-05-20T08:00Z ole file#4 sms
                2026-05-21T10:00Z ole file#5 email
                """);
    }

    @Test
    void afterTheDeadlineNothingIsSaidThatWasToBeSaidBefore() {
        at("2026-05-01T08:00Z");
        schedule(report(TimePolicy.DEFAULT));
        down("2026-05-16T20:00Z", "2026-05-20T11:00Z"); // 13:00 in Berlin
        heard("2026-05-06T10:00Z ole file#1 email");
        became(OLE, "file#2", STALE);
        became(OLE, "file#3", STALE);
        became(OLE, "file#4", STALE);
        at("2026-06-01T00:00Z");
        heard("2026-05-21T10:00Z ole file#5 email");
    }

    @Test
    void twoNodesThatRestartTogetherSendOneMessage() throws Exception {
        at("2026-05-01T08:00Z");
        schedule(report(TimePolicy.DEFAULT));
        at("2026-05-16T20:00Z");
        heard("2026-05-06T10:00Z ole file#1 email");
        try (var other = node()) {
            clock("2026-05-19T14:00Z");
            Together.run(List.of(lastmile::runDue, other::runDue));
        }
        heard("2026-05-19T14:00Z ole file#3 email planned 2026-05-19T10:00Z");
    }
}
