/**
 * For the host's tests: time that stands still until it is moved, and a notifier that remembers. A year passes in one test
 * without a sleep.
 */
@NullMarked
package org.lastmile.testing;

import org.jspecify.annotations.NullMarked;
