package org.lastmile.plan.oracle;

/** What a random case of several people can reach, rule by rule. None of it may go unreached. */
enum GroupReached {
    R15_ALL,
    R15_ANY_CLOSED_THE_OTHERS,
    R15_AT_LEAST_CLOSED_THE_OTHERS,
    R16_BEGAN_FOR_ONE,
    R16_BEGAN_WITH_WHOLE_STEP,
    R16_ENDED_WITH_THE_STEP_BEFORE,
    R16_ANSWERED_WHILE_DORMANT,
    R17_LISTED,
    R17_LISTED_SEVERAL,
    R17_NOBODY_OPEN,
    R17_WAITED_FOR_A_HOLD,
    R17_HELD_ONES_NOT_LISTED,
    R17_SECOND_GROUP,
    R17_MOVED,
    R17_IDLE_FROM_NEWEST_ACTIVITY,
    R18_CAME_AGAIN,
    R18_MOVED,
    R18_NOT_YET_MISSED_OFTEN_ENOUGH,
    R18_NTH_MISS_TOLD,
    R19_FIRST_CHANNEL,
    R19_OPTED_OUT,
    R19_FAILED_THEN_NEXT,
    R19_NO_CHANNEL_LEFT,
    R19_NO_RECIPIENT,
    R19_CAPPED,
    R20_NEW_LADDER;

    /** The rule it belongs to, R15 to R20. */
    String rule() {
        return name().substring(0, name().indexOf('_'));
    }
}
