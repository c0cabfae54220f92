package org.lastmile.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.lastmile.Answer;
import org.lastmile.Held;
import org.lastmile.Lastmile;
import org.lastmile.LastmileBuilder;
import org.lastmile.Scheduled;
import org.lastmile.crash.Patience;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.QuietHours;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Reminder;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.SendResult;
import org.lastmile.notify.Notifier;
import org.lastmile.plan.Preview;
import org.lastmile.plan.Warning;
import org.lastmile.report.HistoryEntry;
import org.lastmile.store.Store;
import org.lastmile.testing.ManualTime;

/**
 * A story: given a goal, as time passes and people answer, these messages are heard and nothing else. It is told on every
 * store, by the public door alone.
 *
 * <p>A line that is heard reads {@code 2026-11-01T00:00Z vera vote#3 sms}: when, who, which rung of which step (from 1), by
 * which channel. What came later than planned says {@code planned 2026-11-01T00:00Z} behind it. Behind {@code //} is room for
 * the working.
 *
 * <p>At the end of every story, nothing must have been heard that it does not tell; all that was heard must have been in the
 * preview, to the millisecond, unless something was out of order; and the ledger must add up ({@link Books}).
 */
@ParameterizedClass(name = "on {0}")
@Tag("story")
@MethodSource("org.lastmile.story.StoryStore#told")
abstract class Story {
    @Parameter
    StoryStore kind;

    ManualTime time;
    Lastmile lastmile;
    /** What the world outside says to a reminder. */
    Notifier world = reminder -> SendResult.sent();

    private Store store;
    private Books books;
    private boolean begun;
    private String goalId = "";
    private final List<Call> calls = new ArrayList<>();
    private int told;

    @BeforeEach
    void open() {
        time = ManualTime.at(Instant.EPOCH);
        store = kind.open(time);
        lastmile = node();
        books = new Books(lastmile);
    }

    @AfterEach
    void close() {
        try {
            heardNothing();
            books.mustAddUp(time.instant(), calls);
        } finally {
            lastmile.close();
        }
    }

    /** One more process on the same store. */
    Lastmile node() {
        var host = host().executor(Runnable::run);
        for (var channel : List.of("email", "sms", "call", "in-app")) {
            host.notifier(channel, this::call);
        }
        prepare(host);
        return host.build();
    }

    /** A process on the same store that has nothing yet. */
    LastmileBuilder host() {
        return Lastmile.builder().store(store).time(time);
    }

    /** What this story's host has besides. */
    void prepare(LastmileBuilder host) {}

    /** The notifier of all channels. */
    SendResult call(Reminder reminder) throws Exception {
        // A call that hangs comes back when the story has gone on.
        var begun = time.instant();
        SendResult result = null;
        try {
            result = world.send(reminder);
            return result;
        } finally {
            synchronized (calls) {
                calls.add(new Call(begun, reminder, result));
            }
        }
    }

    // ---- who -------------------------------------------------------------------------------------------------------

    /** Somebody with an address everywhere, in the goal's zone. */
    static Recipient person(String name) {
        return Recipient.of(name.toLowerCase(Locale.ROOT), name)
                .withAddress("email", name + "@example.org")
                .withAddress("sms", "+1 555 " + name.hashCode());
    }

    static Recipient person(String name, String zone) {
        return person(name).withZone(ZoneId.of(zone));
    }

    static QuietHours quiet(String from, String to) {
        return QuietHours.of(LocalTime.parse(from), LocalTime.parse(to));
    }

    // ---- when ------------------------------------------------------------------------------------------------------

    /** Time passes until then; what is due on the way is sent. The first time in a story, it begins then. */
    void at(String instant) {
        var then = instant(instant);
        if (!begun) {
            time.set(then);
            begun = true;
        }
        time.runUntil(lastmile, then);
        books.compare(then, calls);
    }

    /** The clock shows that instant all of a sudden; nothing has been run yet. */
    void clock(String instant) {
        books.compare(time.instant(), calls);
        outOfOrder();
        time.set(instant(instant));
    }

    /** Everything stands still, as in an outage, and runs again from the second instant on. */
    void down(String from, String to) {
        at(from);
        clock(to);
        lastmile.runDue();
    }

    /** From here until the next thing that people do, the preview cannot know what is heard, or when. */
    void outOfOrder() {
        books.close();
    }

    // ---- what ------------------------------------------------------------------------------------------------------

    Scheduled schedule(Goal goal) {
        goalId = goal.id();
        books.add(goal);
        return people(() -> lastmile.schedule(goal));
    }

    Answer complete(String step, Recipient who) {
        return people(() -> lastmile.complete(goalId, step, who.id()));
    }

    Answer decline(String step, Recipient who) {
        return people(() -> lastmile.decline(goalId, step, who.id()));
    }

    void acknowledge(String step, Recipient who, String until) {
        assertThat(people(() -> lastmile.acknowledge(goalId, step, who.id(), instant(until))))
                .isEqualTo(Held.DONE);
        outOfOrder();
    }

    void snooze(String step, Recipient who, String until) {
        assertThat(people(() -> lastmile.snooze(goalId, step, who.id(), instant(until))))
                .isEqualTo(Held.DONE);
        outOfOrder();
    }

    void touch(String step, Recipient who) {
        assertThat(people(() -> lastmile.touch(goalId, step, who.id()))).isEqualTo(Held.DONE);
    }

    void extend(String step, Recipient who, String deadline) {
        var move = Move.to(Deadline.parse(deadline));
        assertThat(people(() -> lastmile.reschedule(goalId, step, who.id(), move)))
                .isTrue();
    }

    void join(String step, Recipient who) {
        assertThat(people(() -> lastmile.addParticipants(goalId, step, who))).isTrue();
    }

    void reschedule(String deadline) {
        assertThat(people(() -> lastmile.reschedule(goalId, Deadline.parse(deadline))))
                .isTrue();
    }

    /** People do something; from then on the preview is another. */
    <T> T people(Supplier<T> deed) {
        books.compare(time.instant(), calls);
        var result = deed.get();
        books.open(time.instant(), calls, lastmile::runDue);
        return result;
    }

    // ---- and then --------------------------------------------------------------------------------------------------

    /** These messages have been heard since the last time we asked, and no others. */
    void heard(String expected) {
        assertThat(sorted(heardCalls().stream().map(Call::line)))
                .isEqualTo(sorted(expected.lines().map(Story::withoutComment).filter(line -> !line.isEmpty())));
    }

    void heardNothing() {
        heard("");
    }

    /** What has been heard since the last time we asked, for stories in which more matters than the lines. */
    List<Call> heardCalls() {
        var untold = List.copyOf(calls.subList(told, calls.size()));
        told = calls.size();
        return untold;
    }

    /** The same, once so many calls have come back: one that was interrupted does so in its own time. */
    List<Call> heardCalls(int number) {
        Patience.until(number + " calls", () -> {
            synchronized (calls) {
                return calls.size() - told >= number;
            }
        });
        return heardCalls();
    }

    /** What the ledger says in the end of that rung for that person. */
    void became(Recipient who, String rung, ReminderState state) {
        assertThat(history().stream()
                        .filter(entry -> entry.recipientId().equals(who.id()))
                        .filter(entry -> (entry.stepId() + "#" + entry.rung()).equals(rung))
                        .reduce((earlier, later) -> later)
                        .map(HistoryEntry::state))
                .as("%s for %s in %s", rung, who, history())
                .contains(state);
    }

    /** It has ended so, and no answer changes that. */
    void ended(String step, Recipient who, Outcome outcome) {
        var answer = lastmile.complete(goalId, step, who.id());
        assertThat(answer.kind()).isEqualTo(Answer.Kind.ALREADY_CLOSED);
        assertThat(answer.outcome()).isEqualTo(outcome);
    }

    /** What the report says of it now. */
    void reported(String expected) {
        assertThat(lastmile.report(goalId).orElseThrow()).hasToString(expected);
    }

    void warned(Scheduled scheduled, Warning.Kind... kinds) {
        warned(scheduled.preview(), kinds);
    }

    void warned(Preview preview, Warning.Kind... kinds) {
        assertThat(preview.warnings()).extracting(Warning::kind).containsExactly(kinds);
    }

    List<HistoryEntry> history() {
        return lastmile.history(goalId);
    }

    // ---- text ------------------------------------------------------------------------------------------------------

    static Instant instant(String text) {
        return Instant.parse(text.length() == "2026-11-01T00:00Z".length() ? text.replace("Z", ":00Z") : text);
    }

    static String text(Instant instant) {
        var text = instant.toString();
        return text.length() == "2026-11-01T00:00:00Z".length() ? text.replace(":00Z", "Z") : text;
    }

    private static String withoutComment(String line) {
        var end = line.indexOf("//");
        return (end < 0 ? line : line.substring(0, end)).trim().replaceAll("\\s+", " ");
    }

    private static String sorted(Stream<String> lines) {
        return lines.sorted().collect(Collectors.joining("\n"));
    }
}
