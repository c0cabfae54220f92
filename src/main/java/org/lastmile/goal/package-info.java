/**
 * The facts: what was promised to whom by when, and what flows between the rooms of the house. Values only; nothing here
 * reads a clock, opens a connection or starts a thread.
 */
@NullMarked
package org.lastmile.goal;

import org.jspecify.annotations.NullMarked;
