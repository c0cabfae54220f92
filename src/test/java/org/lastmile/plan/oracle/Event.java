package org.lastmile.plan.oracle;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.QuietHours;

/** Something that happens to a follow-up. What is not allowed at that moment is refused, and nothing comes of it. */
public sealed interface Event {
    /** When it happens. */
    Instant at();

    /** Nobody judges from then until then; people's answers are taken all the same. */
    record Outage(Instant at, Instant until) implements Event {}

    /** Looked at, though nothing is due. */
    record Look(Instant at) implements Event {}

    record Touch(Instant at) implements Event {}

    record Hold(Instant at, Instant until, boolean isAcknowledgement) implements Event {}

    record Close(Instant at, Outcome how) implements Event {}

    record MoveGoal(Instant at, Deadline to) implements Event {}

    record Extend(Instant at, Deadline to) implements Event {}

    record ChangeZone(Instant at, @Nullable ZoneId to) implements Event {}

    record ChangeQuietHours(Instant at, @Nullable QuietHours to) implements Event {}
}
