package org.lastmile.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Hold;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;
import org.lastmile.plan.oracle.Chronicle;
import org.lastmile.plan.oracle.Event;

/** The life of one participant by the planner and the judge: an engine that never fails, and time that jumps. */
public final class Life {
    /** What the engine asks; a test may answer wrongly on purpose. */
    public interface Rules {
        default Terms terms(Goal goal, Step step, Recipient recipient, Standing standing, BusinessCalendar calendar) {
            return Terms.of(goal, step, recipient, FollowUp.PARTICIPANT, standing, calendar);
        }

        default Judgement judge(Terms terms, Standing standing, Instant now) {
            return Judge.judge(terms, standing, now);
        }

        default Judgement.Next next(Terms terms, Standing standing, Instant now) {
            return Judge.next(terms, standing, now);
        }
    }

    private final Rules rules;
    private final String stepId;
    private final BusinessCalendar calendar;
    private final Chronicle chronicle = new Chronicle();
    private Goal goal;
    private Recipient recipient;
    private Standing standing;
    private Instant now;
    private Instant downUntil;

    private Life(Rules rules, Goal goal, String stepId, Recipient recipient, BusinessCalendar calendar, Instant start) {
        this.rules = rules;
        this.goal = goal;
        this.stepId = stepId;
        this.recipient = recipient;
        this.calendar = calendar;
        this.standing = Standing.open(start);
        this.now = start;
        this.downUntil = start;
    }

    /** Begins that step for that recipient. */
    public static Life begin(Goal goal, String stepId, Recipient recipient, BusinessCalendar calendar, Instant start) {
        return begin(new Rules() {}, goal, stepId, recipient, calendar, start);
    }

    public static Life begin(
            Rules rules, Goal goal, String stepId, Recipient recipient, BusinessCalendar calendar, Instant start) {
        var life = new Life(rules, goal, stepId, recipient, calendar, start);
        life.show();
        return life;
    }

    public Chronicle chronicle() {
        return chronicle;
    }

    public Standing standing() {
        return standing;
    }

    public Plan plan() {
        return Planner.plan(terms(), standing);
    }

    /** Lets time pass to the end of the follow-up. */
    public Chronicle runToTheEnd() {
        runUntil(Instant.MAX);
        return chronicle;
    }

    /** Lets time pass, judging whenever something is due. */
    public Life runUntil(Instant end) {
        while (standing.isLive()) {
            var due = rules.next(terms(), standing, now).due();
            var at = latest(due, now, downUntil);
            if (at.isAfter(end)) {
                return this;
            }
            now = at;
            judge();
            if (standing.isLive() && !rules.next(terms(), standing, now).due().isAfter(now)) {
                throw new AssertionError("at " + now + " all that is due has been done, and the next thing is due at "
                        + rules.next(terms(), standing, now).due() + ": the engine would spin");
            }
        }
        return this;
    }

    private static Instant latest(Instant... instants) {
        return Arrays.stream(instants).max(Comparator.naturalOrder()).orElseThrow();
    }

    /** Lets time pass to that event, and lets it happen; what is not allowed then is refused. */
    public Life happen(Event event) {
        runUntil(event.at());
        if (standing.isLive()) {
            now = event.at();
            if (!now.isBefore(downUntil)) {
                judge();
            }
            if (standing.isLive()) {
                apply(event);
                if (standing.isLive()) {
                    show();
                }
            }
        }
        return this;
    }

    private void apply(Event event) {
        if (event instanceof Event.Outage outage) {
            downUntil = outage.until().isAfter(downUntil) ? outage.until() : downUntil;
        } else if (event instanceof Event.Touch) {
            standing = standing.touched(now, step().ladder());
        } else if (event instanceof Event.Hold hold) {
            hold(hold);
        } else if (event instanceof Event.Close close) {
            close(close.how());
        } else if (event instanceof Event.MoveGoal move && move.to().instant().isAfter(now)) {
            move(move.to());
        } else if (event instanceof Event.Extend extend && extend.to().instant().isAfter(now)) {
            standing = standing.withExtension(extend.to()).moved(now, step().ladder());
        } else if (event instanceof Event.ChangeZone change) {
            recipient = recipient.withZone(change.to());
        } else if (event instanceof Event.ChangeQuietHours change) {
            recipient = recipient.withQuietHours(change.to());
        }
    }

    private void hold(Event.Hold hold) {
        var deadline = terms().deadline().instant();
        boolean cut = deadline.isAfter(now) && hold.until().isAfter(deadline);
        standing = standing.held(new Hold(now, cut ? deadline : hold.until()));
        if (hold.isAcknowledgement()) {
            standing = standing.touched(now, step().ladder());
        }
    }

    private void close(Outcome how) {
        var judgement = rules.judge(terms(), standing, now);
        if (!judgement.expired() || judgement.fire() != null) {
            boolean missed = judgement.missed() || standing.state() == Standing.State.MISSED;
            closeAs(how == Outcome.DONE && missed ? Outcome.RECOVERED : how);
        }
    }

    private void move(Deadline to) {
        var activatedAt = standing.arming().activatedAt();
        var before = StepDeadlines.of(goal, step(), activatedAt, calendar);
        goal = goal.due(to);
        var after = StepDeadlines.of(goal, step(), activatedAt, calendar);
        var extension = standing.extension();
        boolean outgrown = extension != null && after.instant().isAfter(extension.instant());
        if (!after.equals(before) && (extension == null || outgrown)) {
            standing = standing.withExtension(null).moved(now, step().ladder());
        }
    }

    private void judge() {
        var judgement = rules.judge(terms(), standing, now);
        var judged = standing;
        act(judgement);
        if (standing.isLive()) {
            // The engine does not plan anew what it has just judged; both ways must lead to the same.
            var quick = Judge.next(terms(), standing, now, judged, judgement.plan());
            var slow = Judge.next(terms(), standing, now);
            if (!quick.equals(slow)) {
                throw new AssertionError(
                        "at " + now + " next from the plan it was judged by: " + quick + "; planned anew: " + slow);
            }
        }
    }

    private void act(Judgement judgement) {
        for (var skipped : judgement.skipped()) {
            deal(skipped.rung(), skipped.why());
        }
        var fire = judgement.fire();
        if (fire != null) {
            deal(fire, ReminderState.SENT);
        }
        if (judgement.missed() && standing.state() == Standing.State.OPEN) {
            standing = standing.missed();
            chronicle.addMiss(now);
        }
        if (judgement.expired()) {
            closeAs(Outcome.EXPIRED);
        }
    }

    private void closeAs(Outcome how) {
        standing = standing.closed(how, now);
        chronicle.close(how, now);
    }

    private void deal(PlannedRung rung, ReminderState state) {
        var arming = standing.arming();
        boolean idle = rung.definition().when().anchor() == Anchor.WHEN_IDLE;
        standing = standing.handled(rung.rung(), rung.repetition());
        chronicle.add(new Chronicle.Row(
                rung.rung(), rung.repetition(), arming.epoch(), idle ? arming.activity() : 0, state, rung.at(), now));
    }

    private Step step() {
        return goal.findStep(stepId);
    }

    private Terms terms() {
        return rules.terms(goal, step(), recipient, standing, calendar);
    }

    private void show() {
        var plan = plan();
        var text = new StringBuilder("plan in epoch " + standing.arming().epoch());
        text.append(", due ")
                .append(plan.deadline().instant())
                .append(", missed ")
                .append(plan.missAt());
        List<PlannedRung> rungs = new ArrayList<>(plan.rungs());
        rungs.sort(Comparator.comparing(PlannedRung::rung).thenComparing(PlannedRung::repetition));
        for (var rung : rungs) {
            text.append("\n  #").append(rung.rung() + 1).append('.').append(rung.repetition());
            text.append(' ')
                    .append(rung.original())
                    .append(" -> ")
                    .append(rung.at())
                    .append(' ')
                    .append(rung.state());
            text.append(rung.handled() ? " handled " : " ");
            text.append(rung.shifts().stream().map(Enum::name).sorted().collect(Collectors.joining(" ")));
        }
        chronicle.addPlan(text.toString());
    }
}
