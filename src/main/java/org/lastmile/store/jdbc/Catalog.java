package org.lastmile.store.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the database says of its tables. */
final class Catalog {
    private final DatabaseMetaData metaData;
    private final Tables tables;
    /** Where they are: some databases call it a catalog, some a schema. */
    private final @Nullable String catalog;

    private final @Nullable String schema;

    Catalog(Connection connection, Tables tables) throws SQLException {
        this.tables = tables;
        metaData = connection.getMetaData();
        var current = connection.getSchema();
        var wanted = tables.schema();
        boolean inCatalogs = current == null && !metaData.supportsSchemasInTableDefinitions();
        catalog = inCatalogs && wanted != null ? wanted : connection.getCatalog();
        schema = inCatalogs ? null : wanted != null ? stored(wanted) : current;
    }

    private String stored(String name) throws SQLException {
        return metaData.storesUpperCaseIdentifiers() ? name.toUpperCase(Locale.ROOT) : name;
    }

    private String pattern(String name) throws SQLException {
        return name.replace("_", metaData.getSearchStringEscape() + "_");
    }

    boolean hasSchema() throws SQLException {
        if (tables.schema() == null) {
            return true;
        }
        if (schema == null) {
            return names(metaData.getCatalogs(), "TABLE_CAT").contains(tables.schema());
        }
        return !names(metaData.getSchemas(catalog, pattern(schema)), "TABLE_SCHEM")
                .isEmpty();
    }

    /** The tables, columns and indexes that should be there and are not, in words. */
    List<String> missing(Map<String, String> indexes) throws SQLException {
        var missing = new ArrayList<String>();
        var absent = new HashSet<String>();
        var all = new ArrayList<>(List.of(tables.version));
        all.addAll(tables.all());
        for (var table : all) {
            var found = columns(table);
            if (found.isEmpty()) {
                absent.add(unqualified(table));
                missing.add("table " + table.name());
                continue;
            }
            for (var column : table.columns()) {
                if (!found.contains(column.name())) {
                    missing.add("column " + table.name() + "." + column.name());
                }
            }
        }
        for (var index : indexes.entrySet()) {
            var table = index.getValue();
            if (!absent.contains(table) && !indexes(table).contains(index.getKey())) {
                missing.add("index " + index.getKey() + " on " + table);
            }
        }
        return missing;
    }

    /** The names of its columns; none if there is no such table. */
    Set<String> columns(Table table) throws SQLException {
        return names(
                metaData.getColumns(
                        catalog, schema == null ? null : pattern(schema), pattern(stored(unqualified(table))), null),
                "COLUMN_NAME");
    }

    private Set<String> indexes(String table) throws SQLException {
        return names(metaData.getIndexInfo(catalog, schema, stored(table), false, true), "INDEX_NAME");
    }

    private static String unqualified(Table table) {
        return table.name().substring(table.name().indexOf('.') + 1);
    }

    private static Set<String> names(ResultSet rows, String column) throws SQLException {
        var names = new HashSet<String>();
        try (rows) {
            while (rows.next()) {
                var name = rows.getString(column);
                if (name != null) {
                    names.add(name.toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }
}
