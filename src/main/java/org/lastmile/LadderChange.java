package org.lastmile;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Step;
import org.lastmile.store.Edited;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/** Gives a step that is under way another ladder (rule R20). */
final class LadderChange {
    private final Store store;
    private final Overseers overseers;
    private final Occurrences occurrences;
    private final Alarm alarm;
    private final Rearming rearming;

    LadderChange(Store store, Promises promises, Overseers overseers, Occurrences occurrences, Alarm alarm) {
        this.store = store;
        this.overseers = overseers;
        this.occurrences = occurrences;
        this.alarm = alarm;
        rearming = new Rearming(promises);
    }

    /** Another ladder for a step that is under way (R20). */
    boolean replace(String goalId, String stepId, Ladder ladder, Instant now) {
        if (!occurrences.knows(goalId, stepId)) {
            return false;
        }
        var active = lastActivities(goalId, stepId, ladder);
        var before = new AtomicReference<Goal>();
        var edited = occurrences.edit(
                new Target(goalId, stepId, null, Target.Seats.ALL),
                facts -> {
                    before.set(facts);
                    return facts.withStep(step(facts, stepId).ladder(ladder));
                },
                (goal, followUp, recipient) -> {
                    if (!followUp.standing().isLive()) {
                        return null;
                    }
                    var known = rearming.noted(Objects.requireNonNull(before.get()), followUp, recipient);
                    var since = active.get(followUp.key().seat());
                    var begun = since != null && since.isAfter(known.arming().idleSince())
                            ? known.touched(since, ladder)
                            : known;
                    var past = rearming.withSilenced(goal.facts(), followUp, recipient, begun.withoutProgress(), now);
                    return rearming.armed(goal.facts(), followUp, recipient, past, true, now);
                });
        alarm.set(edited);
        edited.ifPresent(done -> {
            var step = step(done.goal().facts(), stepId);
            var groups = new HashSet<@Nullable Deadline>();
            done.rows().stream()
                    .filter(row -> row.after() != null && row.before().key().seat() == FollowUp.PARTICIPANT)
                    .forEach(row -> groups.add(row.after().standing().extension()));
            groups.forEach(extension -> overseers.attend(done.goal(), step, extension, now));
            replanMissed(done.goal(), step, now);
        });
        return edited.isPresent();
    }

    /** Since when nobody of a group has been active, by the seat of their overseers: who had no idle rung so far does not know (R17). */
    private Map<Integer, Instant> lastActivities(String goalId, String stepId, Ladder ladder) {
        var active = new HashMap<Integer, Instant>();
        if (Overseers.isIdle(ladder)) {
            var found = occurrences.edit(Target.participants(goalId, stepId, null), null, (goal, row, who) -> null);
            for (var row : found.map(Edited::rows).orElse(List.of())) {
                var standing = row.before().standing();
                if (standing.isLive()) {
                    active.merge(
                            FollowUp.overseerOf(standing.extension()),
                            standing.arming().idleSince(),
                            (one, other) -> one.isAfter(other) ? one : other);
                }
            }
        }
        return active;
    }

    /** What a step recovers can be answered as long as its recovery lasts (R13), which is another one by another ladder. */
    private void replanMissed(StoredGoal goal, Step recovery, Instant now) {
        if (recovery.recovers() != null) {
            alarm.set(store.edit(
                    Target.participants(goal.facts().id(), recovery.recovers(), null),
                    null,
                    (current, followUp, recipient) -> followUp.standing().isLive()
                            ? rearming.replanned(current.facts(), followUp, recipient, followUp.standing(), now)
                            : null));
        }
    }

    private static Step step(Goal goal, String stepId) {
        return Objects.requireNonNull(goal.findStep(stepId), stepId);
    }
}
