package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lastmile.goal.ReminderState.SUPERSEDED;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.lastmile.Answer;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.Rung;
import org.lastmile.goal.SendResult;
import org.lastmile.goal.Step;

/** An invoice in Paris, due on Sat 2026-01-31 (the day itself counts: until 23:00Z), dunned at 10:00 on business days. */
class S12InvoiceDunningTest extends Story {
    private static final LocalTime TEN = LocalTime.of(10, 0);
    private static final Recipient ZOE = person("Zoe");
    private static final Recipient MAX = person("Max");

    private static Goal invoice(String id) {
        return Goal.of(id, "Invoice")
                .due(LocalDate.parse("2026-01-31"), ZoneId.of("Europe/Paris"))
                .role("account-manager", MAX)
                .finalStep(Step.of("pay", "Pay")
                        .ladder(Ladder.of(
                                Rung.before(Period.ofDays(3))
                                        .at(TEN)
                                        .onBusinessDays()
                                        .by("email"),
                                dunning(Period.ofDays(1)),
                                dunning(Period.ofDays(7)),
                                dunning(Period.ofDays(14)),
                                dunning(Period.ofMonths(1)).to(Audience.role("account-manager")),
                                dunning(Period.ofMonths(2))))
                        .participants(ZOE));
    }

    private static Rung dunning(Period after) {
        return Rung.after(after).at(TEN).onBusinessDays().by("email");
    }

    @Test
    void anUnpaidInvoiceIsDunnedOnBusinessDaysOnly() {
        at("2026-01-10T09:00Z");
        schedule(invoice("invoice-7"));
        at("2026-05-01T00:00Z");
        heard("""
                2026-01-28T09:00Z zoe pay#1 email
                2026-02-02T09:00Z zoe pay#2 email             // 02-01 is a Sunday
                2026-02-09T09:00Z zoe pay#3 email             // 02-07 is a Saturday
                2026-02-16T09:00Z zoe pay#4 email             // 02-14 is a Saturday
                2026-03-02T09:00Z max pay#5 email about zoe   // a month after 01-31 is 02-28, a Saturday
                2026-03-31T08:00Z zoe pay#6 email             // two months are 03-31, not 03-28; summer time
                """);
    }

    @Test
    void aPaidInvoiceIsSilent() {
        at("2026-01-10T09:00Z");
        schedule(invoice("invoice-7"));
        at("2026-02-03T11:00Z");
        heard("""
                2026-01-28T09:00Z zoe pay#1 email
                2026-02-02T09:00Z zoe pay#2 email
                """);
        assertThat(complete("pay", ZOE).outcome()).isEqualTo(Outcome.RECOVERED);
        at("2026-05-01T00:00Z");
        heardNothing();
        // From 02-02 09:00Z to 02-03 11:00Z are 26 hours.
        reported("""
                What came of goal "invoice-7", as of Fri 1 May 2026 00:00 UTC

                STEP pay: Pay (final)
                  1 person, 1 reached it (100 %): 1 recovered; late in all: 1
                  last heard           sent  answered           done recovered     no   half of them within
                  rung 1 email            1         0 (0 %)        0         0      0
                  rung 2 email            1         1 (100 %)      0         1      0   2 days
                """);
    }

    @Test
    void aDisputeStopsTheDunningUntilItIsSettled() {
        at("2026-01-10T09:00Z");
        schedule(invoice("invoice-7"));
        at("2026-02-05T12:00Z");
        heard("""
                2026-01-28T09:00Z zoe pay#1 email
                2026-02-02T09:00Z zoe pay#2 email
                """);
        snooze("pay", ZOE, "2026-02-20T12:00Z");
        at("2026-05-01T00:00Z");
        heard("""
                2026-02-20T12:00Z zoe pay#4 email planned 2026-02-16T09:00Z   // and not #3 of 02-09 besides
                2026-03-02T09:00Z max pay#5 email about zoe
                2026-03-31T08:00Z zoe pay#6 email
                """);
        became(ZOE, "pay#3", SUPERSEDED);
    }

    @Test
    void aPaymentBetweenClaimAndSendIsSilentOrNamesWhatMayStillCome() {
        at("2026-01-20T09:00Z");
        schedule(invoice("invoice-7"));
        schedule(invoice("invoice-8"));
        at("2026-01-28T08:59Z");
        outOfOrder();
        var answers = new ArrayList<Answer>();
        var sent = new ArrayList<String>();
        // Both have been claimed; while the one is being sent, the other is paid.
        world = reminder -> {
            sent.add(reminder.id());
            if (answers.isEmpty()) {
                var other = reminder.goalId().equals("invoice-7") ? "invoice-8" : "invoice-7";
                answers.add(lastmile.complete(other, "pay", "zoe"));
            }
            return SendResult.sent();
        };
        at("2026-01-28T09:00Z");
        assertThat(answers).extracting(Answer::kind).containsExactly(Answer.Kind.STOPPED);
        assertThat(answers.get(0).inFlight()).containsAll(sent.subList(1, sent.size()));
        heardCalls();
    }

    @Test
    void aLateFeeIsChargedOnceHoweverOftenTheReminderIsTried() {
        at("2026-01-31T22:30Z");
        schedule(invoice("invoice-7"));
        var fees = new TreeMap<String, Integer>();
        world = reminder -> chargeTwenty(fees, reminder);
        outOfOrder();
        at("2026-02-02T10:00Z");
        heardCalls();
        assertThat(fees).hasSize(1).containsValue(20);
    }

    private static SendResult chargeTwenty(TreeMap<String, Integer> fees, Reminder reminder) {
        boolean first = fees.putIfAbsent(reminder.id(), 20) == null;
        return first ? SendResult.temporary("the mail server is away") : SendResult.sent();
    }
}
