package org.lastmile;

import java.time.Duration;
import java.time.Instant;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Cursor;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.goal.Recipient;
import org.lastmile.store.FollowUpEdit.Change;
import org.lastmile.store.Register.Versioned;
import org.lastmile.store.Seated;
import org.lastmile.store.Store;
import org.lastmile.store.StoredGoal;
import org.lastmile.store.Target;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plans anew what waits when the rules of a time zone have changed (R4): a parliament decides, and the process starts with newer
 * zone data. The store notes by which rules its rows were planned; a node that has others walks through them once, the earliest
 * first, and goes on with its day in between.
 *
 * <p>Nodes with different zone data do not quarrel: each compares when it starts, and again when its own rules change.
 *
 * <p>Thread-safe.
 */
final class Replanner {
    private static final Logger LOG = LoggerFactory.getLogger(Replanner.class);
    private static final String NOTE = "zone rules";
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final int PAGE = 500;
    private static final Map<String, Known> KNOWN = new ConcurrentHashMap<>();

    private final Store store;
    private final Promises promises;
    private final Deque<Lane> lanes = new ArrayDeque<>();
    private @Nullable String rules;
    private @Nullable FollowUp reached;
    private @Nullable Instant lookAt;
    private long changed;

    Replanner(Store store, Promises promises) {
        this.store = store;
        this.promises = promises;
    }

    /** Whether a page is to be walked, or it is time to compare again. */
    synchronized boolean isDue(Instant now) {
        return lookAt == null || !now.isBefore(lookAt);
    }

    /** Compares, or walks through one page. What fails is begun again an hour later, and keeps nobody from their reminders. */
    synchronized void step(Instant now) {
        try {
            if (!lanes.isEmpty()) {
                walk(now);
            } else if (!compare()) {
                lookAt = now.plus(PATIENCE);
            }
        } catch (RuntimeException e) {
            LOG.warn("zone rules cannot be looked after now; trying again in {}", PATIENCE, e);
            lanes.clear();
            rules = null;
            lookAt = now.plus(PATIENCE);
        }
    }

    /** Whether a walk begins. */
    private boolean compare() {
        var found = fingerprint();
        if (found.equals(rules)) {
            return false;
        }
        var noted = store.note(NOTE);
        rules = found;
        if (noted.isEmpty()) {
            store.note(NOTE, found);
        } else if (!noted.get().equals(found)) {
            begin();
            return true;
        }
        return false;
    }

    private void begin() {
        LOG.info("the rules of time zones have changed; what waits is planned anew");
        changed = 0;
        reached = null;
        store.lanes().stream().filter(lane -> !lane.equals(Lane.ASIDE)).forEach(lanes::add);
    }

    private void walk(Instant now) {
        var lane = lanes.element();
        var page = store.waiting(lane, Instant.ofEpochMilli(Long.MAX_VALUE), reached, PAGE);
        var goals = store.goals(page.stream()
                .map(row -> new Versioned(row.followUp().key().goal(), 0))
                .collect(Collectors.toSet()));
        page.forEach(row -> replan(row, goals, now));
        if (page.size() == PAGE) {
            reached = page.get(PAGE - 1).followUp();
            return;
        }
        reached = null;
        lanes.remove();
        if (lanes.isEmpty()) {
            store.note(NOTE, Objects.requireNonNull(rules));
            if (changed > 0) {
                LOG.info("{} follow-ups have other instants by the new rules of time zones", changed);
            }
        }
    }

    private void replan(Seated row, Map<Long, StoredGoal> goals, Instant now) {
        var key = row.followUp().key();
        var goal = goals.get(key.goal());
        if (goal == null || moved(goal, row.followUp(), row.recipient(), now) == null) {
            return;
        }
        changed++;
        var step = goal.facts().steps().get(key.step()).id();
        store.edit(
                new Target(goal.facts().id(), step, row.recipient().id(), Target.Seats.ALL),
                null,
                (facts, followUp, recipient) -> {
                    var cursor = moved(facts, followUp, recipient, now);
                    return cursor == null ? null : new Change(followUp.standing(), cursor, false);
                });
    }

    /** What a follow-up waits for now, if that is at another instant; a rung that is under way stays as it is. */
    private @Nullable Cursor moved(StoredGoal goal, FollowUp followUp, Recipient recipient, Instant now) {
        var due = followUp.cursor().due();
        var standing = followUp.standing();
        boolean underWay = followUp.cursor().failures() > 0 || followUp.fence().attempts() > 0;
        if (due == null || !due.isAfter(now) || underWay || !standing.isLive()) {
            return null;
        }
        try {
            var cursor = followUp.key().seat() == FollowUp.CLOCKWORK
                    ? Cursor.engine(Objects.requireNonNull(goal.facts().due()).instant())
                    : promises.cursor(promises.terms(goal.facts(), followUp.key(), recipient, standing), standing, now);
            return Objects.equals(due, cursor.due()) ? null : cursor;
        } catch (RuntimeException e) {
            LOG.debug("follow-up {} cannot be planned now; it is looked at when it is due", followUp.key(), e);
            return null;
        }
    }

    /**
     * The rules of all regions in one short text, the same in every process that has the same rules. Zones with other names than
     * {@code Europe/Berlin} are the same under an older name, or a library's own, made anew in each process.
     */
    private static String fingerprint() {
        long sum = 0;
        for (var zone : ZoneRulesProvider.getAvailableZoneIds()) {
            if (zone.indexOf('/') > 0) {
                var rules = ZoneRulesProvider.getRules(zone, false);
                var known = KNOWN.get(zone);
                if (known == null || known.rules() != rules) {
                    known = Known.of(zone, rules);
                    KNOWN.put(zone, known);
                }
                sum += known.fingerprint();
            }
        }
        return Long.toHexString(sum);
    }

    /** Rules are immutable, so each is read through once in a process. */
    private record Known(ZoneRules rules, long fingerprint) {
        static Known of(String zone, ZoneRules rules) {
            // The hash of rules without a transition says nothing of their offset.
            long sum = zone.hashCode();
            sum = 31 * sum + rules.hashCode();
            sum = 31 * sum + rules.getOffset(Instant.EPOCH).hashCode();
            return new Known(rules, sum * 0x9E3779B97F4A7C15L);
        }
    }
}
