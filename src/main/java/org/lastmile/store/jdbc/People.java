package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.Dialect.Lock;

/** Finds recipients; one that cannot be read harms no other. */
final class People {
    /**
     * A recipient's place.
     *
     * @param goal the goal's number
     * @param number the recipient's number in the goal
     */
    record Person(long goal, int number) {
        static Person of(FollowUp.Key key) {
            return new Person(key.goal(), key.member());
        }
    }

    /**
     * What is known of a recipient.
     *
     * @param recipient who it is; {@code null} if the row cannot be read
     * @param failure why not
     */
    record Known(
            Person person,
            @Nullable Recipient recipient,
            @Nullable RuntimeException failure) {
        static Known in(Map<Person, Known> people, Person person) {
            return people.getOrDefault(
                    person, new Known(person, null, new IllegalStateException("recipient is missing")));
        }

        /** {@code null} if it cannot be read. */
        @Nullable
        String id() {
            return recipient == null ? null : recipient.id();
        }

        /** @throws StoreException if it cannot be read */
        Recipient orThrow() {
            if (recipient == null) {
                throw new StoreException(
                        "recipient number " + person.number() + " of goal number " + person.goal() + " cannot be read",
                        failure);
            }
            return recipient;
        }
    }

    private final Table table;
    private final Dialect dialect;

    People(Table table, Dialect dialect) {
        this.table = table;
        this.dialect = dialect;
    }

    Map<Person, Known> find(Connection connection, Collection<Person> people) throws SQLException {
        List<@Nullable Object[]> keys = people.stream()
                .distinct()
                .map(person -> new @Nullable Object[] {person.goal(), person.number()})
                .toList();
        var found = new HashMap<Person, Known>();
        dialect.select(connection, table, table.columns(), keys, Lock.NONE, row -> {
            var person = new Person(row.getLong(1), row.getInt(2));
            return found.put(person, known(person, new Fields(row, 3)));
        });
        return found;
    }

    static Known known(Person person, Fields fields) throws SQLException {
        try {
            return new Known(person, MemberRows.read(fields), null);
        } catch (RuntimeException e) {
            return new Known(person, null, e);
        }
    }
}
