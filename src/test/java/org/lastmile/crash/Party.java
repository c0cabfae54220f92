package org.lastmile.crash;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Step;
import org.lastmile.store.Store;
import org.lastmile.store.jdbc.JdbcStore;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A goal whose guests are all to be told at once, each by one channel, and the store it is kept in. */
final class Party {
    static final String ID = "party";

    private Party() {}

    /** So many guests of a step for each channel; the step's id is the channel's name. */
    static Goal of(int guests, String... channels) {
        var goal =
                Goal.of(ID, "Party").due(Instant.now().plus(2, ChronoUnit.DAYS).truncatedTo(ChronoUnit.DAYS));
        for (int i = 0; i < channels.length; i++) {
            var ladder = Ladder.of(Rung.afterStart(Duration.ZERO).by(channels[i]));
            var step = Step.of(channels[i], "Reply").ladder(ladder).participants(guests(guests, channels[i]));
            goal = i < channels.length - 1 ? goal.step(step) : goal.finalStep(step);
        }
        return goal;
    }

    private static List<Recipient> guests(int guests, String channel) {
        var people = new ArrayList<Recipient>();
        for (int i = 0; i < guests; i++) {
            people.add(Recipient.of(channel + "-" + i, "Guest " + i).withAddress(channel, i + "@example.org"));
        }
        return people;
    }

    /** The store at that place: a file for H2, or a URL of PostgreSQL or MariaDB. */
    static Store store(String place) {
        if (!place.startsWith("jdbc:")) {
            return JdbcStore.h2(Path.of(place));
        }
        return JdbcStore.of(source(place));
    }

    private static DataSource source(String url) {
        if (url.startsWith("jdbc:mariadb:")) {
            try {
                return new MariaDbPoolDataSource(url);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        }
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }
}
