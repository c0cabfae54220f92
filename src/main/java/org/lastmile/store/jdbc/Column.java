package org.lastmile.store.jdbc;

import java.sql.Types;

/** A column, with the type its parameters must have: with another one, an index may not be used. */
record Column(String name, Kind kind) {
    enum Kind {
        LONG(Types.BIGINT, "int8", "BIGINT"),
        INT(Types.INTEGER, "int4", "INTEGER"),
        SHORT(Types.SMALLINT, "int2", "SMALLINT"),
        TEXT(Types.VARCHAR, "text", "VARCHAR"),
        BOOLEAN(Types.BOOLEAN, "bool", "BOOLEAN");

        final int jdbcType;
        /** The element type of an array on PostgreSQL. */
        final String arrayType;
        /** What a bare parameter is cast to where the database cannot tell. */
        final String castType;

        Kind(int jdbcType, String arrayType, String castType) {
            this.jdbcType = jdbcType;
            this.arrayType = arrayType;
            this.castType = castType;
        }
    }
}
