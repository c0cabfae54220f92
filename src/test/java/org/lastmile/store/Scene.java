package org.lastmile.store;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Claim;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Lane;
import org.lastmile.goal.LedgerEntry;
import org.lastmile.goal.Outcome;
import org.lastmile.goal.Recipient;
import org.lastmile.goal.ReminderState;
import org.lastmile.goal.Rung;
import org.lastmile.goal.Standing;
import org.lastmile.goal.Step;

/** A small world for the contracts: goals, guests, and instants around one noon. */
public final class Scene {
    public static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
    public static final Instant LEASED = NOON.plusSeconds(60);
    public static final Lane EMAIL = new Lane(Channel.EMAIL, false);
    public static final Lane SMS = new Lane(Channel.SMS, true);

    private final Store store;

    public Scene(Store store) {
        this.store = store;
    }

    /** So many minutes after noon, or before it. */
    public static Instant minute(long minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    /** A goal with two steps that nobody is in yet. */
    public static Goal facts(String id) {
        var ladder = Ladder.of(Rung.before(Period.ofDays(1)).by("email"));
        return Goal.of(id, "Goal " + id)
                .due(LocalDateTime.parse("2026-07-04T19:00"), ZoneId.of("America/New_York"))
                .step(Step.of("rsvp", "Reply").ladder(ladder))
                .finalStep(Step.of("arrive", "Be there").ladder(ladder));
    }

    public static Recipient guest(int n) {
        return Recipient.of("guest-" + n, "Guest " + n).withAddress("email", n + "@example.org");
    }

    /** A guest of the first step whose first rung is due in the lane for e-mail. */
    public static NewFollowUp due(int guest, Instant due) {
        return followUp(0, guest, Cursor.at(due, EMAIL, 0, 0));
    }

    public static NewFollowUp followUp(int step, int guest, Cursor cursor) {
        return new NewFollowUp(step, guest(guest), FollowUp.PARTICIPANT, Standing.open(NOON), cursor);
    }

    /** The goal with those follow-ups, kept. */
    public StoredGoal goal(String id, NewFollowUp... followUps) {
        return goal(facts(id), followUps);
    }

    public StoredGoal goal(Goal facts, NewFollowUp... followUps) {
        store.add(facts, Integer.toHexString(facts.hashCode()), List.of(followUps), NOON);
        return store.goal(facts.id()).orElseThrow();
    }

    /** The guests 0 to n - 1 in the first step, one due each minute from noon. */
    public StoredGoal goal(String id, int guests) {
        var followUps = new ArrayList<NewFollowUp>();
        for (int i = 0; i < guests; i++) {
            followUps.add(due(i, minute(i)));
        }
        return goal(id, followUps.toArray(NewFollowUp[]::new));
    }

    /** The one follow-up of the goal, as it is now. */
    public FollowUp only(StoredGoal goal) {
        var all = all(goal);
        if (all.size() != 1) {
            throw new AssertionError(all.size() + " follow-ups");
        }
        return all.get(0).followUp();
    }

    public List<Seated> all(StoredGoal goal) {
        return store.followUps(goal.number(), null, 100_000);
    }

    public List<LedgerEntry> ledger(StoredGoal goal) {
        return store.ledger(goal.number(), null, 100_000);
    }

    /** Claims what is due in the lane for e-mail, an hour after noon. */
    public List<Claim> claimAll() {
        return store.claim(EMAIL, minute(60), minute(61), 100_000);
    }

    /** Claims the one thing that is due in the lane for e-mail. */
    public FollowUp claimOne() {
        var claims = claimAll();
        if (claims.size() != 1) {
            throw new AssertionError(claims.size() + " claims");
        }
        return claims.get(0).followUp();
    }

    /** Sent, and nothing is left to do. */
    public static Settlement sent(FollowUp claimed) {
        return new Settlement(claimed, claimed.standing().handled(0, 0), Cursor.NONE, List.of(line(claimed)));
    }

    /** The line that says the first rung was sent under that claim. */
    public static LedgerEntry line(FollowUp claimed) {
        return new LedgerEntry(
                claimed.key(),
                0,
                0,
                claimed.standing().arming().epoch(),
                0,
                claimed.fence().generation(),
                ReminderState.SENT,
                Channel.EMAIL,
                NOON,
                minute(61),
                "queued as 4711");
    }

    /** Ends it. */
    public static FollowUpEdit.Change closed(FollowUp followUp) {
        return new FollowUpEdit.Change(followUp.standing().closed(Outcome.DONE, minute(60)), Cursor.NONE, true);
    }

    /** Lets it wait for something else, and leaves its claim alone. */
    public static FollowUpEdit.Change waitingUntil(FollowUp followUp, Instant due) {
        return new FollowUpEdit.Change(followUp.standing(), Cursor.at(due, EMAIL, 0, 0), false);
    }
}
