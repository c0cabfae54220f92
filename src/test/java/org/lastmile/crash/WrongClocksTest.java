package org.lastmile.crash;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lastmile.Lastmile;
import org.lastmile.crash.Logbook.Call;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;
import org.lastmile.store.Servers;

/**
 * Three processes share a database, and one of them is an hour fast, one an hour slow: whoever schedules, and whoever sends, it is
 * as if all clocks were right, since the database's counts.
 */
class WrongClocksTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path folder;

    @Test
    void changeNothing() throws Exception {
        var ahead = Map.of("right", Duration.ZERO, "fast", HOUR, "slow", HOUR.negated());
        var due = Instant.now().plus(45, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
        var hosts = new LinkedHashMap<String, ChildJvm>();
        try (var pool = Servers.postgres();
                var store = Party.store(pool.getJdbcUrl());
                var lastmile = Lastmile.builder()
                        .store(store)
                        .servedElsewhere("email")
                        .notifier("none", reminder -> null)
                        .build()) {
            for (var name : List.of("right", "fast", "slow")) {
                hosts.put(name, start(name, ahead.get(name), pool.getJdbcUrl(), due));
            }
            for (var host : hosts.entrySet()) {
                host.getValue().awaitLine("ready");
                // A newer JVM has remarks of its own on what a test does to it.
                var itsNow = host.getValue().said().stream()
                        .filter(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT.*Z"))
                        .map(Instant::parse)
                        .findFirst()
                        .orElseThrow();
                var really = Instant.now().plus(ahead.get(host.getKey()));
                assertThat(itsNow).as(host.getKey()).isBetween(really.minus(HOUR.dividedBy(2)), really.plusSeconds(1));
            }
            for (var host : hosts.values()) {
                say(host, "schedule");
            }
            int all = hosts.size() * ClockedHost.GUESTS;
            Patience.until(
                    "all are told",
                    Duration.ofMinutes(2),
                    () -> calls(hosts.keySet()).size() >= all);
            // Now that nothing is left to do, each of them looks for more.
            for (var host : hosts.values()) {
                say(host, "run");
            }
            for (var host : hosts.values()) {
                host.tell("end");
                assertThat(host.awaitEnd()).isZero();
            }
            assertThat(calls(hosts.keySet()).stream().map(Call::reminder))
                    .hasSize(all)
                    .doesNotHaveDuplicates()
                    .allMatch(id -> id.endsWith("/2.0.0"));
            for (var name : hosts.keySet()) {
                isAsItShouldBe(lastmile, name, due);
            }
        } finally {
            hosts.values().forEach(ChildJvm::close);
        }
    }

    private static void isAsItShouldBe(Lastmile lastmile, String goal, Instant due) {
        assertThat(lastmile.history(goal).stream().map(entry -> entry.state()).collect(toSet()))
                .as(goal)
                .contains(ReminderState.SENT)
                .isSubsetOf(ReminderState.SENT, ReminderState.LATE);
        assertThat(lastmile.open(goal, "reply", null, 100).items())
                .as(goal)
                .hasSize(ClockedHost.GUESTS)
                .allSatisfy(row -> {
                    assertThat(row.state()).isEqualTo(Standing.State.OPEN);
                    assertThat(row.nextAt()).isEqualTo(due.minus(Duration.ofMinutes(15)));
                });
    }

    private ChildJvm start(String name, Duration ahead, String place, Instant due) throws Exception {
        return ChildJvm.start(
                System.getProperty("java.class.path"),
                List.of(WrongClock.options(folder, ahead)),
                ClockedHost.class.getName(),
                place,
                folder.resolve(name).toString(),
                name,
                due.toString());
    }

    private static void say(ChildJvm host, String line) throws Exception {
        host.tell(line);
        host.awaitLine("done");
    }

    private List<Call> calls(Iterable<String> names) {
        var calls = new ArrayList<Call>();
        names.forEach(name -> calls.addAll(new Logbook(folder.resolve(name)).calls()));
        return calls;
    }
}
