package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lastmile.store.StoreException;
import org.lastmile.store.jdbc.JdbcStore.SchemaMode;

/**
 * The tables: numbered files in the jar, and a table that says which of them have been run.
 *
 * <p>Its main method prints them, for those who let another tool run them.
 */
public final class Schema {
    private final Dialect dialect;
    private final Tables tables;
    private final SchemaFiles files;

    Schema(Dialect dialect, Tables tables) {
        this(dialect, tables, SchemaFiles.of(dialect.folder()));
    }

    /** With other files than the jar's, for tests. */
    Schema(Dialect dialect, Tables tables, SchemaFiles files) {
        this.dialect = dialect;
        this.tables = tables;
        this.files = files;
    }

    /**
     * Prints the statements that make the tables, all versions in their order.
     *
     * @param arguments the database: {@code postgresql}, {@code mariadb}, {@code mysql} or {@code h2}; then, if it is not {@code
     *     lm_}, what the names of the tables begin with; then, if wanted, the schema they are in
     */
    public static void main(String... arguments) {
        if (arguments.length < 1 || arguments.length > 3 || !SchemaFiles.DATABASES.contains(arguments[0])) {
            System.err.println("usage: java -cp lastmile.jar org.lastmile.store.jdbc.Schema "
                    + String.join("|", SchemaFiles.DATABASES) + " [prefix, lm_ unless told] [schema]");
            return;
        }
        var tables =
                new Tables(arguments.length > 2 ? arguments[2] : null, arguments.length > 1 ? arguments[1] : "lm_");
        System.out.print(SchemaFiles.script(arguments[0], tables));
    }

    /**
     * Makes the tables, or sees that they are there, or trusts that they are.
     *
     * @return whether older ones may have been brought up to date
     */
    boolean prepare(Connection connection, SchemaMode mode) throws SQLException {
        boolean migrated = mode == SchemaMode.MIGRATE && migrate(connection);
        if (mode != SchemaMode.NONE) {
            validate(connection);
        }
        return migrated;
    }

    private boolean migrate(Connection connection) throws SQLException {
        var catalog = new Catalog(connection, tables);
        if (!catalog.hasSchema()) {
            throw new StoreException(
                    "the database has no schema " + tables.schema() + "; CREATE SCHEMA " + tables.schema(), null);
        }
        if (isCurrent(connection, catalog)) {
            // Nor is a right to make tables asked for, then.
            return false;
        }
        // Where the database has no lock that outlasts a DDL statement, this one orders the stores of the process.
        synchronized (Schema.class) {
            var unlocking = dialect.lockSchema(connection);
            try {
                run(connection);
            } finally {
                unlocking.run();
            }
        }
        return true;
    }

    private boolean isCurrent(Connection connection, Catalog catalog) throws SQLException {
        return !catalog.columns(tables.version).isEmpty() && installed(connection) >= files.version();
    }

    private void run(Connection connection) throws SQLException {
        Sql.execute(connection, SchemaFiles.versionTable(tables));
        for (int version = installed(connection) + 1; version <= files.version(); version++) {
            for (var statement : SchemaFiles.statements(dialect.ddl(files.read(version)), tables)) {
                Sql.execute(connection, statement);
            }
            var row = new @Nullable Object[] {version, files.name(version), dialect.now(connection)};
            var table = tables.version;
            dialect.insertAbsent(
                    connection, table.name(), table.columns(), table.key(), List.<@Nullable Object[]>of(row));
        }
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
        var missing = new Catalog(connection, tables).missing(files.indexes(tables));
        if (!missing.isEmpty()) {
            throw new StoreException(
                    "the database lacks " + String.join(", ", missing)
                            + "; run what org.lastmile.store.jdbc.Schema prints for " + dialect.folder()
                            + ", or let the store do so with SchemaMode.MIGRATE",
                    null);
        }
        int version = installed(connection);
        if (version < files.version() || version > files.version() + 1) {
            throw new StoreException(
                    "the tables \"" + tables.prefix() + "\" have version " + version + "; this release runs on "
                            + files.version() + " and " + (files.version() + 1),
                    null);
        }
    }
}
