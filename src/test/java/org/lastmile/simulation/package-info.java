/**
 * Worlds in which all goes wrong that can: the real engine on virtual time, several nodes, one seeded dice, and an oracle that knows only
 * what the notifiers heard and what the host was told. Begin with {@link org.lastmile.simulation.World}.
 */
@NullMarked
package org.lastmile.simulation;

import org.jspecify.annotations.NullMarked;
