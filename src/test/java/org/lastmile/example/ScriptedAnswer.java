package org.lastmile.example;

import java.time.Instant;

/**
 * What a guest does on the way.
 *
 * @param at when
 * @param recipientId who
 * @param act what
 */
record ScriptedAnswer(Instant at, String recipientId, Act act) {
    /** What a guest can do, and what it closes. */
    enum Act {
        ACCEPTS(Script.RSVP, "accepted"),
        DECLINES(Script.RSVP, "declined"),
        CALLS_OFF(Script.ATTEND, "called off"),
        COMES(Script.ATTEND, "came");

        private final String stepId;
        private final String words;

        Act(String stepId, String words) {
            this.stepId = stepId;
            this.words = words;
        }

        /** The step that it ends for the guest. */
        String stepId() {
            return stepId;
        }

        /** In the past tense, for people. */
        String words() {
            return words;
        }
    }
}
