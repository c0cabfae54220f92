package org.lastmile.notify;

import org.jspecify.annotations.Nullable;
import org.lastmile.goal.Reminder;

/**
 * The port that makes what goes along with a message, such as an entry for a calendar.
 *
 * <p>Implementations must be thread-safe and fast; one that throws makes the send a temporary failure.
 */
@FunctionalInterface
public interface Enclosure {
    /** What goes along with a reminder; {@code null} if nothing does. */
    @Nullable
    Document of(Reminder reminder);

    /**
     * A text to go along.
     *
     * @param fileName as it is to be saved, for example {@code reminder.ics}
     * @param mediaType for example {@code text/calendar}; its text is sent in UTF-8
     * @param text the text
     */
    record Document(String fileName, String mediaType, String text) {
        /** @throws IllegalArgumentException if the file's name or the media type has other characters than a plain one has */
        public Document {
            if (!fileName.matches("[A-Za-z0-9._-]{1,100}")) {
                throw new IllegalArgumentException(
                        "fileName has characters out of place; use 1 to 100 letters, digits, '.', '_' and '-'");
            }
            if (!mediaType.matches("text/[a-z0-9.+-]{1,60}")) {
                throw new IllegalArgumentException("mediaType has characters out of place; use one like text/calendar");
            }
        }
    }
}
