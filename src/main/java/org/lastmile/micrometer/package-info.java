/**
 * How much, how late, how long? Meters of what is sent and what waits, by Micrometer, which the host adds to its class path.
 */
@NullMarked
package org.lastmile.micrometer;

import org.jspecify.annotations.NullMarked;
