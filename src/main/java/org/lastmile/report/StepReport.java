package org.lastmile.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a step.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id the step's id
 * @param title its title; {@code null} if goals give it different ones
 * @param isFinal whether it is the last mile
 * @param people where its participants stand
 * @param unasked the answers of those who had been sent nothing before
 * @param rungs what came of each rung by each channel, in this order
 */
public record StepReport(
        String id, @Nullable String title, boolean isFinal, People people, Answers unasked, List<RungReport> rungs) {
    public StepReport {
        rungs = List.copyOf(rungs);
    }

    /**
     * How many participants stand where.
     *
     * @param waiting for another step
     * @param open who can answer in time
     * @param missed whose deadline has passed, and who can still answer
     * @param inTime who did it by the deadline, or in the grace after it
     * @param recovered who did it late, after the miss
     * @param declined who said no
     * @param expired who never answered
     * @param cancelled of whom it is not asked any more
     */
    public record People(
            long waiting,
            long open,
            long missed,
            long inTime,
            long recovered,
            long declined,
            long expired,
            long cancelled) {
        /** All of them. */
        public long all() {
            return waiting + open + missed + inTime + recovered + declined + expired + cancelled;
        }

        /** Who did it, in time or late. */
        public long reached() {
            return inTime + recovered;
        }

        /**
         * Who let the deadline pass, whatever came after: who recovered, who can still answer, and who never did. Who declined
         * late is not among them.
         */
        public long late() {
            return missed + recovered + expired;
        }
    }
}
