package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Nudged;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Standing;
import org.lastmile.plan.Judge;
import org.lastmile.plan.PlannedRung;
import org.lastmile.plan.Planner;
import org.lastmile.plan.Terms;
import org.lastmile.store.Edited;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;

/**
 * Lets people be reminded by hand. A nudge is kept in the follow-up's own row and waits there like a rung: so it outlasts a crash, is
 * claimed, fenced and settled like any other reminder, and dies with an answer. It is no activity, and the ladder goes on beside it.
 */
final class Nudger {
    private final Store store;
    private final Promises promises;
    private final Occurrences occurrences;
    private final Narrator narrator;

    Nudger(Store store, Promises promises, Occurrences occurrences, Narrator narrator) {
        this.store = store;
        this.promises = promises;
        this.occurrences = occurrences;
        this.narrator = narrator;
    }

    /** Nudges those participants of the target who are open. */
    Reminding nudge(Target target, Nudge nudge, Instant now) {
        var unknown = nudge.channels().stream()
                .filter(channel -> !promises.isKnown(channel))
                .toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the nudge goes by the unknown channel " + unknown.get(0)
                    + "; register .notifier(\"" + unknown.get(0) + "\", …), or name another");
        }
        var before = occurrences
                .current(target.goalId())
                .map(goal -> nudgedBefore(goal, target, nudge))
                .orElse(Set.of());
        var edited = occurrences.edit(
                target,
                null,
                (goal, followUp, recipient) -> verdict(goal.facts(), followUp, recipient, nudge, before, now)
                        .change());
        edited.ifPresent(done -> narrator.unreadable(done, now));
        return edited.map(done -> answer(done, nudge, before, now)).orElse(Reminding.UNKNOWN);
    }

    /** What becomes of one follow-up: a kind, with the reminder's id and the change if there are any. */
    private record Verdict(
            Reminding.Kind kind,
            @Nullable String reminder,
            @Nullable Change change) {
        static Verdict of(Reminding.Kind kind) {
            return new Verdict(kind, null, null);
        }
    }

    private Verdict verdict(
            Goal goal, FollowUp followUp, Recipient recipient, Nudge nudge, Set<FollowUp.Key> before, Instant now) {
        var standing = followUp.standing();
        if (!standing.isLive()) {
            return Verdict.of(Reminding.Kind.CLOSED);
        }
        var step = goal.steps().get(followUp.key().step());
        var last = standing.nudge();
        boolean waits = last != null && !last.isDealtWith();
        if (last != null && (waits || last.token() == nudge.code()) || before.contains(followUp.key())) {
            long token = last != null && waits ? last.token() : nudge.code();
            return new Verdict(
                    Reminding.Kind.ALREADY, Reminder.nudgeId(goal.id(), step.id(), recipient.id(), token), null);
        }
        var hold = standing.hold();
        if (hold != null && hold.covers(now)) {
            return Verdict.of(Reminding.Kind.HELD);
        }
        var terms = promises.terms(goal, followUp.key(), recipient, standing);
        if (Judge.judge(terms, standing, now).expired()) {
            return Verdict.of(Reminding.Kind.CLOSED);
        }
        var nudged = standing.nudged(new Nudged(nudge.code(), now, rung(terms, standing, nudge, now), false));
        var planned = Planner.plan(terms, nudged).nudge();
        if (planned == null || !planned.isPending()) {
            return Verdict.of(Reminding.Kind.QUIET);
        }
        return new Verdict(
                Reminding.Kind.COMING,
                planned.reminderId(goal, step, recipient, followUp.key().seat(), nudged),
                new Change(nudged, promises.cursor(terms, nudged, now), false));
    }

    /** Like the participant's rung whose moment came last, or else the first one, save for what the nudge says itself. */
    private static Rung rung(Terms terms, Standing standing, Nudge nudge, Instant now) {
        PlannedRung model = null;
        for (var rung : Planner.plan(terms, standing).rungs()) {
            model = model == null || !rung.at().isAfter(now) ? rung : model;
        }
        if (model == null && nudge.channels().isEmpty()) {
            throw new IllegalArgumentException(
                    "no rung of the ladder speaks to participants, so the nudge has no channel; add .by(\"email\")");
        }
        boolean passed = !now.isBefore(terms.deadline().instant());
        var rung = passed ? Rung.after(Duration.ZERO) : Rung.afterStart(Duration.ZERO);
        var channels = model == null || !nudge.channels().isEmpty()
                ? nudge.channels()
                : model.definition().channels();
        rung = rung.by(channels.toArray(Channel[]::new));
        rung = nudge.isUrgent() || model != null && model.definition().isUrgent() ? rung.urgent() : rung;
        boolean aloud =
                nudge.ignoresQuietHours() || model != null && model.definition().ignoresQuietHours();
        return aloud ? rung.ignoringQuietHours() : rung;
    }

    private Reminding answer(Edited edited, Nudge nudge, Set<FollowUp.Key> before, Instant now) {
        var verdicts = edited.rows().stream()
                .map(row -> verdict(edited.goal().facts(), row.before(), row.recipient(), nudge, before, now))
                .toList();
        var kinds = new ArrayList<>(verdicts.stream().map(Verdict::kind).toList());
        kinds.add(edited.unreadable().isEmpty() ? Reminding.Kind.UNKNOWN : Reminding.Kind.UNREADABLE);
        return new Reminding(
                kinds.stream().min(Comparator.naturalOrder()).orElseThrow(),
                verdicts.stream()
                        .map(Verdict::reminder)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /** Who was nudged with that token, as the ledger says; a row remembers only its last nudge. */
    private Set<FollowUp.Key> nudgedBefore(StoredGoal goal, Target target, Nudge nudge) {
        int step = target.stepId() == null ? -1 : goal.facts().indexOf(target.stepId());
        if (step < 0) {
            return Set.of();
        }
        FollowUp.Key only = null;
        if (target.recipientId() != null) {
            var at = new FollowUp.Key(goal.number(), step, -1, -1);
            only = store.followUpsOf(target.recipientId(), at, 1).stream()
                    .map(seated -> seated.followUp().key())
                    .filter(key -> key.goal() == goal.number() && key.step() == step)
                    .findFirst()
                    .orElse(null);
            if (only == null) {
                return Set.of();
            }
        }
        var reader = only == null
                ? LedgerReader.from(store, new FollowUp.Key(goal.number(), step, -1, -1))
                : LedgerReader.at(store, only);
        var found = new HashSet<FollowUp.Key>();
        for (var entry = reader.next(); entry != null; entry = reader.next()) {
            if (only == null ? entry.key().step() != step : !entry.key().equals(only)) {
                break;
            }
            if (entry.rung() == Nudged.RUNG && Nudged.token(entry) == nudge.code()) {
                found.add(entry.key());
            }
        }
        return found;
    }
}
