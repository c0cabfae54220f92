package org.lastmile.story;

import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Recurrence;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.SendResult;

/**
 * One call of the notifier.
 *
 * @param at when it was called
 * @param reminder with what
 * @param result what it answered; {@code null} if it threw
 */
record Call(Instant at, Reminder reminder, SendResult result) {
    private static final Pattern TAIL = Pattern.compile("(?:@\\d+\\.)?(\\d+)\\.(\\d+)\\.\\d+(?:\\.\\d+)?");

    /** The rung of a reminder, from 1, with its repetition behind a dot if it is not the first: {@code rsvp#3} or {@code rsvp#3.1};
     * {@code rsvp#now} for 0, what was asked for by hand. */
    static String rung(String stepId, int rung, int repetition) {
        return rung == 0 ? stepId + "#now" : stepId + "#" + rung + (repetition == 0 ? "" : "." + repetition);
    }

    String rung() {
        var id = reminder.id();
        if (id.startsWith("now.", id.lastIndexOf('/') + 1)) {
            return rung(reminder.stepId(), 0, 0);
        }
        var tail = TAIL.matcher(id.substring(id.lastIndexOf('/') + 1));
        if (!tail.matches()) {
            throw new AssertionError("unexpected reminder id " + id);
        }
        return rung(reminder.stepId(), Integer.parseInt(tail.group(1)), Integer.parseInt(tail.group(2)));
    }

    boolean isSent() {
        return result != null && result.kind() == SendResult.Kind.SENT;
    }

    boolean speaksBeforeTheDeadline() {
        return reminder.rung().when().anchor() != Anchor.AFTER;
    }

    /** The goal as the host knows it, of whatever occurrence it is. */
    String goalId() {
        return Recurrence.seriesOf(reminder.goalId());
    }

    /** What a preview can know of it. */
    String planned() {
        return planned(
                goalId(),
                reminder.plannedAt(),
                reminder.recipient().id(),
                rung(),
                reminder.channel().name());
    }

    static String planned(String goalId, Instant at, String recipientId, String rung, String channel) {
        return Story.text(at) + " " + recipientId + " " + rung + " " + channel + " of " + goalId;
    }

    /** As stories write it: when, who, which rung, by which channel, and what was unusual. */
    String line() {
        var text = Story.text(at) + " " + reminder.recipient().id() + " " + rung() + " " + reminder.channel();
        if (!reminder.stillOpen().isEmpty()) {
            text += " about " + about();
        }
        if (!at.equals(reminder.plannedAt())) {
            text += " planned " + Story.text(reminder.plannedAt());
        }
        return isSent() ? text : text + " " + (result == null ? "THROWN" : result.kind());
    }

    /** Those who have not answered, as an overseer is told of them. */
    private String about() {
        int more = reminder.stillOpenCount() - reminder.stillOpen().size();
        return reminder.stillOpen().stream()
                        .map(person -> person.recipient().id())
                        .collect(Collectors.joining(", "))
                + (more == 0 ? "" : " and " + more + " more");
    }
}
