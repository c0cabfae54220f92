package org.lastmile.goal;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One planned or sent notice, as a notifier gets it.
 *
 * <p>Immutable and thread-safe. Its {@link #id()} is the same at every attempt and after every crash: hand it to the other
 * side as the idempotency key. The text form shows the id only.
 *
 * @param id goal, step, recipient, rung, repetition and epoch; never channel or attempt
 * @param goal the goal's facts, without participants
 * @param step the step's facts, without participants
 * @param recipient who is to be told
 * @param channel by which channel
 * @param address the recipient's address on that channel, if there is one
 * @param rung the rung it comes from
 * @param deadline by when the recipient's part is due
 * @param plannedAt when it was to be sent
 * @param attempt the number of this attempt on this channel, from 1
 * @param course how far its follow-up has come
 * @param stillOpen for an overseer: the first people who have not answered, in the order they were added (rule R17)
 * @param stillOpenCount how many they are in all
 * @param message what to say
 */
public record Reminder(
        String id,
        Goal goal,
        Step step,
        Recipient recipient,
        Channel channel,
        @Nullable String address,
        Rung rung,
        Deadline deadline,
        Instant plannedAt,
        int attempt,
        Course course,
        List<StillOpen> stillOpen,
        int stillOpenCount,
        Message message) {

    /**
     * How far a follow-up has come when one of its reminders is sent.
     *
     * <p>Immutable and thread-safe.
     *
     * @param followUp the follow-up's place in the store: numbers, which say nothing of the person
     * @param epoch raised by each move (rule R12)
     * @param attemptedAt when this attempt begins, by the engine's clock
     * @param number which of its follow-up's reminders this one is, from 1: its place in the plan, whether or not the earlier
     *     ones came through
     * @param ahead when the next ones are planned, if nobody answers; in order
     */
    public record Course(FollowUp.Key followUp, int epoch, Instant attemptedAt, int number, List<Instant> ahead) {
        public Course {
            Objects.requireNonNull(followUp, "followUp");
            Objects.requireNonNull(attemptedAt, "attemptedAt");
            ahead = List.copyOf(ahead);
        }
    }

    /**
     * What a reminder says: one line, and plain text of one or more lines. It may be put into words only when it is first read,
     * so that a notifier with words of its own does not pay for these.
     *
     * <p>Thread-safe, and always the same once read.
     */
    public static final class Message {
        private @Nullable Supplier<Message> source;
        private String subject;
        private String text;

        public Message(String subject, String text) {
            this.subject = Objects.requireNonNull(subject, "subject");
            this.text = Objects.requireNonNull(text, "text");
        }

        /** What the source says, which is asked once, when it is first read; what it throws, the reader gets. */
        public static Message later(Supplier<Message> source) {
            var message = new Message("", "");
            message.source = Objects.requireNonNull(source, "source");
            return message;
        }

        /** One line. */
        public synchronized String subject() {
            read();
            return subject;
        }

        /** Plain text of one or more lines. */
        public synchronized String text() {
            read();
            return text;
        }

        private void read() {
            if (source != null) {
                var words = source.get();
                subject = words.subject();
                text = words.text();
                source = null;
            }
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Message message
                    && subject().equals(message.subject())
                    && text().equals(message.text());
        }

        @Override
        public int hashCode() {
            return Objects.hash(subject(), text());
        }

        @Override
        public String toString() {
            return "Message[" + subject() + "]";
        }
    }

    /**
     * The id of a reminder: {@code goal/step/recipient/rung.repetition.epoch}, with the rung from 1, and {@code .activity}
     * behind it for an idle rung that was armed again. Slashes and percent signs inside an id are percent-encoded, so that
     * two reminders never share one.
     */
    public static String id(
            String goalId,
            String stepId,
            String recipientId,
            int seat,
            int rung,
            int repetition,
            int epoch,
            int activity) {
        return encoded(goalId) + "/" + encoded(stepId) + "/" + encoded(recipientId)
                + (seat == 0 ? "/" : "/@" + seat + ".") + (rung + 1) + "." + repetition + "." + epoch
                + (activity == 0 ? "" : "." + activity);
    }

    /** The id of a reminder that was asked for by hand: {@code goal/step/recipient/now.token}, in any epoch. */
    public static String nudgeId(String goalId, String stepId, String recipientId, long token) {
        return encoded(goalId) + "/" + encoded(stepId) + "/" + encoded(recipientId) + "/now." + Nudged.digits(token);
    }

    private static String encoded(String id) {
        return id.indexOf('/') < 0 && id.indexOf('%') < 0
                ? id
                : id.replace("%", "%25").replace("/", "%2F");
    }

    /** With those words. */
    public Reminder with(Message words) {
        return new Reminder(
                id,
                goal,
                step,
                recipient,
                channel,
                address,
                rung,
                deadline,
                plannedAt,
                attempt,
                course,
                stillOpen,
                stillOpenCount,
                words);
    }

    /** The one line to say. */
    public String subject() {
        return message.subject();
    }

    /** The plain text to say. */
    public String text() {
        return message.text();
    }

    public String goalId() {
        return goal.id();
    }

    public String stepId() {
        return step.id();
    }

    /** Whether it speaks to somebody who oversees the step, rather than does it (rule R17). */
    public boolean isForOverseer() {
        return course.followUp().seat() != FollowUp.PARTICIPANT;
    }

    /** Whether the rung is urgent. */
    public boolean isUrgent() {
        return rung.isUrgent();
    }

    /** What the host gave the step and the goal for its notifiers; the step's where both have a key. */
    public Map<String, String> data() {
        if (step.data().isEmpty()) {
            return goal.data();
        }
        var all = new TreeMap<>(goal.data());
        all.putAll(step.data());
        return Collections.unmodifiableMap(all);
    }

    @Override
    public String toString() {
        return "Reminder[" + id + "]";
    }
}
