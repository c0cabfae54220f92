package org.lastmile;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.store.Edited;
import org.lastmile.store.Store;
import org.lastmile.store.Target;

/** Changes what is known of the people of goals that are scheduled, and the goals' words. */
final class Editor {
    private final Store store;
    private final Promises promises;
    private final Occurrences occurrences;
    private final Alarm alarm;
    private final Rearming rearming;

    Editor(Store store, Promises promises, Occurrences occurrences, Alarm alarm) {
        this.store = store;
        this.promises = promises;
        this.occurrences = occurrences;
        this.alarm = alarm;
        rearming = new Rearming(promises);
    }

    /** Changes what is known of a recipient in a goal; what is unsent is planned again, in the same epoch (R4). */
    boolean update(String goalId, Recipient changed, Instant now) {
        var known = known(goalId, changed.id());
        var edited = store.update(goalId, changed, (goal, followUp, recipient) -> {
            if (!followUp.standing().isLive()) {
                return null;
            }
            var standing = known == null
                    ? followUp.standing()
                    : promises.noting(goal.facts(), followUp, known, followUp.standing());
            return rearming.replanned(goal.facts(), followUp, recipient, standing, now);
        });
        alarm.set(edited);
        return edited.isPresent();
    }

    /** What has been known of a recipient so far; {@code null} if nothing. */
    private @Nullable Recipient known(String goalId, String recipientId) {
        return store.edit(new Target(goalId, null, recipientId, Target.Seats.ALL), null, (goal, row, known) -> null)
                .flatMap(found -> found.rows().stream().findFirst())
                .map(Edited.Row::recipient)
                .orElse(null);
    }

    /** Changes a goal's words: title, label, data. */
    boolean reword(String goalId, UnaryOperator<Goal> change) {
        return occurrences
                .edit(
                        new Target(goalId, "", null, Target.Seats.PARTICIPANTS),
                        facts -> checkedWords(facts, change.apply(facts)),
                        (goal, followUp, recipient) -> null)
                .isPresent();
    }

    private static Goal checkedWords(Goal before, Goal after) {
        var words = before.titled(after.title()).data(after.data());
        var label = after.label();
        if (!(label == null ? words : words.label(label)).equals(after)) {
            throw new IllegalArgumentException("update of goal \"" + before.id()
                    + "\" changes more than title, label and data; use reschedule, addParticipants or replaceLadder");
        }
        return after;
    }
}
