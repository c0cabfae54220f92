package org.lastmile.store.memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Goal;
import org.lastmile.goal.Recipient;

/** The recipients of a goal, each once, by the numbers they have in it. */
final class Members {
    private final List<Recipient> recipients;
    private final Map<String, Integer> numbers;

    Members() {
        this(new ArrayList<>(), new HashMap<>());
    }

    private Members(List<Recipient> recipients, Map<String, Integer> numbers) {
        this.recipients = recipients;
        this.numbers = numbers;
    }

    Members copy() {
        return new Members(new ArrayList<>(recipients), new HashMap<>(numbers));
    }

    /** The recipient's number; of two with the same id, the one named last is kept. */
    int add(Recipient recipient) {
        var known = numbers.putIfAbsent(recipient.id(), recipients.size());
        if (known == null) {
            recipients.add(recipient);
            return recipients.size() - 1;
        }
        recipients.set(known, recipient);
        return known;
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
        var forgotten = copy();
        var number = forgotten.numbers.remove(id);
        if (number != null) {
            forgotten.recipients.set(number, nobody(number));
            forgotten.numbers.put(nobody(number).id(), number);
        }
        return forgotten;
    }

    private static Recipient nobody(int number) {
        return Recipient.of("forgotten-" + number, "forgotten");
    }

    /** The goal with that owner and those holders of roles under the name of nobody who had that id. */
    Goal renamed(Goal facts, String id) {
        var number = numbers.get(id);
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
        return numbers.get(id);
    }

    private Recipient asKept(Recipient recipient) {
        return recipients.get(Objects.requireNonNull(numbers.get(recipient.id())));
    }
}
