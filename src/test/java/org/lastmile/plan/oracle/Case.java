package org.lastmile.plan.oracle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Step;

/**
 * The life of one participant of one step.
 *
 * @param seed it was rolled from
 * @param goal with all its steps
 * @param step the one that is followed
 * @param start when the participant begins it
 * @param events in the order in which they happen
 */
record Case(long seed, Goal goal, Step step, Recipient recipient, DayOff calendar, Instant start, List<Event> events) {

    /** A business calendar that can be printed. */
    record DayOff(Set<Integer> weekend, Set<LocalDate> holidays) implements BusinessCalendar {
        @Override
        public boolean isBusinessDay(LocalDate date) {
            return !weekend.contains(date.getDayOfWeek().getValue()) && !holidays.contains(date);
        }
    }

    /** Everything that is needed to play it again, for people. */
    String text() {
        var text = new StringBuilder("case ").append(seed).append('\n');
        text.append("  goal due ").append(goal.due()).append(", zone ").append(goal.zone());
        text.append(", ").append(goal.policy()).append('\n');
        for (var each : goal.steps()) {
            text.append("  step ").append(each.id()).append(" due ").append(each.due());
            text.append(", open ").append(each.opening()).append(each == step ? ", followed\n" : "\n");
        }
        var rungs = step.ladder().rungs();
        for (int i = 0; i < rungs.size(); i++) {
            text.append("  #").append(i + 1).append(' ').append(rungs.get(i)).append('\n');
        }
        var recovery = goal.findStep("recovery");
        if (recovery != null) {
            text.append("  recovery ").append(recovery.ladder()).append('\n');
        }
        var owner = goal.owner();
        if (owner != null) {
            text.append("  owner in ").append(owner.zone());
            text.append(", quiet ").append(owner.quietHours()).append('\n');
        }
        text.append("  recipient in ").append(recipient.zone());
        text.append(", quiet ").append(recipient.quietHours()).append('\n');
        text.append("  weekend ")
                .append(calendar.weekend())
                .append(", holidays ")
                .append(calendar.holidays());
        text.append("\n  begins ").append(start).append('\n');
        events.forEach(event -> text.append("  ").append(event).append('\n'));
        return text.toString();
    }
}
