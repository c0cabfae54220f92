package org.lastmile.notify.webhook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.StillOpen;
import org.lastmile.link.Action;
import org.lastmile.link.ActionLinks;

/** What a webhook says unless the host says it otherwise: all of the reminder, in a form that only grows. */
final class Body {
    private Body() {}

    static Map<String, ?> of(Reminder reminder, @Nullable ActionLinks links) {
        var body = new LinkedHashMap<String, @Nullable Object>();
        body.put("id", reminder.id());
        body.put("channel", reminder.channel());
        body.put("address", reminder.address());
        body.put("subject", reminder.subject());
        body.put("text", reminder.text());
        body.put("urgent", reminder.isUrgent());
        body.put("plannedAt", reminder.plannedAt());
        body.put("number", reminder.course().number());
        body.put("attempt", reminder.attempt());
        body.put(
                "goal",
                object(
                        "id",
                        reminder.goalId(),
                        "title",
                        reminder.goal().title(),
                        "label",
                        reminder.goal().label()));
        body.put(
                "step",
                object(
                        "id",
                        reminder.stepId(),
                        "title",
                        reminder.step().title(),
                        "final",
                        reminder.step().isFinal()));
        var recipient = reminder.recipient();
        var locale = recipient.locale();
        body.put(
                "recipient",
                object(
                        "id",
                        recipient.id(),
                        "name",
                        recipient.name(),
                        "zone",
                        recipient.zone(),
                        "locale",
                        locale == null ? null : locale.toLanguageTag(),
                        "overseer",
                        reminder.isForOverseer()));
        var deadline = reminder.deadline();
        body.put("deadline", object("instant", deadline.instant(), "said", deadline, "zone", deadline.zone()));
        body.put("stillOpen", reminder.stillOpen().stream().map(Body::person).toList());
        body.put("stillOpenCount", reminder.stillOpenCount());
        body.put("data", reminder.data());
        if (links != null && !reminder.isForOverseer()) {
            var actions = new LinkedHashMap<String, Object>();
            for (var action : List.of(Action.DONE, Action.DECLINE, Action.SNOOZE)) {
                actions.put(action.name().toLowerCase(Locale.ROOT), links.link(reminder, action));
            }
            body.put("links", actions);
        }
        return body;
    }

    private static Map<String, @Nullable Object> person(StillOpen person) {
        return object(
                "id",
                person.recipient().id(),
                "name",
                person.recipient().name(),
                "reminded",
                person.reminded(),
                "lastRemindedAt",
                person.lastRemindedAt());
    }

    private static Map<String, @Nullable Object> object(@Nullable Object... keysAndValues) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            object.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
        }
        return object;
    }
}
