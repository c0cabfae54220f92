package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Lane;

/**
 * The small numbers by which rows name their lane. A number once given stays; so what was read is remembered, as long as the database is
 * the same.
 *
 * <p>Thread-safe.
 */
final class Lanes {
    /** A lane without a number. Numbers are given in a transaction of their own, so that no other waits for this one. */
    static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        final transient Lane lane;

        Missing(Lane lane) {
            super("lane " + lane + " has no number yet");
            this.lane = lane;
        }
    }

    private final Table table;
    private final Dialect dialect;
    private final Map<Lane, Short> numbers = new ConcurrentHashMap<>();
    private final Map<Short, Lane> lanes = new ConcurrentHashMap<>();

    Lanes(Table table, Dialect dialect) {
        this.table = table;
        this.dialect = dialect;
    }

    /** @throws Missing if it has none */
    short number(Connection connection, Lane lane) throws SQLException {
        var number = find(connection, lane);
        if (number == null) {
            throw new Missing(lane);
        }
        return number;
    }

    /** The lane's number; {@code null} if nothing has ever waited in it. */
    @Nullable
    Short find(Connection connection, Lane lane) throws SQLException {
        var number = numbers.get(lane);
        if (number == null) {
            all(connection);
            number = numbers.get(lane);
        }
        return number;
    }

    /** @throws IllegalArgumentException if no lane has that number */
    Lane lane(Connection connection, short number) throws SQLException {
        var lane = lanes.get(number);
        if (lane == null) {
            all(connection);
            lane = lanes.get(number);
        }
        if (lane == null) {
            throw new IllegalArgumentException("lane " + number + " is not in " + table.name());
        }
        return lane;
    }

    Set<Lane> all(Connection connection) throws SQLException {
        numbers(connection);
        return Set.copyOf(numbers.keySet());
    }

    /** The numbers of the lanes that are in the table now, and can be read. */
    SortedSet<Short> numbers(Connection connection) throws SQLException {
        var found = new TreeSet<Short>();
        Sql.list(
                connection,
                "SELECT " + table.list("t") + " FROM " + table.name() + " t",
                row -> read(row) != null && found.add(row.getShort(1)));
        return found;
    }

    /** Whether a lane has that number, as far as anybody knows by now. */
    boolean isKnown(Connection connection, short number) throws SQLException {
        return lanes.containsKey(number) || numbers(connection).contains(number);
    }

    /** The lane in the first columns of a row; {@code null} if it cannot be read: what waits in it is stray then. */
    @Nullable
    Lane read(ResultSet row) throws SQLException {
        var channel = row.getString(2);
        Lane lane;
        try {
            lane = new Lane(channel.isEmpty() ? null : Channel.of(channel), row.getBoolean(3));
        } catch (IllegalArgumentException e) {
            return null;
        }
        numbers.put(lane, row.getShort(1));
        lanes.put(row.getShort(1), lane);
        return lane;
    }

    /** Forgets what was read. */
    void clear() {
        numbers.clear();
        lanes.clear();
    }

    /** Gives it a number, unless somebody else has done so. */
    void create(Connection connection, Lane lane) throws SQLException {
        var channel = lane.channel();
        dialect.insertAbsent(
                connection,
                table.name(),
                table.rest(),
                table.rest(),
                List.<@Nullable Object[]>of(
                        new @Nullable Object[] {channel == null ? "" : channel.name(), lane.urgent()}));
    }
}
