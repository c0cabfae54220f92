/**
 * Invitations out of iCalendar files (RFC 5545), as facts that a goal can be made of.
 *
 * <p>{@link org.lastmile.ical.InvitationReader} is the door. It needs {@code org.mnode.ical4j:ical4j} on the class path, uses
 * its parser and its recurrence rules, and keeps away from its registry of time zones, which would ask the network for
 * updates and change the zones of the whole JVM.
 */
@NullMarked
package org.lastmile.ical;

import org.jspecify.annotations.NullMarked;
