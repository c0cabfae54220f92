package org.lastmile.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The promises under faults: worlds by the thousand, each judged by what its notifiers heard and what its host was told.
 *
 * <p>{@code -Dsimulation.worlds=n} says how many and {@code -Dsimulation.seed=s} which; {@code -Dsimulation.replay=world} lives one
 * alone and prints what happened in it, with {@code -Dsimulation.nudges} if its host nudges.
 */
class SimulationTest {
    /** With fewer worlds some fault may well not occur. */
    private static final long ENOUGH = 1_000;

    /** Worlds in which a promise was once broken, or thought to be. */
    private static final long[] ONCE_FAILED = {
        6719751165086242834L,
        817895002733560562L,
        -4948809303682338512L,
        5568974169796712909L,
        -4385250492176419188L,
        -1174151780435009614L,
        3055600830745125285L,
        -1627323219354936325L,
        -4048944107532399575L,
        -6316423005783566750L,
        -7082792771229499186L,
        6706435896423945235L,
        4423983516197953651L,
        2729311766757557773L,
        -3044765994065239101L,
        -8021713674886168533L,
        -4712420674907931696L,
        5716486223365477415L,
        -8711871505355999273L,
        4258443448667132200L,
        -1545540775604376383L,
        -1236933245857285730L,
        -9219374046758398604L,
        -3099198608556594194L,
        3413777215206812284L,
        6791844655946132438L,
        2057189570225307004L,
        -935531512446086944L,
        8499719286502135631L,
        5563069668927854758L,
        4341502698327574493L,
        7170607731426432727L,
        4498762566014460949L,
        -7103159949482573099L,
        968486576027886148L,
        582591504383572564L,
        2773171434416367975L,
        3567024414756341096L,
        5234408180263020362L,
        888233006055578016L,
        -5884640919318144503L,
        -2216424098276457354L,
    };

    /** The same, of those whose host nudges. */
    private static final long[] ONCE_FAILED_NUDGING = {
        3195426711878866365L, 7967894323629291206L, -6404082671576404944L, -1053955819931288245L, 856003130245515136L
    };

    private static final long WORLDS = Long.getLong("simulation.worlds", 5_000);
    private static final long NUDGING = Long.getLong("simulation.nudging", Math.max(1, WORLDS / 10));
    private static final long SEED = Long.getLong("simulation.seed", 2026);

    private final PrintStream err = System.err;
    private final Tally tally = new Tally();
    private boolean nudging;

    /** What the engine logs of thousands of disasters would hide what the test has to say. */
    @BeforeEach
    void silenceTheLog() {
        System.setErr(new PrintStream(OutputStream.nullOutputStream()));
    }

    @AfterEach
    void letItSpeak() {
        System.setErr(err);
    }

    @Test
    @DisabledIfSystemProperty(named = "simulation.replay", matches = ".+")
    void promisesHoldInEveryWorld() {
        var complaints = complaints(new SplittableRandom(SEED).longs(WORLDS).toArray());
        System.out.println(tally.text());
        if (!complaints.isEmpty()) {
            fail(
                    "%d worlds of seed %d; live one alone with -Dsimulation.replay=<world>%n%s",
                    complaints.size(),
                    SEED,
                    String.join("\n\n", complaints.subList(0, Math.min(3, complaints.size()))));
        }
        for (var fault : WORLDS < ENOUGH ? new Fault[0] : Fault.values()) {
            assertThat(tally.of(fault))
                    .as(fault.plural() + " in " + WORLDS + " worlds")
                    .isPositive();
        }
    }

    /** Other worlds, so that those above stay as they are: a different die is cast for what the host says. */
    @Test
    @DisabledIfSystemProperty(named = "simulation.replay", matches = ".+")
    void promisesHoldInWorldsWhoseHostNudges() {
        nudging = true;
        var complaints = complaints(new SplittableRandom(SEED).longs(NUDGING).toArray());
        System.out.println("with nudges, " + tally.text());
        if (!complaints.isEmpty()) {
            fail(
                    "%d worlds of seed %d; live one alone with -Dsimulation.replay=<world> -Dsimulation.nudges%n%s",
                    complaints.size(),
                    SEED,
                    String.join("\n\n", complaints.subList(0, Math.min(3, complaints.size()))));
        }
        assertThat(tally.text()).contains("nudge coming=", "nudge already=", "nudge closed=");
    }

    @Test
    @DisabledIfSystemProperty(named = "simulation.replay", matches = ".+")
    void whatOnceFailedDoesNotFailAgain() {
        assertThat(complaints(ONCE_FAILED)).isEmpty();
        nudging = true;
        assertThat(complaints(ONCE_FAILED_NUDGING)).isEmpty();
    }

    private List<String> complaints(long[] worlds) {
        return LongStream.of(worlds)
                .parallel()
                .mapToObj(this::complaint)
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable String complaint(long number) {
        var world = world(number, false);
        var complaints = world.live();
        tally.add(world.tally);
        if (complaints.isEmpty()) {
            return null;
        }
        var again = world(number, true);
        again.live();
        return "world " + number + ":\n" + String.join("\n", complaints) + "\n" + tail(again.trace());
    }

    private World world(long number, boolean traced) {
        return nudging ? World.nudging(number, traced) : new World(number, Sabotage.NONE, traced);
    }

    private static String tail(List<String> trace) {
        return String.join("\n", trace.subList(Math.max(0, trace.size() - 400), trace.size()));
    }

    @Test
    @EnabledIfSystemProperty(named = "simulation.replay", matches = ".+")
    void oneWorldIsLivedAgain() {
        nudging = System.getProperty("simulation.nudges") != null;
        var world = world(Long.getLong("simulation.replay"), true);
        var complaints = world.live();
        System.out.println(String.join("\n", world.trace()));

        assertThat(complaints).isEmpty();
    }
}
