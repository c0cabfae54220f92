/**
 * When do we speak? Pure functions of facts and an {@link java.time.Instant}: the time rules, the preview, and the judgement
 * of what a follow-up is to do now. No clock, no thread, no input or output.
 *
 * <p>{@link org.lastmile.plan.Planner} works out every rung of a follow-up; {@link org.lastmile.plan.Judge} says which of
 * them fires at an instant; {@link org.lastmile.plan.Preview} shows it to people.
 */
@NullMarked
package org.lastmile.plan;

import org.jspecify.annotations.NullMarked;
