package org.lastmile.bench;

import java.time.Instant;

/** Somebody who reminds, and is measured. First it is filled, then it works. */
interface Contender extends AutoCloseable {
    /** Makes its tables. Without this, it joins others of its kind on a database that is filled already. */
    void prepare();

    /** Rows that are due since that instant, all of them. */
    void overdue(long count, Instant since);

    /** Rows that will be due from that instant on, one a second, and do not matter until then. */
    void pending(long count, Instant from);

    /** Begins to work on what is due. */
    void start(Ear ear);

    /** How many reminders it has recorded as done, so that it will not send them again. */
    long recorded();

    /** Stops working. */
    @Override
    void close();
}
