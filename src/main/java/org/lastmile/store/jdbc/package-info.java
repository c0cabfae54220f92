/**
 * A store in a relational database: PostgreSQL, MariaDB, or H2. Every difference between the databases is in {@code Dialect} and in
 * the numbered files of {@code schema/<database>}; every operation is a function of a connection, and {@code Transactions}
 * alone begins and ends them.
 */
@NullMarked
package org.lastmile.store.jdbc;

import org.jspecify.annotations.NullMarked;
