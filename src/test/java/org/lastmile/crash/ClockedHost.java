package org.lastmile.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.lastmile.Lastmile;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;

/**
 * A host application that says what time it is by its own clock, works in the background, and schedules a goal ("schedule"), looks
 * at what is due ("run") or ends when it is told to.
 *
 * <p>Arguments: the store's place, the logbook, the id of its goal, and when that is due.
 */
final class ClockedHost {
    static final int GUESTS = 30;

    private ClockedHost() {}

    public static void main(String[] arguments) throws IOException {
        var told = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var store = Party.store(arguments[0]);
                var lastmile = Lastmile.builder()
                        .store(store)
                        .poll(Duration.ofMillis(100))
                        .notifier("email", Logbook.unsynced(Path.of(arguments[1])))
                        .start()) {
            System.out.println(Instant.now());
            System.out.println("ready");
            for (var line = told.readLine(); line != null && !line.equals("end"); line = told.readLine()) {
                if (line.equals("schedule")) {
                    lastmile.schedule(goal(arguments[2], Instant.parse(arguments[3])));
                } else {
                    lastmile.runDue();
                }
                System.out.println("done");
            }
        }
    }

    /** Of its rungs one is late if it is due in less than 50 minutes, one comes at once, and two are still ahead. */
    static Goal goal(String id, Instant due) {
        var guests = new ArrayList<Recipient>();
        for (int i = 0; i < GUESTS; i++) {
            guests.add(Recipient.of("guest-" + i, "Guest " + i).withAddress("email", i + "@example.org"));
        }
        return Goal.of(id, "Party")
                .due(due)
                .finalStep(Step.of("reply", "Reply")
                        .ladder(Ladder.of(
                                Rung.before(Duration.ofMinutes(50)).by("email"),
                                Rung.afterStart(Duration.ZERO).by("email"),
                                Rung.before(Duration.ofMinutes(15)).by("email"),
                                Rung.after(Duration.ofMinutes(5)).by("email")))
                        .participants(guests));
    }
}
