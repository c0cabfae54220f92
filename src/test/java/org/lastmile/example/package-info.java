/**
 * The rehearsal: an invitation is read, its plan is shown, and all of it happens in fast motion, a crash included. It uses the
 * public API only, so it is also an example of how a host does these things.
 */
@NullMarked
package org.lastmile.example;

import org.jspecify.annotations.NullMarked;
