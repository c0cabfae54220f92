package org.lastmile.plan;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.BusinessCalendar;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;

/**
 * Who hears what, when, and why not: the plan of a goal as data ({@link #lines()}) and as text ({@link #toString()}).
 *
 * <p>Where nothing fails, is capped, limited or answered, exactly this is sent, to the millisecond.
 *
 * <p>Immutable and thread-safe.
 *
 * @param goal the goal
 * @param lines every rung for every recipient, by instant; those that will not speak too
 * @param warnings what its author may not have meant
 */
public record Preview(Goal goal, List<Line> lines, List<Warning> warnings) {
    public Preview {
        lines = List.copyOf(lines);
        warnings = List.copyOf(warnings);
    }

    /**
     * One rung for one recipient.
     *
     * @param step of which step
     * @param recipient to whom
     * @param seat as participant ({@link FollowUp#PARTICIPANT}) or overseer
     * @param rung what is planned
     * @param zone in which local times are read: the rung's own (rule R4)
     * @param deadline by when the recipient's part is due
     * @param conditional whether it depends on answers: the step waits for another one
     * @param reminderId the id that the reminder has, or would have
     * @param channels those of the rung's channels that reach the recipient, in the order in which they are tried
     */
    public record Line(
            Step step,
            Recipient recipient,
            int seat,
            PlannedRung rung,
            ZoneId zone,
            Deadline deadline,
            boolean conditional,
            String reminderId,
            List<Channel> channels) {
        public Line {
            channels = List.copyOf(channels);
        }

        /** Whether it is going to be sent, as things stand. */
        public boolean isPlanned() {
            return rung.isPending() && !conditional;
        }
    }

    /**
     * A follow-up to be shown.
     *
     * @param step the step
     * @param recipient who is told
     * @param seat as participant or overseer
     * @param standing where it stands
     */
    public record Subject(Step step, Recipient recipient, int seat, Standing standing) {}

    /**
     * The preview of these follow-ups of a goal. Those that are closed have no lines; those that wait for another step are shown as
     * if they began then, save for recovery steps and what counts from a beginning that nobody knows yet. An overseer of people of
     * whom none is left has nothing to hear: {@link ReminderState#SILENCED}.
     *
     * @param reaches whether a channel reaches a recipient
     */
    public static Preview of(
            Goal goal, List<Subject> subjects, BusinessCalendar calendar, BiPredicate<Channel, Recipient> reaches) {
        var lines = new ArrayList<Line>();
        var warnings = new PlanWarnings(goal, reaches);
        var groups = new Groups(subjects);
        for (var subject : subjects) {
            boolean dormant =
                    subject.standing().state() == Standing.State.DORMANT && isForeseeable(goal, subject.step());
            if (subject.standing().isLive() || dormant) {
                var terms = Terms.of(
                        goal, subject.step(), subject.recipient(), subject.seat(), subject.standing(), calendar);
                var plan = Planner.plan(terms, subject.standing());
                boolean aboutNobody = groups.isAboutNobody(subject);
                for (var rung : plan.rungs()) {
                    boolean fromStart = rung.definition().when().anchor() == Anchor.AFTER_START
                            || rung.definition().when().anchor() == Anchor.WHEN_IDLE;
                    if (!dormant || !fromStart) {
                        boolean conditional = dormant || rung.definition().afterMisses() > 1;
                        var shown = aboutNobody && rung.isPending() ? rung.as(ReminderState.SILENCED) : rung;
                        lines.add(line(goal, subject, terms, shown, conditional && !aboutNobody, reaches));
                    }
                }
                if (plan.nudge() != null && !dormant) {
                    lines.add(line(goal, subject, terms, plan.nudge(), false, reaches));
                }
                warnings.add(subject, plan);
            }
        }
        lines.sort(Comparator.comparing(line -> line.rung().at()));
        return new Preview(goal, lines, warnings.found());
    }

    private static Line line(
            Goal goal,
            Subject subject,
            Terms terms,
            PlannedRung rung,
            boolean conditional,
            BiPredicate<Channel, Recipient> reaches) {
        var recipient = subject.recipient();
        return new Line(
                subject.step(),
                recipient,
                subject.seat(),
                rung,
                terms.zone(),
                terms.deadline(),
                conditional,
                rung.reminderId(goal, subject.step(), recipient, subject.seat(), subject.standing()),
                rung.definition().channels().stream()
                        .filter(channel -> reaches.test(channel, recipient))
                        .toList());
    }

    /** Of whom overseers are told (R17): the participants of a step who have the same deadline. */
    private static final class Groups {
        private final Set<String> known = new HashSet<>();
        private final Set<String> unanswered = new HashSet<>();

        Groups(List<Subject> subjects) {
            for (var subject : subjects) {
                if (subject.seat() == FollowUp.PARTICIPANT) {
                    known.add(subject.step().id());
                    if (subject.standing().state() != Standing.State.CLOSED) {
                        unanswered.add(group(
                                subject, FollowUp.overseerOf(subject.standing().extension())));
                    }
                }
            }
        }

        /** Whether it is an overseer's, and of the people it is about none is left. */
        boolean isAboutNobody(Subject subject) {
            return subject.seat() != FollowUp.PARTICIPANT
                    && known.contains(subject.step().id())
                    && !unanswered.contains(group(subject, subject.seat()));
        }

        private static String group(Subject subject, int seat) {
            return subject.step().id() + "/" + seat;
        }
    }

    /** Both together, under this one's goal. */
    public Preview and(Preview more) {
        var all = new ArrayList<>(lines);
        all.addAll(more.lines);
        all.sort(Comparator.comparing(line -> line.rung().at()));
        return new Preview(goal, all, warnings);
    }

    private static boolean isForeseeable(Goal goal, Step step) {
        return step.recovers() == null && !StepDeadlines.countsFromStart(goal, step);
    }

    /** The lines that are going to be sent, as things stand. */
    public List<Line> planned() {
        return lines.stream().filter(Line::isPlanned).toList();
    }

    /** A table for people: local times with their zones, and why a rung moved or is skipped. */
    @Override
    public String toString() {
        return new PreviewText(this).table();
    }
}
