package org.lastmile.ical;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import net.fortuna.ical4j.data.UnfoldingReader;

/** Unfolds the lines of a text as ical4j does, and knows where it is, so that a refusal can name the line. Not thread-safe. */
final class LineReader extends Reader {
    /** So many characters are looked ahead: a line break and a blank. */
    private static final int LOOK_AHEAD = 3;

    private final UnfoldingReader unfolding;
    private int ended;
    private int last;

    LineReader(String text) {
        // Relaxed: many writers end their lines with a line feed alone.
        this.unfolding = new UnfoldingReader(new StringReader(text), LOOK_AHEAD, true);
    }

    @Override
    public int read() throws IOException {
        int c = unfolding.read();
        if (c == '\r' || (c == '\n' && last != '\r')) {
            ended++;
        }
        last = c;
        return c;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int c = length == 0 ? 0 : read();
        if (length > 0 && c >= 0) {
            buffer[offset] = (char) c;
        }
        return c < 0 ? -1 : Math.min(length, 1);
    }

    @Override
    public void close() throws IOException {
        unfolding.close();
    }

    /** How many lines have ended, folded ones counted as one. */
    int ended() {
        return ended;
    }

    /** The line of the file that was read last, from 1; a line break belongs to the line that it ends. */
    int line() {
        boolean between = last == '\r' || last == '\n';
        return ended + unfolding.getLinesUnfolded() + (between ? 0 : 1);
    }

    /** Whether what was read last ends the name of a property. */
    boolean isAfterName() {
        return last == ':' || last == ';';
    }

    boolean isAtEnd() {
        return last < 0;
    }
}
