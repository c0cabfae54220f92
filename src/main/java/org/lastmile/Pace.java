package org.lastmile;

/**
 * How time passes in this process. Neither clock says what time it is: the one may stand still while a machine sleeps, the other is
 * set by people.
 */
interface Pace {
    /** This machine's. */
    Pace SYSTEM = new Pace() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public long wallMillis() {
            return System.currentTimeMillis();
        }
    };

    /** As {@link System#nanoTime()}. */
    long nanos();

    /** As {@link System#currentTimeMillis()}. */
    long wallMillis();
}
