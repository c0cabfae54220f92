package org.lastmile.soak;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.lastmile.Answer;
import org.lastmile.Lastmile;
import org.lastmile.goal.Move;
import org.lastmile.store.jdbc.JdbcStore;

/**
 * A host in little memory that is under load until everything is sent: beside what is due it takes answers and moves goals.
 *
 * <p>Arguments: the URL, how many are far off, the minutes, the first instant in milliseconds, and the file for what it has to report.
 */
final class SoakHost {
    /** So many people of each goal that falls due answer before. */
    private static final int ANSWERS = 2;
    /** So many ticks before their reminder. */
    private static final int EARLIER = 20;

    private static final int TICKS_FOR_A_MOVE = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Load load;
    private final DataSource source;
    private final Ear ear = new Ear();
    private final ArrayList<Sample> samples = new ArrayList<>();
    private int answers;
    private int moves;

    private SoakHost(Load load, DataSource source) {
        this.load = load;
        this.source = source;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        var config = new HikariConfig();
        config.setJdbcUrl(arguments[0]);
        config.setMaximumPoolSize(10);
        var load = new Load(
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Instant.ofEpochMilli(Long.parseLong(arguments[3])));
        try (var pool = new HikariDataSource(config)) {
            var lines = new SoakHost(load, pool).run();
            Files.write(Path.of(arguments[4]), lines);
        }
    }

    private ArrayList<String> run() throws SQLException {
        try (var store = JdbcStore.of(source);
                var lastmile =
                        Lastmile.builder().store(store).notifier("email", ear).start()) {
            int goals = load.goalsDue();
            for (int tick = 0; tick < goals; tick++) {
                sleepUntil(load.dueAt(tick).minusMillis((long) EARLIER * Load.TICK_MILLIS));
                act(lastmile, tick);
                if ((tick + 1) % (goals / 10) == 0 && samples.size() < 10) {
                    samples.add(sample(samples.size() + 1));
                }
            }
            var end = Instant.now().plus(PATIENCE);
            while (ear.missing(load.remindersDue()) > 0 && Instant.now().isBefore(end)) {
                pause(100);
            }
        }
        var lines = new ArrayList<String>();
        lines.add(ear.outcome(load.remindersDue(), answers, moves).line());
        samples.forEach(sample -> lines.add(sample.toString()));
        return lines;
    }

    private void act(Lastmile lastmile, int tick) {
        for (int person = 0; person < ANSWERS; person++) {
            var answer = lastmile.complete(Load.dueId(tick), Load.STEP, Load.person(person));
            if (answer.kind() == Answer.Kind.STOPPED) {
                answers++;
                if (answer.inFlight().isEmpty()) {
                    ear.silent(tick * Load.PEOPLE_DUE + person);
                }
            }
        }
        if (tick % TICKS_FOR_A_MOVE == 0) {
            int far = tick / TICKS_FOR_A_MOVE % load.goalsFarOff();
            moves += lastmile.reschedule(Load.farOffId(far), Move.to(load.moved(tick))) ? 1 : 0;
        }
    }

    private Sample sample(int tenth) throws SQLException {
        System.gc();
        var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1_024;
        int threads = ManagementFactory.getThreadMXBean().getThreadCount();
        try (var connection = source.getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),"
                                + " pg_total_relation_size('lm_follow_up') / 1024,"
                                + " (SELECT n_dead_tup FROM pg_stat_user_tables WHERE relname = 'lm_follow_up')")) {
            row.next();
            return new Sample(tenth, heap, threads, row.getInt(1), row.getLong(2), row.getLong(3));
        }
    }

    private static void sleepUntil(Instant instant) {
        for (var left = Duration.between(Instant.now(), instant); left.toMillis() > 0; ) {
            pause(left.toMillis());
            left = Duration.between(Instant.now(), instant);
        }
    }

    private static void pause(long millis) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
