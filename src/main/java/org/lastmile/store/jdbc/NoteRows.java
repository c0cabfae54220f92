package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notes as rows, one for each name. */
final class NoteRows {
    private final Table table;
    private final Dialect dialect;

    NoteRows(Table table, Dialect dialect) {
        this.table = table;
        this.dialect = dialect;
    }

    Optional<String> read(Connection connection, String name) throws SQLException {
        return Sql.first(
                connection, "SELECT text FROM " + table.name() + " WHERE name = ?", row -> row.getString(1), name);
    }

    /** The text, as it is kept from now on. */
    String write(Connection connection, String name, String text) throws SQLException {
        if (Sql.update(connection, "UPDATE " + table.name() + " SET text = ? WHERE name = ?", text, name) == 0) {
            var row = new @Nullable Object[] {name, text};
            dialect.insertAbsent(
                    connection, table.name(), table.columns(), table.key(), List.<@Nullable Object[]>of(row));
        }
        return text;
    }
}
