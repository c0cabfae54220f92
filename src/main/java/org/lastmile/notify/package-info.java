/**
 * How is it said? The port through which the host sends, the wording of what is said in the language of the reader, what goes along
 * with it, and a notifier that only logs.
 */
@NullMarked
package org.lastmile.notify;

import org.jspecify.annotations.NullMarked;
