package org.lastmile.store.jdbc;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/**
 * A table as statements see it. Rows of values are in the order of {@code columns}, or of the columns a method names.
 *
 * <p>Immutable and thread-safe.
 */
final class Table {
    private final String name;
    private final List<Column> key;
    private final List<Column> rest;
    private final List<Column> columns;

    /**
     * @param name with the prefix
     * @param key what tells its rows apart
     * @param rest all other columns that are read and written
     */
    Table(String name, List<Column> key, List<Column> rest) {
        this.name = name;
        this.key = key;
        this.rest = rest;
        columns = concat(key, rest);
    }

    String name() {
        return name;
    }

    List<Column> key() {
        return key;
    }

    List<Column> rest() {
        return rest;
    }

    /** All columns, those of the key first. */
    List<Column> columns() {
        return columns;
    }

    /** The columns for a select list, each behind the alias. */
    String list(String alias) {
        return list(alias, columns());
    }

    static String list(String alias, List<Column> columns) {
        return columns.stream().map(column -> alias + "." + column.name()).collect(joining(", "));
    }

    static String names(List<Column> columns) {
        return columns.stream().map(Column::name).collect(joining(", "));
    }

    static List<Column> concat(List<Column> first, List<Column> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
