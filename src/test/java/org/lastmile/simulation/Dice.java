package org.lastmile.simulation;

import java.util.List;
import java.util.SplittableRandom;

/** All chance of a world comes from here, so that its number plays it again. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /** From 0 to below that. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    long between(long least, long most) {
        return least + random.nextLong(most - least + 1);
    }

    /** Once in so many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    final <T> T of(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
