/** A store that forgets with the process: for tests, rehearsals and small hosts. */
@NullMarked
package org.lastmile.store.memory;

import org.jspecify.annotations.NullMarked;
