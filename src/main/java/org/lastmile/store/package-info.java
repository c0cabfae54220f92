/**
 * Who may act now? The ports through which goals, follow-ups and the ledger are kept, and the values they exchange.
 *
 * <p>A store keeps and fences; it never plans. What a change means is told by pure functions ({@link FollowUpEdit}) that it
 * calls on the rows it has locked.
 */
@NullMarked
package org.lastmile.store;

import org.jspecify.annotations.NullMarked;
