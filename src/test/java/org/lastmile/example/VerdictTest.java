package org.lastmile.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.example.ScriptedAnswer.Act;
import org.lastmile.goal.ReminderState;
import org.lastmile.report.HistoryEntry;

/** The rehearsal's judge finds what it is there to find: a verdict on a perfect run, and on runs in which one thing is wrong. */
class VerdictTest {
    private static Script script;
    private static List<Fate> planned;

    private final List<Journal.Line> journal = new ArrayList<>();
    private final List<HistoryEntry> history = new ArrayList<>();

    @BeforeAll
    static void readTheParty(@TempDir Path folder) throws Exception {
        var file = folder.resolve("party.ics");
        try (var in = Objects.requireNonNull(Rehearsal.class.getResourceAsStream("birthday-party.ics"))) {
            Files.copy(in, file);
        }
        script = Script.of(Choice.of(file, ZoneOffset.UTC, null).invitation());
        planned = Verdict.of(script, Script.asPlanned(script), List.of()).fates();
    }

    VerdictTest() {
        journal.addAll(Script.asPlanned(script));
        for (var fate : planned) {
            if (fate.expected() == ReminderState.SENT) {
                journal.add(send(fate));
            }
            history.add(entry(fate, fate.expected()));
        }
        journal.sort(Comparator.comparing(Journal.Line::at));
    }

    @Test
    void aPerfectRunIsGood() {
        var verdict = verdict();
        assertThat(verdict.isGood()).isTrue();
        assertThat(verdict.fates()).hasSize(166);
        assertThat(verdict.fates().stream().filter(fate -> fate.sends() > 0)).hasSize(95);
    }

    @Test
    void everyKindOfAnswerOccurs() {
        assertThat(script.answers()).extracting(ScriptedAnswer::act).contains(Act.values());
        assertThat(planned).extracting(Fate::expected).contains(ReminderState.SENT, ReminderState.SILENCED);
    }

    @Test
    void aReminderThatWasNotSentIsLost() {
        journal.removeIf(line -> line.equals(firstSend()));
        assertThat(verdict().lost()).isOne();
        assertThat(verdict().isGood()).isFalse();
    }

    @Test
    void aReminderAfterTheAnswerIsFound() {
        var answer = script.answers().stream()
                .filter(each -> each.act() == Act.DECLINES)
                .findFirst()
                .orElseThrow();
        var silenced = planned.stream()
                .filter(fate -> fate.line().recipient().id().equals(answer.recipientId())
                        && fate.expected() == ReminderState.SILENCED)
                .findFirst()
                .orElseThrow();
        journal.add(send(silenced));
        assertThat(verdict().afterDone()).isOne();
        assertThat(verdict().againstThePlan()).isOne();
        assertThat(verdict().isGood()).isFalse();
    }

    @Test
    void theSameReminderTwiceIsOnlyCounted() {
        var first = firstSend();
        journal.add(journal.indexOf(first), first);
        assertThat(verdict().repeated()).isOne();
        assertThat(verdict().isGood()).isTrue();
    }

    @Test
    void aRepetitionWithAnotherIdIsNotInThePlan() {
        var first = firstSend();
        journal.add(
                journal.indexOf(first),
                new Journal.Line(
                        first.at(),
                        first.reminderId() + "x",
                        first.plannedAt(),
                        first.recipientId(),
                        first.what(),
                        first.rung()));
        assertThat(verdict().repeated()).isZero();
        assertThat(verdict().unplanned()).isOne();
        assertThat(verdict().isGood()).isFalse();
    }

    @Test
    void aReminderBeforeItsTimeIsFound() {
        var first = firstSend();
        var early = first.at().minus(Duration.ofMillis(1));
        journal.set(
                journal.indexOf(first),
                new Journal.Line(
                        early, first.reminderId(), first.plannedAt(), first.recipientId(), first.what(), first.rung()));
        assertThat(verdict().early()).isOne();
        assertThat(verdict().isGood()).isFalse();
    }

    @Test
    void aLedgerThatSaysOtherwiseIsFound() {
        var sent = planned.stream()
                .filter(fate -> fate.expected() == ReminderState.SENT)
                .findFirst()
                .orElseThrow();
        history.set(planned.indexOf(sent), entry(sent, ReminderState.SILENCED));
        assertThat(verdict().recordedWrongly()).isOne();
        history.remove(planned.indexOf(sent));
        assertThat(verdict().recordedWrongly()).isOne();
        assertThat(verdict().isGood()).isFalse();
    }

    private Verdict verdict() {
        return Verdict.of(script, journal, history);
    }

    private Journal.Line firstSend() {
        return journal.stream().filter(Journal.Line::isSend).findFirst().orElseThrow();
    }

    private static Journal.Line send(Fate fate) {
        var slot = Slot.of(fate.line());
        var at = fate.line().rung().at();
        return new Journal.Line(at, slot.toString(), at, slot.recipientId(), slot.stepId(), slot.rung());
    }

    private static HistoryEntry entry(Fate fate, ReminderState state) {
        var slot = Slot.of(fate.line());
        var at = fate.line().rung().at();
        return new HistoryEntry(
                slot.toString(),
                "party",
                slot.stepId(),
                slot.recipientId(),
                slot.rung() + 1,
                state,
                null,
                at,
                at,
                null);
    }
}
