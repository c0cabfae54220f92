package org.lastmile.store.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;

/** The recipients of a goal, each once, by the numbers they have in it. */
final class Members {
    private static final int FEW = 8;

    private final List<Recipient> recipients;
    /** Where to find an id: the recipient's number plus one, at the place of its hash or the next free one behind it; 0 is free. */
    private int[] places = {};

    Members() {
        this(new ArrayList<>());
    }

    private Members(List<Recipient> recipients) {
        this.recipients = recipients;
        spread();
    }

    Members copy() {
        return new Members(new ArrayList<>(recipients));
    }

    /** The recipient's number; of two with the same id, the one named last is kept. */
    int add(Recipient recipient) {
        int place = place(recipient.id());
        if (places[place] != 0) {
            recipients.set(places[place] - 1, recipient);
            return places[place] - 1;
        }
        recipients.add(recipient);
        places[place] = recipients.size();
        if (recipients.size() * 3 > places.length * 2) {
            spread();
        }
        return recipients.size() - 1;
    }

    /** Gives each its place anew, in a table that is a third to two thirds full. */
    private void spread() {
        places = new int[Integer.highestOneBit(Math.max(FEW, recipients.size() * 3 - 1))];
        for (int number = 0; number < recipients.size(); number++) {
            places[place(recipients.get(number).id())] = number + 1;
        }
    }

    private int place(String id) {
        int hash = id.hashCode();
        int place = (hash ^ hash >>> 16) & places.length - 1;
        while (places[place] != 0 && !recipients.get(places[place] - 1).id().equals(id)) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }

    /** Adds the owner and the holders of roles, and gives the goal with each of them as they are kept. */
    Goal addOverseers(Goal facts) {
        if (facts.owner() != null) {
            add(facts.owner());
        }
        facts.roles().values().forEach(holders -> holders.forEach(this::add));
        return asKept(facts);
    }

    /** The goal with its owner and the holders of its roles as they are kept. */
    Goal asKept(Goal facts) {
        var kept = facts.owner() == null ? facts : facts.ownedBy(asKept(facts.owner()));
        for (var role : facts.roles().entrySet()) {
            kept = kept.role(
                    role.getKey(), role.getValue().stream().map(this::asKept).toArray(Recipient[]::new));
        }
        return kept;
    }

    /** The same members, one of whom nobody knows any more. */
    Members without(String id) {
        var number = find(id);
        var left = new ArrayList<>(recipients);
        if (number != null) {
            left.set(number, nobody(number));
        }
        return new Members(left);
    }

    private static Recipient nobody(int number) {
        return Recipient.of("forgotten-" + number, "forgotten");
    }

    /** The goal with that owner and those holders of roles under the name of nobody who had that id. */
    Goal renamed(Goal facts, String id) {
        var number = find(id);
        var kept = facts;
        var owner = facts.owner();
        if (number != null && owner != null && owner.id().equals(id)) {
            kept = kept.ownedBy(nobody(number));
        }
        for (var role : facts.roles().entrySet()) {
            kept = kept.role(
                    role.getKey(),
                    role.getValue().stream()
                            .map(holder -> number != null && holder.id().equals(id) ? nobody(number) : holder)
                            .toArray(Recipient[]::new));
        }
        return kept;
    }

    /** All of them, in the order of their numbers. */
    List<Recipient> all() {
        return recipients;
    }

    Recipient get(int number) {
        return recipients.get(number);
    }

    @Nullable
    Integer find(String id) {
        int place = places[place(id)];
        return place == 0 ? null : place - 1;
    }

    private Recipient asKept(Recipient recipient) {
        return recipients.get(Objects.requireNonNull(find(recipient.id())));
    }
}
