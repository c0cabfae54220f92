package org.lastmile.goal;

import java.util.Objects;

/**
 * How the deadline of a step is found (rule R1).
 *
 * <p>Immutable and thread-safe. {@code StepDue.parse(due.toString())} equals the value.
 */
public sealed interface StepDue {
    /** With the goal. */
    record WithGoal() implements StepDue {
        @Override
        public String toString() {
            return "with-goal";
        }
    }

    /** A deadline of its own, which does not move with the goal. */
    record Own(Deadline deadline) implements StepDue {
        public Own {
            Objects.requireNonNull(deadline, "deadline");
        }

        @Override
        public String toString() {
            return "at " + deadline;
        }
    }

    /** An offset from the goal's deadline; negative is before it. */
    record FromGoal(Offset offset) implements StepDue {
        public FromGoal {
            Objects.requireNonNull(offset, "offset");
        }

        @Override
        public String toString() {
            return "from-goal " + offset;
        }
    }

    /** An offset from the follow-up's own activation. */
    record FromStart(Offset offset) implements StepDue {
        public FromStart {
            if (offset.isNegative()) {
                throw new IllegalArgumentException(
                        "offset is " + offset + "; a step cannot be due before it begins, make it positive");
            }
        }

        @Override
        public String toString() {
            return "from-start " + offset;
        }
    }

    /** An offset from the deadline of another step; negative is before it. */
    record FromStep(String stepId, Offset offset) implements StepDue {
        public FromStep {
            Text.id("stepId", stepId);
            Objects.requireNonNull(offset, "offset");
        }

        @Override
        public String toString() {
            return "from-step " + offset + " of " + stepId;
        }
    }

    /** Reads the text form. */
    static StepDue parse(String text) {
        if (text.equals("with-goal")) {
            return new WithGoal();
        }
        if (text.startsWith("at ")) {
            return new Own(Deadline.parse(text.substring(3)));
        }
        if (text.startsWith("from-goal ")) {
            return new FromGoal(Offset.parse(text.substring(10)));
        }
        if (text.startsWith("from-start ")) {
            return new FromStart(Offset.parse(text.substring(11)));
        }
        int of = text.indexOf(" of ");
        if (text.startsWith("from-step ") && of > 0) {
            return new FromStep(text.substring(of + 4), Offset.parse(text.substring(10, of)));
        }
        throw new IllegalArgumentException(
                "step's due is \"" + Text.shown(text) + "\"; write with-goal, at, from-goal, from-start or from-step");
    }
}
