package org.lastmile.simulation;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the host has said of one follow-up, and been answered. */
final class Story {
    /** Whether anybody has said anything of it, or of what it depends on. */
    boolean touched;
    /** Whether a closed one was opened again. */
    boolean reopened;
    /** When idle rungs were last armed again, if they were. */
    @Nullable
    Instant touchedAt;
    /** When a nudge was last written, if one was. */
    @Nullable
    Instant nudgedAt;
    /** When instants within an epoch last changed, if they did. */
    @Nullable
    Instant replannedAt;
    /** Whether its deadline was moved when it had ended, so that its plan says nothing of the life it had. */
    boolean movedOn;
    /** The epoch in which it last waited for another step; it begins in the next. */
    int dormantIn = -1;
    /** Until when it was held at most. */
    @Nullable
    Instant heldUntil;
    /** Since when there is to be silence, in the order of events; -1 if it may be spoken to. */
    long silentSince = -1;
    /** Whether that was said of something that had ended a lease before: such an answer names nothing. */
    boolean answeredLate;
    /** The reminders that closings have named. */
    final Set<String> named = new HashSet<>();
}
