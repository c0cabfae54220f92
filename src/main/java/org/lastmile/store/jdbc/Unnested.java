package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows that go to PostgreSQL in one statement: an array for each column, or one value for a column that is alike in all of them, as
 * most are where many people are asked the same.
 */
final class Unnested {
    private static final int BATCH = 1_000;
    /** With fewer rows, a statement of its own for each choice of columns costs more than the arrays that it saves. */
    private static final int MANY = 100;

    private final List<Column> columns;
    private final List<@Nullable Object[]> rows;
    private final boolean[] alike;

    /** @param keys so many columns at the end get arrays in any case, since an index is to be used by them */
    private Unnested(List<Column> columns, List<@Nullable Object[]> rows, int keys) {
        this.columns = columns;
        this.rows = rows;
        this.alike = new boolean[columns.size()];
        boolean differ = keys > 0;
        for (int i = 0; i < columns.size() - keys; i++) {
            alike[i] = rows.size() >= MANY && isAlike(i);
            differ |= !alike[i];
        }
        alike[0] &= differ;
    }

    /** The rows in batches. */
    static List<Unnested> batches(List<Column> columns, List<@Nullable Object[]> rows, int keys) {
        var batches = new ArrayList<Unnested>();
        for (int from = 0; from < rows.size(); from += BATCH) {
            batches.add(new Unnested(columns, rows.subList(from, Math.min(rows.size(), from + BATCH)), keys));
        }
        return batches;
    }

    private boolean isAlike(int column) {
        var first = rows.get(0)[column];
        for (var row : rows) {
            if (!Objects.equals(row[column], first)) {
                return false;
            }
        }
        return true;
    }

    /** What stands for a column's value in front of {@link #from()}, whose parameters come behind. */
    String value(int column) {
        return alike[column]
                ? "?::" + columns.get(column).kind().arrayType
                : "n." + columns.get(column).name();
    }

    /** All columns' values. */
    String values() {
        return IntStream.range(0, columns.size()).mapToObj(this::value).collect(joining(", "));
    }

    /** The arrays as a table {@code n}. */
    String from() {
        var arrays = IntStream.range(0, columns.size())
                .filter(column -> !alike[column])
                .mapToObj(columns::get)
                .toList();
        return arrays.stream()
                .map(column -> "?::" + column.kind().arrayType + "[]")
                .collect(joining(", ", "unnest(", ") AS n(" + Table.names(arrays) + ")"));
    }

    void bind(Connection connection, PreparedStatement statement) throws SQLException {
        int place = 1;
        for (int i = 0; i < alike.length; i++) {
            if (alike[i]) {
                statement.setObject(place++, rows.get(0)[i], columns.get(i).kind().jdbcType);
            }
        }
        for (int i = 0; i < alike.length; i++) {
            if (!alike[i]) {
                var kind = columns.get(i).kind();
                var values = kind.array(rows.size());
                for (int row = 0; row < values.length; row++) {
                    values[row] = rows.get(row)[i];
                }
                statement.setArray(place++, connection.createArrayOf(kind.arrayType, values));
            }
        }
    }
}
