package org.lastmile;

import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Recipient;
import org.lastmile.notify.RecipientDirectory;

/**
 * What is known of a recipient only at the send.
 *
 * @param caps how many messages they may get
 * @param directory where the host keeps their addresses, if it does
 */
record Outreach(Caps caps, @Nullable RecipientDirectory directory) {
    /** The recipient as the host knows them now, else as they were scheduled. */
    Recipient find(Recipient scheduled) {
        return directory == null ? scheduled : directory.find(scheduled.id()).orElse(scheduled);
    }
}
