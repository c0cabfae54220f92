/** The promises under faults of real processes, real databases and real connections, judged by a file that notifiers write. */
@NullMarked
package org.lastmile.fault;

import org.jspecify.annotations.NullMarked;
