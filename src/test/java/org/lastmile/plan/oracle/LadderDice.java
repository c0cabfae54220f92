package org.lastmile.plan.oracle;

import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Anchor;
import org.lastmile.goal.Audience;
import org.lastmile.goal.Channel;
import org.lastmile.goal.Ladder;
import org.lastmile.goal.Offset;
import org.lastmile.goal.Repetition;
import org.lastmile.goal.Rung;
import org.lastmile.goal.When;

/** Rolls a ladder of one to seven rungs. */
final class LadderDice {
    private static final List<String> DISTANCES =
            List.of("P1D", "P2D", "P7D", "P1M", "P1M1D", "PT1H", "PT12H", "PT36H");

    private final SplittableRandom dice;
    private final CaseDice parts;
    private final boolean opens;

    LadderDice(SplittableRandom dice, CaseDice parts, boolean opens) {
        this.dice = dice;
        this.parts = parts;
        this.opens = opens;
    }

    Ladder roll() {
        var rungs = new Rung[1 + dice.nextInt(7)];
        for (int i = 0; i < rungs.length; i++) {
            rungs[i] = rung();
        }
        return Ladder.of(rungs);
    }

    private Rung rung() {
        var audience = parts.chance(92) ? Audience.PARTICIPANT : Audience.OWNER;
        return new Rung(when(), audience, List.of(Channel.EMAIL), false, parts.chance(20), 0);
    }

    private When when() {
        var anchor = anchor();
        if (anchor == Anchor.AT_OPENING) {
            return new When(anchor, Offset.of(Duration.ZERO), parts.chance(25), null);
        }
        var offset = parts.offset(false);
        var repetition = parts.chance(14) ? repetition(offset) : null;
        return new When(anchor, offset, parts.chance(25), repetition);
    }

    private Anchor anchor() {
        int choice = dice.nextInt(100);
        if (choice < 48) {
            return Anchor.BEFORE;
        }
        if (choice < 66) {
            return Anchor.AFTER;
        }
        if (choice < 80) {
            return Anchor.AFTER_START;
        }
        return choice < 90 || !opens ? Anchor.WHEN_IDLE : Anchor.AT_OPENING;
    }

    private @Nullable Repetition repetition(Offset offset) {
        var distance = Zones.pick(DISTANCES, dice);
        int times = dice.nextInt(1, 7);
        if (distance.contains("T")) {
            return new Repetition(Duration.parse(distance), times);
        }
        return offset instanceof Offset.Calendar ? new Repetition(Period.parse(distance), times) : null;
    }
}
