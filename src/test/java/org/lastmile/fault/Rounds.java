package org.lastmile.fault;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.lastmile.store.Servers;

/** Plays rounds by their numbers, on servers that are started when first needed. Thread-safe. */
final class Rounds implements AutoCloseable {
    private final Path folder;
    private final AtomicLong folders = new AtomicLong();
    private final HikariDataSource pool = Servers.postgres();
    private final Object oneAtATime = new Object();
    private @Nullable MortalPostgres mortal;

    Rounds(Path folder) {
        this.folder = folder;
    }

    /** What happens in a round, and where. */
    record Kind(Fault fault, boolean onFile) {
        /** The same number gives the same kind. */
        static Kind of(long number) {
            var random = new SplittableRandom(number);
            var fault = Fault.values()[random.nextInt(Fault.values().length)];
            return new Kind(fault, fault.befallsFiles() && random.nextInt(3) > 0);
        }

        @Override
        public String toString() {
            return fault + (onFile ? " on H2" : " on PostgreSQL");
        }
    }

    Verdict play(Kind kind, Sabotage sabotage, long number) throws IOException, InterruptedException, SQLException {
        var own = Files.createDirectories(folder.resolve("round-" + folders.incrementAndGet()));
        if (kind.fault == Fault.DATABASE) {
            // The server dies for all who are on it.
            synchronized (oneAtATime) {
                if (mortal == null) {
                    mortal = MortalPostgres.start(folder.resolve("postgres"));
                }
                try (var place = Place.on(mortal.url())) {
                    return play(new Round(kind.fault, sabotage, place, mortal, own, number));
                }
            }
        }
        try (var place = kind.onFile ? Place.file(own) : Place.on(pool.getJdbcUrl())) {
            return play(new Round(kind.fault, sabotage, place, null, own, number));
        }
    }

    private static Verdict play(Round round) throws IOException, InterruptedException {
        try (round) {
            return round.live();
        }
    }

    @Override
    public void close() throws IOException {
        pool.close();
        synchronized (oneAtATime) {
            if (mortal != null) {
                mortal.close();
            }
        }
    }
}
