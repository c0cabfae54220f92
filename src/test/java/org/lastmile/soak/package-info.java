/** A host under load for minutes, over a million open follow-ups and in little memory: late by how much, and growing in what. */
@NullMarked
package org.lastmile.soak;

import org.jspecify.annotations.NullMarked;
