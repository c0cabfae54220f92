/**
 * And what is going on? The port through which a host is told of what happens to its goals, for screens, audits and metrics.
 */
@NullMarked
package org.lastmile.watch;

import org.jspecify.annotations.NullMarked;
