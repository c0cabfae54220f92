package org.lastmile.store;

/**
 * One step of a goal that is kept.
 *
 * @param goal the goal's number
 * @param step the step's position in the goal, from 0
 */
public record StepKey(long goal, int step) {}
