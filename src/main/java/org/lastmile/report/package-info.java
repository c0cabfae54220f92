/**
 * How did it go? What came of a goal, as data and as text.
 */
@NullMarked
package org.lastmile.report;

import org.jspecify.annotations.NullMarked;
