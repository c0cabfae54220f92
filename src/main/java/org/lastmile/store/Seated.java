package org.lastmile.store;

import org.lastmile.goal.FollowUp;
import org.lastmile.goal.Recipient;

/**
 * A follow-up with the recipient it is about.
 *
 * <p>Immutable and thread-safe.
 */
public record Seated(FollowUp followUp, Recipient recipient) {}
