package org.lastmile.simulation;

import java.util.EnumMap;
import java.util.Map;

/** How much goes wrong in a world, and how often. Troubles are numbered: at last they are over, and what was promised must come true. */
final class Weather {
    /** In one world of so many nothing goes wrong at all. */
    private static final int CALM = 8;

    private static final int MOST_TROUBLES = 25;

    private final Dice dice;
    private final Tally tally;
    private final Map<Fault, Double> chances = new EnumMap<>(Fault.class);
    private int left;
    private final boolean calm;

    Weather(Dice dice, Tally tally) {
        this.dice = dice;
        this.tally = tally;
        calm = dice.oneIn(CALM);
        left = calm ? 0 : 1 + dice.below(MOST_TROUBLES);
        for (var fault : Fault.values()) {
            if (!calm && !dice.oneIn(3)) {
                chances.put(fault, dice.of(0.003, 0.02, 0.1));
            }
        }
        // A suspension shows by the wall clock alone: nobody can tell one during which that was set back.
        chances.remove(dice.of(Fault.SUSPENSION, Fault.CLOCK_STEP));
    }

    /** Whether nothing is going to go wrong; people may answer all the same. */
    boolean isCalm() {
        return calm;
    }

    boolean happens(Fault fault) {
        var chance = chances.get(fault);
        if (left == 0 || chance == null || !dice.chance(chance)) {
            return false;
        }
        left--;
        tally.count(fault);
        return true;
    }
}
