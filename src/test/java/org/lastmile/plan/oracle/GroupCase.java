package org.lastmile.plan.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;

/**
 * A goal with several people, and what they do.
 *
 * @param dead where every send fails for good: {@code person/channel}
 * @param cap at most so many messages a person, in {@link #CAP_PER}; 0 for any number
 */
record GroupCase(long seed, Goal goal, Instant start, Set<String> dead, int cap, List<GroupEvent> events) {
    static final Duration CAP_PER = Duration.ofHours(30);

    /** What a channel is to somebody. */
    boolean isDead(Recipient who, Channel channel) {
        return dead.contains(who.id() + "/" + channel.name());
    }

    /** Everything that is needed to play it again, for people. */
    String text() {
        var text = new StringBuilder("case " + seed + ", begins " + start + ", cap " + cap + ", dead " + dead);
        text.append("\n  goal due ").append(goal.due()).append(", ").append(goal.recurrence());
        text.append(", ").append(goal.policy());
        text.append("\n  owner ").append(person(goal.owner()));
        goal.roles()
                .forEach((role, holders) -> holders.forEach(
                        who -> text.append("\n  ").append(role).append(' ').append(person(who))));
        for (var step : goal.steps()) {
            text.append("\n  step ").append(step.id()).append(" due ").append(step.due());
            text.append(" after ").append(step.after()).append(", quorum ");
            text.append(step.completion()).append(", recovers ").append(step.recovers());
            for (int i = 0; i < step.ladder().rungs().size(); i++) {
                text.append("\n    #").append(i + 1).append(' ');
                text.append(step.ladder().rungs().get(i));
            }
            step.participants().forEach(who -> text.append("\n    ").append(person(who)));
        }
        events.forEach(event -> text.append("\n  ").append(event));
        return text.append('\n').toString();
    }

    private static String person(Recipient who) {
        return who == null
                ? "nobody"
                : who.id() + " in " + who.zone() + ", quiet " + who.quietHours() + ", not by " + who.optedOut();
    }
}
