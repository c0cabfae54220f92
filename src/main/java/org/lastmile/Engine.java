package org.lastmile;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Lane;
import org.lastmile.goal.SendResult;
import org.lastmile.store.Store;

/**
 * The engine as single steps: claim, look, send, settle. It has no thread; the {@link Pulse}, {@link Lastmile#runDue()} and the tests
 * drive the same steps.
 */
final class Engine {
    final Claimer claimer;
    private final Speaker speaker;
    private final Settler settler;
    private final Store store;
    final Timepiece time;
    private final Settings settings;
    /** Claims that were given back, until it has been seen that they are. */
    private final Queue<Work> givenBack = new ConcurrentLinkedQueue<>();

    Engine(Claimer claimer, Speaker speaker, Settler settler, Store store, Timepiece time, Settings settings) {
        this.claimer = claimer;
        this.speaker = speaker;
        this.settler = settler;
        this.store = store;
        this.time = time;
        this.settings = settings;
    }

    /** The engine's time, in whole milliseconds. */
    Instant now() {
        return time.now();
    }

    /** Claims what is due in a lane, and judges what is to be done with each. */
    List<Work> claim(Lane lane, int limit) {
        giveBackAgain();
        return claimer.claim(lane, limit);
    }

    /** Looks at claims that have waited, and gives those that still hold. The others are dropped: somebody else acts. */
    List<Work> look(List<Work> works) {
        var asked = time.mark();
        var found = store.look(works.stream().map(Work::followUp).toList(), now().plus(settings.lease()));
        // An answer that took half a lease is no news: the claims may be somebody else's before they are acted on.
        boolean isNews = time.millisSince(asked) < settings.lease().toMillis() / 2;
        var held = isNews ? found : Set.<FollowUp.Key>of();
        // Of two claims of this node on one follow-up only the later can be the one that holds.
        var latest = new HashMap<FollowUp.Key, Integer>();
        works.forEach(work -> latest.merge(work.followUp().key(), generation(work), Math::max));
        var kept = works.stream()
                .filter(work -> held.contains(work.followUp().key()))
                .filter(work ->
                        generation(work) == latest.getOrDefault(work.followUp().key(), -1))
                .toList();
        var looked = time.mark();
        kept.forEach(work -> work.held(looked));
        // What the host has edited meanwhile is due again at once; what is closed or somebody else's stays as it is.
        handBack(works.stream().filter(work -> !kept.contains(work)).toList());
        return kept;
    }

    private static int generation(Work work) {
        return work.followUp().fence().generation();
    }

    /** How long ago it was last known that the claim holds. */
    long ageMillis(Work work) {
        return time.millisSince(work.heldAt());
    }

    /** Whether the claim has waited so long that it must be looked at before the send. */
    boolean isAged(Work work) {
        return ageMillis(work) >= settings.lookAfter().toMillis();
    }

    /** Calls the notifier; {@code null} if it was not called after all. */
    @Nullable
    SendResult send(Work work) {
        return speaker.send(work, () -> isTooOld(work));
    }

    /**
     * Whether this process has stood still meanwhile, or the host's directory has, for most of a lease: another node may have the claim by
     * now, and have settled it, so that no answer knows of this one.
     */
    private boolean isTooOld(Work work) {
        return ageMillis(work) >= settings.lease().toMillis() * 3 / 4;
    }

    /**
     * Writes what came of works, all in one transaction, and adds up what was done.
     *
     * @param again takes the works whose rows were locked; they are to be settled later
     */
    RunResult settle(List<Work> works, List<Work> again) {
        return settler.settle(works, again);
    }

    /** Gives claims back that will not be used. */
    void handBack(List<Work> works) {
        if (!works.isEmpty()) {
            givenBack.addAll(works);
            store.handBack(works.stream().map(Work::followUp).toList());
        }
    }

    /**
     * Where somebody had the row locked just then, the claim is still there, and would keep all others out until its lease runs out.
     * Nobody acts on a claim that was given back: so it may be given back at any time, as long as the generation is its own.
     */
    private void giveBackAgain() {
        if (givenBack.isEmpty()) {
            return;
        }
        var works = List.copyOf(givenBack);
        var claimed = store
                .read(works.stream().map(Work::followUp).map(FollowUp::key).toList())
                .stream()
                .filter(row -> row.fence().leaseUntil() != null)
                .collect(toMap(FollowUp::key, row -> row.fence().generation(), Math::max));
        var kept = works.stream()
                .filter(work -> claimed.getOrDefault(work.followUp().key(), -1) == generation(work))
                .toList();
        var gone = new HashSet<>(works);
        kept.forEach(gone::remove);
        givenBack.removeAll(gone);
        if (!kept.isEmpty()) {
            store.handBack(kept.stream().map(Work::followUp).toList());
        }
    }
}
