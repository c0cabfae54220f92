package org.lastmile.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.fault.Chronicle.Excuse;
import org.lastmile.goal.Channel;
import org.lastmile.goal.ReminderState;
import org.lastmile.report.HistoryEntry;

/** The judge of the rounds, given chronicles in which one thing is wrong. */
class VerdictTest {
    private static final Instant PLANNED = Instant.parse("2026-07-01T07:00:00Z");
    private static final long WALL = PLANNED.toEpochMilli();

    /** A guest who never answers. */
    private static final String SILENT = "guest-1";
    /** A guest who does. */
    private static final String ANSWERING = "guest-0";

    @TempDir
    private Path folder;

    private Chronicle chronicle;
    private final List<HistoryEntry> history = new ArrayList<>();

    @BeforeEach
    void allIsWell() {
        chronicle = new Chronicle(folder.resolve("chronicle"));
        for (int guest = 0; guest < Feast.GUESTS; guest++) {
            for (int rung = 1; rung <= Feast.RUNGS; rung++) {
                chronicle.call(1_000 * rung, WALL, "guest-" + guest, id("guest-" + guest, rung));
                history.add(entry("guest-" + guest, rung, ReminderState.SENT));
            }
        }
    }

    private static String id(String guest, int rung) {
        return Feast.ID + "/" + Feast.STEP + "/" + guest + "/" + rung + ".0.0";
    }

    private static HistoryEntry entry(String guest, int rung, ReminderState state) {
        return new HistoryEntry(
                id(guest, rung), Feast.ID, Feast.STEP, guest, rung, state, Channel.of("email"), PLANNED, PLANNED, null);
    }

    private void instead(String guest, int rung, ReminderState state) {
        history.removeIf(entry -> entry.reminderId().equals(id(guest, rung)));
        history.add(entry(guest, rung, state));
    }

    private Verdict verdict() {
        return new Verdict(chronicle, history);
    }

    @Test
    void nothingIsWrong() {
        assertThat(verdict().complaints()).isEmpty();
        assertThat(verdict().explained).isEmpty();
    }

    @Test
    void aReminderOfWhichTheLedgerSaysNothingIsLost() {
        history.removeIf(entry -> entry.reminderId().equals(id(SILENT, 2)));
        assertThat(verdict().lost).hasSize(1);
    }

    @Test
    void aReminderThatTheLedgerHasAsSentAndNobodyHeardIsLost() {
        history.replaceAll(entry -> entry.reminderId().equals(id(SILENT, 2))
                ? new HistoryEntry(
                        "other/" + id(SILENT, 2),
                        entry.goalId(),
                        entry.stepId(),
                        entry.recipientId(),
                        entry.rung(),
                        entry.state(),
                        entry.channel(),
                        entry.plannedAt(),
                        entry.at(),
                        null)
                : entry);
        assertThat(verdict().lost).hasSize(1);
    }

    @Test
    void onlyWhoAnswersMayBeSilencedAndOnlyAnOlderRungSuperseded() {
        instead(ANSWERING, 3, ReminderState.SILENCED);
        instead(SILENT, 1, ReminderState.SUPERSEDED);
        assertThat(verdict().lost).isEmpty();
        instead(SILENT, 2, ReminderState.SILENCED);
        instead(SILENT, 3, ReminderState.SUPERSEDED);
        assertThat(verdict().lost).hasSize(2);
    }

    @Test
    void whatIsSentTwiceMustBeExplained() {
        chronicle.call(9_000_000_000L, WALL, SILENT, id(SILENT, 3));
        assertThat(verdict().unexplained).hasSize(1);
        chronicle.trouble(Excuse.UNRECORDED, Chronicle.me() + 1, 4_000_000_000L, 5_000_000_000L);
        assertThat(verdict().unexplained).as("the trouble of another process").hasSize(1);
        chronicle.trouble(Excuse.UNRECORDED, Chronicle.me(), 9_500_000_000L, 9_600_000_000L);
        assertThat(verdict().unexplained).as("trouble that came afterwards").hasSize(1);
        chronicle.trouble(Excuse.UNRECORDED, Chronicle.me(), 4_000_000_000L, 5_000_000_000L);
        assertThat(verdict().unexplained).isEmpty();
        assertThat(verdict().explained).containsOnlyKeys("unrecorded");
    }

    @Test
    void whatIsSentAfterAnAnswerMustBeNamedByIt() {
        long later = System.nanoTime() + 3_600_000_000_000L;
        chronicle.answer(ANSWERING, "STOPPED", List.of(id(ANSWERING, 8)));
        chronicle.call(later, WALL, ANSWERING, id(ANSWERING, 8));
        assertThat(verdict().unnamed).isEmpty();
        assertThat(verdict().named).isOne();
        chronicle.call(later, WALL, ANSWERING, id(ANSWERING, 9));
        assertThat(verdict().unnamed).hasSize(1);
    }

    @Test
    void nothingMayBeEarly() {
        instead(SILENT, 1, ReminderState.SENT);
        chronicle.call(1, WALL - 1, SILENT, id(SILENT, 1));
        assertThat(verdict().early).hasSize(1);
    }
}
