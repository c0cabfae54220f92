package org.lastmile;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Deadline;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Move;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.Scope;
import org.lastmile.link.Ticket;
import org.lastmile.plan.Preview;
import org.lastmile.report.HistoryEntry;
import org.lastmile.report.Report;
import org.lastmile.store.Store;
import org.lastmile.store.StoreException;
import org.lastmile.store.Target;

/**
 * The front door: takes goals and answers, and speaks up before each final step until it is done.
 *
 * <pre>{@code
 * try (var lastmile = Lastmile.builder().store(JdbcStore.of(dataSource)).notifier("email", mail).start()) {
 *     lastmile.schedule(party);
 *     lastmile.complete("summer-party", "rsvp", "guest-17"); // silence, now
 * }
 * }</pre>
 *
 * <p>Thread-safe. Unknown goals, steps and recipients are results; misuse is an {@link IllegalArgumentException} that names the
 * argument, the value and the remedy; the store's failures are {@link StoreException}s.
 */
public final class Lastmile implements AutoCloseable {
    private final Parts parts;
    private final Store store;
    private final Engine engine;
    private final Settings settings;
    private final Registrar registrar;
    private final Mover mover;
    private final LadderChange ladderChange;
    private final Enroller enroller;
    private final Editor editor;
    private final Responder responder;
    private final Nudger nudger;
    private final Historian historian;
    private final Librarian librarian;
    private final Accountant accountant;
    private final Doorkeeper doorkeeper;
    private final Rounds rounds;
    private final Workers workers;
    private final Gates gates;
    private final Events events;
    private final Pulse pulse;
    /** Whether it only speaks for another one, within a transaction of the host's. */
    private final boolean isWithin;

    /** What a built instance is made of. */
    record Parts(
            Store store,
            boolean ownsStore,
            Engine engine,
            Replanner replanner,
            Promises promises,
            Routes routes,
            HostSide side,
            Gates gates,
            Events events,
            Workers workers,
            Settings settings) {}

    Lastmile(Parts parts, boolean inBackground) {
        this(
                parts,
                parts.store(),
                parts.side(),
                new Rounds(
                        parts.engine(),
                        parts.routes(),
                        parts.gates(),
                        parts.workers(),
                        parts.replanner(),
                        parts.settings()),
                new Pulse(
                        parts.engine(),
                        parts.routes(),
                        parts.gates(),
                        parts.workers(),
                        parts.replanner(),
                        parts.settings()));
        if (inBackground) {
            pulse.start();
        }
    }

    private Lastmile(Parts parts, Store store, HostSide side, Rounds rounds, Pulse pulse) {
        this.parts = parts;
        this.store = store;
        this.rounds = rounds;
        this.pulse = pulse;
        isWithin = store != parts.store();
        engine = parts.engine();
        workers = parts.workers();
        gates = parts.gates();
        events = parts.events();
        settings = parts.settings();
        registrar = side.registrar;
        librarian = side.librarian;
        accountant = side.accountant;
        historian = side.historian;
        var promises = parts.promises();
        var alarm = new Alarm(this::notice);
        mover = new Mover(store, promises, side.overseers, side.decisions, side.occurrences, alarm);
        ladderChange = new LadderChange(store, promises, side.overseers, side.occurrences, alarm);
        enroller = new Enroller(store, side.overseers, side.decisions, registrar, side.occurrences, alarm);
        editor = new Editor(store, promises, side.occurrences, alarm);
        var flying = new InFlight(promises, settings.lease());
        responder = new Responder(store, promises, flying, side.occurrences, side.overseers, side.narrator);
        doorkeeper = new Doorkeeper(store, responder);
        nudger = new Nudger(store, promises, side.occurrences, side.narrator);
    }

    /**
     * Begins to send what is due in the background, on threads of its own, as {@link LastmileBuilder#start()} does from the first;
     * for hosts that put their parts together before they run. Idempotent.
     *
     * @throws IllegalStateException if it is closed, or {@linkplain #within within a transaction}
     */
    public void start() {
        if (isWithin) {
            throw new IllegalStateException(
                    "start() within a transaction of the host's; call it on the instance itself");
        }
        pulse.start();
    }

    /** Begins to put one together. */
    public static LastmileBuilder builder() {
        return new LastmileBuilder();
    }

    /**
     * The same instance within a transaction of the host's: goals, answers, edits and questions go through that store, and come
     * about with the host's commit or not at all. It need not be closed.
     *
     * <pre>{@code
     * var transaction = store.on(connection);
     * lastmile.within(transaction).complete("deal-42", "sign", "ana");
     * connection.commit();
     * transaction.committed();
     * }</pre>
     *
     * @param transaction the store of this instance, on a connection of the host's; a {@code JdbcStore} gives it by {@code on}
     */
    public Lastmile within(Store transaction) {
        var side = new HostSide(transaction, parts.promises(), parts.routes(), events);
        return new Lastmile(parts, transaction, side, rounds, pulse);
    }

    /**
     * Takes a goal: from now on its people are reminded. All of it is kept, or nothing. The same goal a second time is a no-op.
     *
     * @throws IllegalArgumentException if it has no final step, participants or deadline ahead, speaks by an unknown channel, or
     *     its id is taken by a goal with other content
     */
    public Scheduled schedule(Goal goal) {
        return registrar.schedule(goal, engine.now(), this::notice);
    }

    /**
     * The participant has done the step: from the return of this call nothing more begins for them, save for the reminders
     * that the answer names. Idempotent. After the miss the outcome is {@link Outcome#RECOVERED} (rule R13).
     */
    public Answer complete(String goalId, String stepId, String recipientId) {
        return close(goalId, stepId, recipientId, Outcome.DONE);
    }

    /** The whole step is done, for everybody who has not answered. */
    public Answer complete(String goalId, String stepId) {
        return close(goalId, stepId, null, Outcome.DONE);
    }

    /** The participant says no: silence, as with {@link #complete(String, String, String)}. */
    public Answer decline(String goalId, String stepId, String recipientId) {
        return decline(goalId, stepId, recipientId, null);
    }

    /**
     * The participant says no, for that reason. It is kept until the person is {@linkplain #forget forgotten}: in the
     * {@linkplain #status(String, String, String) status}, in the history, and listeners are told.
     *
     * @throws IllegalArgumentException if the reason is longer than 1000 characters
     */
    public Answer decline(String goalId, String stepId, String recipientId, @Nullable String reason) {
        return close(goalId, stepId, recipientId, Outcome.DECLINED, reason);
    }

    /** The step has become unnecessary, for everybody who has not answered. */
    public Answer cancel(String goalId, String stepId) {
        return close(goalId, stepId, null, Outcome.CANCELLED);
    }

    /** The goal has become unnecessary. */
    public Answer cancel(String goalId) {
        return close(goalId, null, null, Outcome.CANCELLED);
    }

    private Answer close(String goalId, @Nullable String stepId, @Nullable String recipientId, Outcome outcome) {
        return close(goalId, stepId, recipientId, outcome, null);
    }

    private Answer close(
            String goalId,
            @Nullable String stepId,
            @Nullable String recipientId,
            Outcome outcome,
            @Nullable String reason) {
        var target = Target.participants(goalId, stepId, recipientId);
        var answer = responder.close(stepId == null ? Target.everybody(goalId) : target, outcome, reason, engine.now());
        notice(Instant.MIN);
        return answer;
    }

    /** Moves the goal to that local date and time; {@code false} if it is unknown. */
    public boolean reschedule(String goalId, LocalDateTime local, ZoneId zone) {
        return reschedule(goalId, Deadline.of(local, zone));
    }

    /** Moves the goal to that deadline; {@code false} if it is unknown. */
    public boolean reschedule(String goalId, Deadline deadline) {
        return reschedule(goalId, Move.to(deadline));
    }

    /**
     * Moves the goal's deadline, and with it every step that counts from it (rule R12): what lies ahead is armed again, what has
     * passed is late, and nothing of the old plan is sent.
     *
     * @return whether the goal is known
     * @throws IllegalArgumentException if the new deadline is not ahead
     */
    public boolean reschedule(String goalId, Move move) {
        return mover.move(Objects.requireNonNull(goalId, "goalId"), move, engine.now());
    }

    /** Gives one step a deadline of its own, for everybody; {@code false} if goal or step is unknown. */
    public boolean reschedule(String goalId, String stepId, Move move) {
        return mover.move(goalId, stepId, move, engine.now());
    }

    /**
     * Gives one participant a deadline of their own: an extension. It is kept unless the goal is moved to a later one (R12).
     *
     * @return whether goal, step and participant are known
     */
    public boolean reschedule(String goalId, String stepId, String recipientId, Move move) {
        return mover.extend(goalId, stepId, recipientId, move, engine.now());
    }

    /** Another ladder for a step that is under way; a ladder that is changed elsewhere applies to new goals only (R20). */
    public boolean replaceLadder(String goalId, String stepId, Ladder ladder) {
        return ladderChange.replace(goalId, stepId, ladder, engine.now());
    }

    /** Another ladder for the step of that id in all goals with that label that are under way (R20); says in how many. */
    public int replaceLadderInOpenGoals(String label, String stepId, Ladder ladder) {
        int changed = 0;
        for (var goalId : goals(label)) {
            boolean open = status(goalId).filter(status -> !status.isOver()).isPresent();
            changed += open && replaceLadder(goalId, stepId, ladder) ? 1 : 0;
        }
        return changed;
    }

    /**
     * Adds participants to a step; those it has already are left as they are.
     *
     * @return whether goal and step are known
     */
    public boolean addParticipants(String goalId, String stepId, Recipient... recipients) {
        return addParticipants(goalId, stepId, Arrays.asList(recipients));
    }

    /** Adds participants to a step; those it has already are left as they are. */
    public boolean addParticipants(String goalId, String stepId, Collection<Recipient> recipients) {
        return enroller.add(goalId, stepId, recipients, engine.now());
    }

    /** The participant need not do the step any more: {@link Outcome#CANCELLED}. */
    public Answer removeParticipant(String goalId, String stepId, String recipientId) {
        return close(goalId, stepId, recipientId, Outcome.CANCELLED);
    }

    /**
     * Changes what is known of a recipient in a goal: name, zone, addresses, quiet hours. What is unsent is planned again, and
     * nothing is sent twice (R4).
     *
     * @return whether the goal is known and has a recipient of that id
     */
    public boolean update(String goalId, Recipient recipient) {
        return editor.update(goalId, recipient, engine.now());
    }

    /**
     * Changes a goal's title, label or data.
     *
     * @throws IllegalArgumentException if more than these is changed
     */
    public boolean update(String goalId, UnaryOperator<Goal> change) {
        return editor.reword(goalId, change);
    }

    /** The participant has seen it: nothing fires until then, and idle rungs count from now (R14). Not a completion. */
    public Held acknowledge(String goalId, String stepId, String recipientId, Instant until) {
        return hold(Target.participants(goalId, stepId, recipientId), until, true);
    }

    /** The participant has seen it: nothing fires for the default time, cut to the deadline (R14). */
    public Held acknowledge(String goalId, String stepId, String recipientId) {
        return hold(Target.participants(goalId, stepId, recipientId), null, true);
    }

    /** Somebody has seen it, for the whole step. */
    public Held acknowledge(String goalId, String stepId, Instant until) {
        return hold(Target.participants(goalId, stepId, null), until, true);
    }

    /**
     * Nothing fires until then (R14).
     *
     * @throws IllegalArgumentException if it is not ahead, or after a deadline that is ahead
     */
    public Held snooze(String goalId, String stepId, String recipientId, Instant until) {
        return hold(Target.participants(goalId, stepId, recipientId), until, false);
    }

    /** Nothing fires until then, for the whole step (R14). */
    public Held snooze(String goalId, String stepId, Instant until) {
        return hold(Target.participants(goalId, stepId, null), until, false);
    }

    private Held hold(Target target, @Nullable Instant until, boolean acknowledges) {
        var done = responder.hold(target, until, settings.acknowledged(), acknowledges, engine.now());
        notice(Instant.MIN);
        return done;
    }

    /**
     * Something was done for it: rungs that speak when nothing happens count from now (R6). One that quiet hours would bring to this very
     * moment, or before it, is not said (R8).
     */
    public Held touch(String goalId, String stepId, String recipientId) {
        return touch(Target.participants(goalId, stepId, recipientId));
    }

    /** Something was done for the whole step. */
    public Held touch(String goalId, String stepId) {
        return touch(Target.participants(goalId, stepId, null));
    }

    private Held touch(Target target) {
        var done = responder.touch(target, engine.now());
        notice(Instant.MIN);
        return done;
    }

    /**
     * Reminds one participant by hand, besides the ladder: at once, or at the end of their quiet hours. It is sent like every other
     * reminder (channel order, opt-outs, caps, retries, the look right before the send), outlasts a crash, and an answer silences it.
     *
     * <p>It is no activity, and the ladder goes on as it was. If a rung speaks at the very same moment, that is enough: the nudge is
     * {@code SUPERSEDED}. Asked for before the deadline, it is not sent at or after it; it grows stale like a rung (R11). While one
     * waits, another one adds nothing. A moved deadline does not stop it. In the history its rung is 0, and its id ends in {@code now.}
     * and the token's code. Idempotent by the token.
     *
     * @throws IllegalArgumentException if it goes by an unknown channel, or by none
     */
    public Reminding remindNow(String goalId, String stepId, String recipientId, Nudge nudge) {
        return remind(Target.participants(goalId, stepId, Objects.requireNonNull(recipientId, "recipientId")), nudge);
    }

    /** Reminds by hand whoever has not answered the step, as {@link #remindNow(String, String, String, Nudge)} does. */
    public Reminding remindNow(String goalId, String stepId, Nudge nudge) {
        return remind(Target.participants(goalId, stepId, null), nudge);
    }

    private Reminding remind(Target target, Nudge nudge) {
        Objects.requireNonNull(target.stepId(), "stepId");
        var done = nudger.nudge(target, nudge, engine.now());
        notice(Instant.MIN);
        return done;
    }

    /** What an action link leads to, for the page that it opens. Changes nothing, so that scanners of mail may follow links. */
    public LinkAnswer look(Ticket ticket) {
        return doorkeeper.look(ticket, engine.now());
    }

    /**
     * Takes the answer that an action link gives: as {@link #complete(String, String, String)}, {@link #decline(String, String, String)}
     * and {@link #snooze(String, String, String, Instant)} do, for the very occurrence, and only in the epoch, that it was made for. A
     * snooze is cut to the deadline. Idempotent, but for a snooze, which counts from each time it is pressed.
     */
    public LinkAnswer act(Ticket ticket) {
        var answer = doorkeeper.act(ticket, engine.now());
        notice(Instant.MIN);
        return answer;
    }

    /** What would be sent if the goal were scheduled now. */
    public Preview preview(Goal goal) {
        return registrar.preview(goal, engine.now());
    }

    /** What is going to be sent, as things stand; empty if the goal is unknown. */
    public Optional<Preview> preview(String goalId) {
        return registrar.preview(Objects.requireNonNull(goalId, "goalId"));
    }

    /**
     * What became of each reminder of a goal, each attempt a line, the last of a reminder being its state; and what an ending or a
     * change of the plan silenced. One follow-up after the other. Empty if the goal is unknown.
     */
    public List<HistoryEntry> history(String goalId) {
        return historian.history(Objects.requireNonNull(goalId, "goalId"));
    }

    /**
     * The same, a part at a time.
     *
     * @param after what the page before said in {@link Page#next()}; {@code null} for the first
     * @param limit at most so many, 1 or more
     */
    public Page<HistoryEntry> history(String goalId, @Nullable String after, int limit) {
        return historian.history(Objects.requireNonNull(goalId, "goalId"), after, atLeastOne(limit));
    }

    /**
     * What became of each reminder to a recipient, in all goals, in the order in which these were scheduled.
     *
     * @param after what the page before said in {@link Page#next()}; {@code null} for the first
     * @param limit at most so many, 1 or more
     */
    public Page<HistoryEntry> historyOf(String recipientId, @Nullable String after, int limit) {
        return historian.historyOf(Objects.requireNonNull(recipientId, "recipientId"), after, atLeastOne(limit));
    }

    /**
     * Sends all that is due now, and returns when nothing is. The background thread, a cron host, a framework's timer and tests
     * use this same door; it may be called beside the background thread.
     *
     * @throws StoreException if the store fails; what was not written comes again
     * @throws IllegalStateException in a transaction of the host's: a claim that is not committed holds no other node off
     */
    public RunResult runDue() {
        if (isWithin) {
            throw new IllegalStateException(
                    "runDue() within a transaction of the host's; call it on the instance itself, outside of one");
        }
        return rounds.runDue();
    }

    /** How far a goal has come; empty if it is unknown. */
    public Optional<GoalStatus> status(String goalId) {
        return librarian.status(goalId);
    }

    /** Where one participant stands with a step, however that ended; empty if goal, step or participant is unknown. */
    public Optional<FollowUpStatus> status(String goalId, String stepId, String recipientId) {
        return librarian.status(goalId, stepId, recipientId);
    }

    /**
     * Those who have not answered a step, in the order they were added.
     *
     * @param after what the page before said in {@link Page#next()}; {@code null} for the first
     * @param limit at most so many, 1 or more
     */
    public Page<FollowUpStatus> open(String goalId, String stepId, @Nullable String after, int limit) {
        return librarian.open(goalId, stepId, after, atLeastOne(limit));
    }

    /**
     * Those who can still answer, in the order their goals were scheduled.
     *
     * @param after what the page before said in {@link Page#next()}; {@code null} for the first
     * @param limit at most so many, 1 or more
     */
    public Page<FollowUpStatus> open(Scope scope, @Nullable String after, int limit) {
        return accountant.stillOpen(scope, after, atLeastOne(limit));
    }

    /** What came of a goal, with all its occurrences: {@link #report(Scope)} of it; empty if it is unknown. */
    public Optional<Report> report(String goalId) {
        Scope scope;
        try {
            scope = Scope.goal(Objects.requireNonNull(goalId, "goalId"));
        } catch (IllegalArgumentException e) {
            // No goal has an id that could never be one: it is unknown, as with every other question.
            return Optional.empty();
        }
        return Optional.of(report(scope)).filter(report -> report.goals().all() > 0);
    }

    /**
     * What came of goals: who reached, declined, missed or recovered, after which rung and channel and how soon, who is still open,
     * and what was sent. The store counts, so that many goals take no more memory than one; the counts are from moments close
     * together. An answer counts for the last reminder that its participant was sent before it.
     */
    public Report report(Scope scope) {
        return accountant.report(scope, engine.now());
    }

    /** How this node fares: since when something waits, how much is due, which channels rest or are paused. A cheap question. */
    public Health health() {
        return librarian.health(gates, engine.now());
    }

    /** How many reminders wait for each channel, from the one instant (inclusive) to the other (exclusive), as planned now. */
    public Map<Channel, Long> load(Instant startInclusive, Instant endExclusive) {
        return librarian.load(startInclusive, endExclusive);
    }

    /**
     * The follow-ups that wait for a channel, from the one instant (inclusive) to the other (exclusive), as planned now, the earliest
     * first.
     *
     * @param after what the page before said in {@link Page#next()}; {@code null} for the first
     * @param limit at most so many, 1 or more
     */
    public Page<FollowUpStatus> ahead(Instant startInclusive, Instant endExclusive, @Nullable String after, int limit) {
        return librarian.ahead(startInclusive, endExclusive, after, atLeastOne(limit));
    }

    /** The ids of the goals with that label, occurrences too, in the order they were scheduled. */
    public List<String> goals(String label) {
        return librarian.goals(Objects.requireNonNull(label, "label"));
    }

    /** What could not be worked on and is kept aside: unreadable, or nodes died on it. */
    public List<FollowUpStatus> setAside(int limit) {
        return librarian.setAside(atLeastOne(limit));
    }

    /** Lets what was set aside be worked on again; {@code false} if nothing of that name is aside. */
    public boolean requeue(String goalId, String stepId, String recipientId) {
        boolean done = librarian.requeue(goalId, stepId, recipientId, engine.now());
        notice(Instant.MIN);
        return done;
    }

    /**
     * Erases a person from all goals: what they have open is closed as {@link Outcome#CANCELLED}, and their id, name, zone, language,
     * addresses and reasons are gone. What was sent stays in the ledger, to nobody.
     *
     * @return in how many goals they were
     */
    public int forget(String recipientId) {
        return librarian.forget(recipientId, engine.now());
    }

    /** Deletes the goals that were over before that instant, with their ledgers; says how many. */
    public int purge(Instant before) {
        return librarian.purge(before);
    }

    private static int atLeastOne(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit is " + limit + "; use 1 or more");
        }
        return limit;
    }

    /** Sends nothing by that channel from this node until it is resumed; what falls due meanwhile is released by R11. */
    public void pause(String channel) {
        gates.pause(Channel.of(channel));
    }

    /** Sends by that channel again. */
    public void resume(String channel) {
        gates.resume(Channel.of(channel));
        notice(Instant.MIN);
    }

    /** When something is due next, after now, in what this node serves; empty if nothing is ahead. */
    public Optional<Instant> nextDue() {
        return rounds.nextDue();
    }

    private void notice(Instant due) {
        store.afterCommit(() -> pulse.notice(due));
    }

    /**
     * Stops sending: waits a while for sends that are running, gives back what has not begun, ends its own threads. The store is
     * closed only if the builder was given none. Idempotent. {@linkplain #within Within a transaction} it does nothing.
     */
    @Override
    public void close() {
        if (isWithin) {
            return;
        }
        pulse.stop();
        workers.stop();
        events.stop();
        if (parts.ownsStore()) {
            store.close();
        }
    }
}
