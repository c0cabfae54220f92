package org.lastmile.goal;

/**
 * The right to act on a follow-up until a lease runs out.
 *
 * <p>Immutable and thread-safe.
 *
 * @param followUp the row as it is after the claim; its fence has the lease
 * @param recipient who is to be told
 * @param goalVersion the version of the goal's facts that holds
 * @param suspect whether an earlier claim ran out unsettled: a node may have died on it
 */
public record Claim(FollowUp followUp, Recipient recipient, int goalVersion, boolean suspect) {}
