package org.lastmile.plan;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.OpeningHours;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.goal.TimePolicy;

/**
 * What was promised for one follow-up: all that its plan depends on, besides its {@link Standing}.
 *
 * <p>Immutable and thread-safe.
 */
public final class Terms {
    private final Goal goal;
    private final Step step;
    private final Recipient recipient;
    private final int seat;
    private final Deadline deadline;
    private final BusinessCalendar calendar;

    private Terms(Goal goal, Step step, Recipient recipient, int seat, Deadline deadline, BusinessCalendar calendar) {
        this.goal = goal;
        this.step = step;
        this.recipient = recipient;
        this.seat = seat;
        this.deadline = deadline;
        this.calendar = calendar;
    }

    /**
     * The terms of a follow-up.
     *
     * @param seat {@link FollowUp#PARTICIPANT}, or an overseer's
     * @throws IllegalArgumentException if the step's deadline cannot be found
     */
    public static Terms of(
            Goal goal, Step step, Recipient recipient, int seat, Standing standing, BusinessCalendar calendar) {
        var extension = standing.extension();
        var deadline = extension != null
                ? extension
                : StepDeadlines.of(goal, step, standing.arming().activatedAt(), calendar);
        return new Terms(goal, step, recipient, seat, deadline, calendar);
    }

    /** By when it is due: the follow-up's own extension, else the step's deadline (rule R1). */
    public Deadline deadline() {
        return deadline;
    }

    /** The zone of its rungs: the recipient's, else the goal's (R4). */
    public ZoneId zone() {
        var own = recipient.zone();
        return own == null ? goal.zone() : own;
    }

    /** When it is missed if still open (R13). */
    public Instant missAt() {
        return deadline.instant().plus(policy().grace());
    }

    public Ladder ladder() {
        return Objects.requireNonNull(step.ladder(), "ladder");
    }

    public Recipient recipient() {
        return recipient;
    }

    ZoneId goalZone() {
        return goal.zone();
    }

    @Nullable
    QuietHours quietHours() {
        return recipient.quietHours();
    }

    TimePolicy policy() {
        return goal.policy();
    }

    BusinessCalendar calendar() {
        return calendar;
    }

    @Nullable
    OpeningHours opening() {
        return step.opening();
    }

    /** Whether the rung speaks to whoever has this seat. */
    boolean isFor(Rung rung) {
        var audience = rung.audience();
        if (isParticipant()) {
            return audience.isParticipant();
        }
        return goal.holders(audience).stream().anyMatch(holder -> holder.id().equals(recipient.id()));
    }

    boolean isParticipant() {
        return seat == FollowUp.PARTICIPANT;
    }

    /** The terms of those who are told of this participant (R17). */
    List<Terms> overseers() {
        var overseers = new ArrayList<Terms>();
        for (var overseer : goal.overseers(step)) {
            overseers.add(new Terms(goal, step, overseer, FollowUp.OVERSEER, deadline, calendar));
        }
        return overseers;
    }

    /** The terms of the steps that begin if this one is missed (R13), each as for somebody in the goal's zone. */
    List<Terms> recoveries(Standing begun) {
        var recoveries = new ArrayList<Terms>();
        for (var other : goal.steps()) {
            if (step.id().equals(other.recovers())) {
                var anybody = Recipient.of("anybody", "anybody");
                recoveries.add(of(goal, other, anybody, FollowUp.PARTICIPANT, begun, calendar));
            }
        }
        return recoveries;
    }
}
