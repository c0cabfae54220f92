/**
 * Answers by one click: signed links that a recipient can follow. {@link org.lastmile.link.ActionLinks} makes and reads them; it
 * acts on nothing.
 */
@NullMarked
package org.lastmile.link;

import org.jspecify.annotations.NullMarked;
