package org.lastmile.bench;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Many rows quickly: the database copies those that a contender has written itself. */
final class Copies {
    private Copies() {}

    /**
     * Copies the rows of a table so many times.
     *
     * @param where of {@code t}, the rows to be copied
     * @param changed by column: what a copy has instead, in terms of {@code t} and of the copy's number {@code g.n}
     */
    static void of(Database database, String table, String where, Map<String, String> changed, long copies) {
        if (copies > 0) {
            var columns = columns(database, table);
            database.execute("INSERT INTO " + table + " (" + String.join(", ", columns) + ") SELECT "
                    + columns.stream()
                            .map(column -> changed.getOrDefault(column, "t." + column))
                            .collect(joining(", "))
                    + " FROM " + database.numbers(copies) + ", " + table + " t WHERE t." + where);
        }
    }

    /** As they are in the contender's version of the schema. */
    private static List<String> columns(Database database, String table) {
        var names = new ArrayList<String>();
        try (var connection = database.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                names.add(rows.getMetaData().getColumnName(i).toLowerCase(Locale.ROOT));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the columns of " + table + " cannot be read", e);
        }
        return names;
    }
}
