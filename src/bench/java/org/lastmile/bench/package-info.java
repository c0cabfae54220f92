/** How fast Lastmile is beside others, on the same database and in the same run. */
@NullMarked
package org.lastmile.bench;

import org.jspecify.annotations.NullMarked;
