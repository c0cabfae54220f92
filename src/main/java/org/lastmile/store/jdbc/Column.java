package org.lastmile.store.jdbc;

import java.sql.Types;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A column, with the type its parameters must have: with another one, an index may not be used. */
record Column(String name, Kind kind) {
    enum Kind {
        LONG(Types.BIGINT, "int8", "BIGINT", Long[]::new),
        INT(Types.INTEGER, "int4", "INTEGER", Integer[]::new),
        SHORT(Types.SMALLINT, "int2", "SMALLINT", Short[]::new),
        TEXT(Types.VARCHAR, "text", "VARCHAR", String[]::new),
        BOOLEAN(Types.BOOLEAN, "bool", "BOOLEAN", Boolean[]::new);

        final int jdbcType;
        /** The element type of an array on PostgreSQL. */
        final String arrayType;
        /** What a bare parameter is cast to where the database cannot tell. */
        final String castType;

        private final IntFunction<@Nullable Object[]> arrays;

        Kind(int jdbcType, String arrayType, String castType, IntFunction<@Nullable Object[]> arrays) {
            this.jdbcType = jdbcType;
            this.arrayType = arrayType;
            this.castType = castType;
            this.arrays = arrays;
        }

        /** An empty array of the column's own Java type, which a driver sends in binary; of objects, it would send text. */
        @Nullable
        Object[] array(int length) {
            return arrays.apply(length);
        }
    }
}
