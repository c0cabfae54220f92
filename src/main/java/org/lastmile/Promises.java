package org.lastmile;

import java.time.Instant;
import java.util.Map;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Judge;
import org.lastmile.plan.Judgement;
import org.lastmile.plan.Terms;

/** Finds what was promised for a follow-up, and what it therefore waits for. */
final class Promises {
    private final Map<String, BusinessCalendar> calendars;
    private final Routes routes;

    Promises(Map<String, BusinessCalendar> calendars, Routes routes) {
        this.calendars = Map.copyOf(calendars);
        this.routes = routes;
    }

    /** @throws IllegalArgumentException if no calendar of that name is registered on this node */
    BusinessCalendar calendar(Goal goal) {
        var name = goal.calendar();
        if (name == null) {
            return BusinessCalendar.WEEKDAYS;
        }
        var calendar = calendars.get(name);
        if (calendar == null) {
            throw new IllegalArgumentException("goal \"" + goal.id() + "\" counts business days by calendar \"" + name
                    + "\"; register it with Lastmile.builder().calendar(\"" + name + "\", …)");
        }
        return calendar;
    }

    /** Whether some node is known to serve that channel. */
    boolean isKnown(Channel channel) {
        return routes.isKnown(channel);
    }

    Terms terms(Goal goal, FollowUp.Key key, Recipient recipient, Standing standing) {
        return Terms.of(goal, goal.steps().get(key.step()), recipient, key.seat(), standing, calendar(goal));
    }

    /** What a follow-up waits for after that instant. */
    Cursor cursor(Terms terms, Standing standing, Instant now) {
        return cursor(terms, Judge.next(terms, standing, now));
    }

    Cursor cursor(Terms terms, Judgement.Next next) {
        var rung = next.rung();
        if (rung == null) {
            return Cursor.engine(next.due());
        }
        int position = routes.reach(rung.definition(), terms.recipient(), 0);
        var lane = routes.lane(rung.definition(), position);
        return new Cursor(next.due(), lane, rung.rung(), rung.repetition(), Math.max(0, position), 0);
    }
}
