/**
 * How is it said? The port through which the host sends, the wording of what is said, and a notifier that only logs.
 */
@NullMarked
package org.lastmile.notify;

import org.jspecify.annotations.NullMarked;
