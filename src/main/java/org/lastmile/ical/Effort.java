package org.lastmile.ical;

/** How much work the recurrence rules of one file may still make, so that a hostile one is refused instead of obeyed. Not thread-safe. */
final class Effort {
    /** What it costs when ical4j looks for an occurrence where there is none. */
    static final int IN_VAIN = 1_000;

    private int left = 1_000_000;

    void spend(int steps, Place place) {
        left -= steps;
        if (left < 0) {
            throw place.refuse("RRULE takes too many steps, with the other rules of the file, to find an occurrence; "
                    + "let DTSTART begin later, or split the file");
        }
    }
}
