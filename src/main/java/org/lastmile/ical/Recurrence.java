package org.lastmile.ical;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import net.fortuna.ical4j.model.Recur;
import net.fortuna.ical4j.model.TemporalAdapter;
import net.fortuna.ical4j.transform.recurrence.Frequency;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;

/**
 * The occurrences of a recurring event (RFC 5545 section 3.8.5): DTSTART, what RRULE and RDATE add, less EXDATE. Local times are
 * kept: a meeting at 9:00 stays at 9:00 when the clocks change.
 */
final class Recurrence {
    private static final int LONGEST_RULE = 500;
    private static final int LONGEST_INTERVAL = 1_000;
    private static final int MOST_TIMES_OF_DAY = 24;
    private static final LocalDateTime HORIZON = LocalDateTime.of(8999, 12, 31, 0, 0);
    private static final Set<Frequency> TOO_OFTEN = Set.of(Frequency.SECONDLY, Frequency.MINUTELY, Frequency.HOURLY);

    private final Deadline start;
    private final @Nullable ContentLine rule;
    private final List<Deadline> added;
    private final Set<String> removed = new HashSet<>();
    private final Effort effort;
    private final Place event;

    Recurrence(
            Deadline start,
            @Nullable ContentLine rule,
            List<Deadline> added,
            List<Deadline> removed,
            Effort effort,
            Place event) {
        this.start = start;
        this.rule = rule;
        this.added = added;
        this.effort = effort;
        this.event = event;
        removed.forEach(each -> this.removed.add(Event.key(each)));
    }

    /**
     * The earliest occurrence after an instant that is wanted.
     *
     * @param after null for the earliest of all
     * @throws InvitationException if the rule cannot be read, or is beyond a limit
     */
    @Nullable
    Deadline first(@Nullable Instant after, Predicate<Deadline> isWanted) {
        Predicate<Deadline> wanted = start -> (after == null || start.instant().isAfter(after)) && isWanted.test(start);
        var candidates = new ArrayList<Deadline>(added);
        candidates.add(start);
        candidates.removeIf(each -> isRemoved(each) || !wanted.test(each));
        var byRule = rule == null ? null : firstByRule(rule, after, wanted);
        if (byRule != null) {
            candidates.add(byRule);
        }
        return candidates.stream()
                .min((one, other) -> one.instant().compareTo(other.instant()))
                .orElse(null);
    }

    /** An exception by date takes away every occurrence of that day, as writers mean who give no time. */
    private boolean isRemoved(Deadline occurrence) {
        return removed.contains(Event.key(occurrence))
                || removed.contains(occurrence.date().toString());
    }

    private @Nullable Deadline firstByRule(ContentLine line, @Nullable Instant after, Predicate<Deadline> wanted) {
        var place = event.at(line.line());
        try {
            // Two days before, so that neither a zone nor the length of a day can cut off what is wanted.
            var from = after == null
                    ? null
                    : LocalDateTime.ofInstant(after, start.zone()).minusDays(2);
            if (start instanceof Deadline.OnDate day) {
                var date = from == null || from.toLocalDate().isBefore(day.date()) ? day.date() : from.toLocalDate();
                return search(recur(line, day.date()), day.date(), date, place, wanted);
            }
            var time = from == null || from.isBefore(seed()) ? seed() : from;
            return search(recur(line, seed()), seed(), time, place, wanted);
        } catch (InvitationException e) {
            throw e;
        } catch (RuntimeException e) {
            // ical4j throws what its parts throw: number formats, enum names, unsupported fields.
            throw place.refuse(
                    "RRULE is " + Place.shown(line.value())
                            + ", which is no recurrence rule (RFC 5545 section 3.3.10); correct it",
                    e);
        }
    }

    /** Where the rule counts from: the local time, in UTC for a time in UTC. */
    private LocalDateTime seed() {
        return start instanceof Deadline.AtInstant at
                ? LocalDateTime.ofInstant(at.instant(), ZoneOffset.UTC)
                : start.localDateTime();
    }

    private <T extends Temporal> Recur<T> recur(ContentLine line, T seed) {
        var place = event.at(line.line());
        var text = line.value().strip();
        var upper = text.toUpperCase(Locale.ROOT);
        if (text.length() > LONGEST_RULE) {
            throw place.refuse("RRULE is longer than " + LONGEST_RULE + " characters; shorten it");
        }
        if (upper.contains("RSCALE") || upper.contains("SKIP=")) {
            throw place.refuse(
                    "RRULE counts in another calendar (RFC 7529), which is not supported; list the dates as RDATE");
        }
        var read = new Recur<T>(text, false);
        if (TOO_OFTEN.contains(read.getFrequency())) {
            throw place.refuse("RRULE has FREQ=" + read.getFrequency()
                    + "; an invitation recurs daily, weekly, monthly or yearly");
        }
        if (upper.contains("INTERVAL=") && (read.getInterval() < 1 || read.getInterval() > LONGEST_INTERVAL)) {
            throw place.refuse("RRULE has INTERVAL=" + read.getInterval() + "; use 1 to " + LONGEST_INTERVAL);
        }
        if (upper.contains("COUNT=") && read.getCount() < 1) {
            throw place.refuse("RRULE has COUNT=" + read.getCount() + "; use 1 or more");
        }
        int timesOfDay = Math.max(1, read.getHourList().size())
                * Math.max(1, read.getMinuteList().size())
                * Math.max(1, read.getSecondList().size());
        if (timesOfDay > MOST_TIMES_OF_DAY) {
            throw place.refuse("RRULE has " + timesOfDay + " times of day; use at most " + MOST_TIMES_OF_DAY);
        }
        return new Recur.Builder<>(read).until(local(read.getUntil(), seed)).build();
    }

    /** UNTIL in the terms of the seed; ical4j would compare the two in the time zone of the JVM. */
    @SuppressWarnings("unchecked")
    private <T extends Temporal> @Nullable T local(@Nullable Temporal until, T seed) {
        if (until == null) {
            return null;
        }
        LocalDateTime last;
        if (until instanceof LocalDate date) {
            last = date.atTime(LocalTime.MAX);
        } else if (until instanceof OffsetDateTime at) {
            ZoneId zone = start instanceof Deadline.AtInstant ? ZoneOffset.UTC : start.zone();
            last = at.atZoneSameInstant(zone).toLocalDateTime();
        } else {
            last = (LocalDateTime) until;
        }
        return (T) (seed instanceof LocalDate ? last.toLocalDate() : last);
    }

    private <T extends Temporal> @Nullable Deadline search(
            Recur<T> recur, T seed, T from, Place place, Predicate<Deadline> wanted) {
        boolean ends = recur.getUntil() != null || recur.getCount() > 0;
        Temporal end = seed instanceof LocalDate ? HORIZON.toLocalDate() : HORIZON;
        // A rule with COUNT counts from the seed, and ical4j does so; any other begins at the period.
        var dates = recur.getDatesAsStream(seed, recur.getCount() > 0 ? seed : from, end, -1)
                .spliterator();
        var found = new ArrayList<Deadline>(1);
        boolean more = recur.getUntil() == null || !TemporalAdapter.isBefore(recur.getUntil(), from);
        while (more && found.isEmpty()) {
            effort.spend(1, place);
            more = dates.tryAdvance(date -> {
                var occurrence = deadline(date);
                if (!isRemoved(occurrence) && wanted.test(occurrence)) {
                    found.add(occurrence);
                }
            });
            if (!more) {
                effort.spend(Effort.IN_VAIN, place);
            }
        }
        if (found.isEmpty() && !ends) {
            throw place.refuse("RRULE gives no occurrence that is wanted; correct it");
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private Deadline deadline(Temporal date) {
        if (date instanceof LocalDate day) {
            return Deadline.of(day, start.zone());
        }
        var local = (LocalDateTime) date;
        return start instanceof Deadline.AtInstant
                ? Deadline.of(local.toInstant(ZoneOffset.UTC), start.zone())
                : Deadline.of(local, start.zone());
    }
}
