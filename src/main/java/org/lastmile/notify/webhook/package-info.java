/**
 * Reminders as signed HTTP requests, by the JDK's own client: to a chat channel, a gateway for text messages, or a service of the host.
 */
@NullMarked
package org.lastmile.notify.webhook;

import org.jspecify.annotations.NullMarked;
