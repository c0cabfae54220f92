package org.lastmile.store.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.JdbcStore.SchemaMode;

/** The tables: numbered files in the jar, and a table that says which of them have been run. */
final class Schema {
    /** In their order; the first is version 1. One that was released is never changed. */
    private static final List<String> FILES =
            List.of("V1__goals_and_follow_ups.sql", "V2__notes.sql", "V3__nudges_and_reasons.sql");

    private static final int VERSION = FILES.size();

    private final Dialect dialect;
    private final Tables tables;

    Schema(Dialect dialect, Tables tables) {
        this.dialect = dialect;
        this.tables = tables;
    }

    /** Makes the tables, or sees that they are there, or trusts that they are. */
    void prepare(Connection connection, SchemaMode mode) throws SQLException {
        if (mode == SchemaMode.CREATE) {
            create(connection);
        }
        if (mode != SchemaMode.NONE) {
            validate(connection);
        }
    }

    private void create(Connection connection) throws SQLException {
        if (isCurrent(connection)) {
            // Nor is a right to make tables asked for, then.
            return;
        }
        // Where the database has no lock that outlasts a DDL statement, this one orders the stores of the process.
        synchronized (Schema.class) {
            dialect.lockSchema(connection);
            run(connection, versionTable());
            for (int version = installed(connection) + 1; version <= VERSION; version++) {
                var file = FILES.get(version - 1);
                for (var statement : statements(read(file))) {
                    run(connection, statement);
                }
                var row = new @Nullable Object[] {version, file, dialect.now(connection)};
                var table = tables.version;
                dialect.insertAbsent(
                        connection, table.name(), table.columns(), table.key(), List.<@Nullable Object[]>of(row));
            }
        }
    }

    private boolean isCurrent(Connection connection) throws SQLException {
        return !columns(connection, tables.version.name()).isEmpty() && installed(connection) >= VERSION;
    }

    private String versionTable() {
        return "CREATE TABLE IF NOT EXISTS " + tables.version.name()
                + " (version integer PRIMARY KEY, script varchar(200) NOT NULL, installed_at bigint NOT NULL)";
    }

    private int installed(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        "SELECT COALESCE(MAX(version), 0) FROM " + tables.version.name(),
                        row -> row.getInt(1))
                .orElse(0);
    }

    /** @throws StoreException if something is missing; the message says what */
    private void validate(Connection connection) throws SQLException {
        var missing = new ArrayList<String>();
        var all = new ArrayList<>(List.of(tables.version));
        all.addAll(tables.all());
        for (var table : all) {
            var found = columns(connection, table.name());
            if (found.isEmpty()) {
                missing.add("table " + table.name());
                continue;
            }
            for (var column : table.columns()) {
                if (!found.contains(column.name())) {
                    missing.add("column " + table.name() + "." + column.name());
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new StoreException(
                    "the database lacks " + String.join(", ", missing)
                            + "; run the files of org/lastmile/store/jdbc/schema/" + dialect.folder()
                            + ", or let the store do so with SchemaMode.CREATE",
                    null);
        }
        int version = installed(connection);
        if (version < VERSION || version > VERSION + 1) {
            throw new StoreException(
                    "the tables \"" + tables.prefix() + "\" have version " + version + "; this release runs on "
                            + VERSION + " and " + (VERSION + 1),
                    null);
        }
    }

    private static Set<String> columns(Connection connection, String table) throws SQLException {
        var metaData = connection.getMetaData();
        var name = metaData.storesUpperCaseIdentifiers() ? table.toUpperCase(Locale.ROOT) : table;
        var pattern = name.replace("_", metaData.getSearchStringEscape() + "_");
        var columns = new HashSet<String>();
        try (var found = metaData.getColumns(connection.getCatalog(), schema(connection, metaData), pattern, null)) {
            while (found.next()) {
                columns.add(found.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    private static @Nullable String schema(Connection connection, DatabaseMetaData metaData) throws SQLException {
        var schema = connection.getSchema();
        return schema == null ? null : schema.replace("_", metaData.getSearchStringEscape() + "_");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> statements(String file) {
        var code = Arrays.stream(file.split("\n"))
                .filter(line -> !line.startsWith("--"))
                .collect(Collectors.joining("\n"))
                .replace("${prefix}", tables.prefix());
        return Arrays.stream(code.split(";\\s*(\n|$)"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }

    private String read(String file) {
        var path = "schema/" + dialect.folder() + "/" + file;
        try (var in = Schema.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new StoreException(path + " is not in the jar of Lastmile", null);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
