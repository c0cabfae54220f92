/**
 * Reminders as mail, by Jakarta Mail: {@link org.lastmile.notify.mail.MailNotifier}. It needs {@code org.eclipse.angus:angus-mail} on the class
 * path.
 */
@NullMarked
package org.lastmile.notify.mail;

import org.jspecify.annotations.NullMarked;
