/**
 * The front door: {@link org.lastmile.Lastmile} takes goals and answers, and its engine sends what is due.
 *
 * <p>Below it the house has a room for each question: {@link org.lastmile.goal what is promised},
 * {@link org.lastmile.plan when do we speak}, {@link org.lastmile.store who may act now},
 * {@link org.lastmile.notify how is it said}, {@link org.lastmile.report how did it go}.
 */
@NullMarked
package org.lastmile;

import org.jspecify.annotations.NullMarked;
