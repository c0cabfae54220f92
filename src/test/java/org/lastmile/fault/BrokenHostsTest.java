package org.lastmile.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The checks can fail: each engine that is broken on purpose is found out within a few rounds. */
@Tag("faults")
@EnabledOnOs(OS.LINUX)
class BrokenHostsTest {
    private static final int PATIENCE = 6;

    @TempDir
    private Path folder;

    @Test
    void whatIsRecordedBeforeItIsSentIsLost() throws Exception {
        isFoundOut(Sabotage.SETTLES_FIRST, new Rounds.Kind(Fault.KILL, true), verdict -> verdict.lost);
    }

    @Test
    void whatIsClaimedWithoutALeaseIsSentTwice() throws Exception {
        isFoundOut(Sabotage.IGNORES_LEASES, new Rounds.Kind(Fault.DELAY, false), verdict -> verdict.unexplained);
    }

    @Test
    void anAnswerThatDoesNotSeeClaimsDoesNotNameThem() throws Exception {
        isFoundOut(Sabotage.HIDES_CLAIMS, new Rounds.Kind(Fault.DELAY, false), verdict -> verdict.unnamed);
    }

    private void isFoundOut(Sabotage sabotage, Rounds.Kind kind, Function<Verdict, List<String>> broken)
            throws Exception {
        List<String> found = List.of();
        try (var rounds = new Rounds(folder)) {
            for (int i = 0; i < PATIENCE && found.isEmpty(); i++) {
                found = broken.apply(rounds.play(kind, sabotage, i));
            }
        }
        assertThat(found).isNotEmpty();
        System.out.println("found out: " + sabotage + ": " + found.get(0));
    }
}
