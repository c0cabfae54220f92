/**
 * Invitations out of iCalendar files (RFC 5545), as facts that a goal can be made of; and reminders as entries for a calendar.
 *
 * <p>{@link org.lastmile.ical.InvitationReader} and {@link org.lastmile.ical.CalendarEntry} are the doors. Both need {@code org.mnode.ical4j:ical4j} on the class path, use
 * its parser, writer and recurrence rules, and keep away from its registry of time zones, which would ask the network for
 * updates and change the zones of the whole JVM.
 */
@NullMarked
package org.lastmile.ical;

import org.jspecify.annotations.NullMarked;
