package org.lastmile.store.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fields of a result's row, one after the other in the order in which they were selected. */
final class Fields {
    private final ResultSet row;
    private int next;

    /** Begins with that column, counted from 1. */
    Fields(ResultSet row, int first) {
        this.row = row;
        this.next = first;
    }

    long aLong() throws SQLException {
        return row.getLong(next++);
    }

    int anInt() throws SQLException {
        return row.getInt(next++);
    }

    short aShort() throws SQLException {
        return row.getShort(next++);
    }

    boolean aBoolean() throws SQLException {
        return row.getBoolean(next++);
    }

    String text() throws SQLException {
        return row.getString(next++);
    }

    Instant instant() throws SQLException {
        return Instant.ofEpochMilli(aLong());
    }

    @Nullable
    Integer intOrNull() throws SQLException {
        int value = anInt();
        return row.wasNull() ? null : value;
    }

    @Nullable
    Short shortOrNull() throws SQLException {
        short value = aShort();
        return row.wasNull() ? null : value;
    }

    @Nullable
    String textOrNull() throws SQLException {
        return row.getString(next++);
    }

    @Nullable
    Instant instantOrNull() throws SQLException {
        long value = aLong();
        return row.wasNull() ? null : Instant.ofEpochMilli(value);
    }

    /** Goes on behind that many fields. */
    void skip(int fields) {
        next += fields;
    }
}
