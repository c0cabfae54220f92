package org.lastmile.store;

import java.util.Optional;

/** What housekeeping has to remember, whichever node does it next. */
public interface Notes {
    /** What was noted under that name; empty if nothing was. */
    Optional<String> note(String name);

    /**
     * Notes something in place of what was noted under that name.
     *
     * @param name at most 60 characters
     * @param text at most 200 characters
     */
    void note(String name, String text);
}
