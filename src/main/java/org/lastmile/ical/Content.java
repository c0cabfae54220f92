package org.lastmile.ical;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The text of a calendar file: read up to a limit, and in UTF-8 (RFC 5545 section 3.1.4). */
final class Content {
    /** A file with 10,000 attendees has about 2 MB. */
    static final int MOST_BYTES = 10 * 1024 * 1024;

    private Content() {}

    static String read(InputStream in, Place file) {
        try {
            var bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw file.refuse(
                        "the file is larger than " + MOST_BYTES + " bytes; split it, or remove inline attachments");
            }
            return decoded(bytes, file);
        } catch (IOException e) {
            throw file.refuse(
                    "the file cannot be read (" + e.getClass().getSimpleName()
                            + "); check that it is there and may be read",
                    e);
        }
    }

    private static String decoded(byte[] bytes, Place file) {
        try {
            return strictly(bytes);
        } catch (CharacterCodingException e) {
            // Section 3.1 lets a writer fold in the middle of a character, so octets are unfolded before they are
            // decoded.
            // Only where it matters, since it makes the line numbers of messages those of unfolded lines.
            try {
                return strictly(unfolded(bytes));
            } catch (CharacterCodingException again) {
                throw file.refuse(
                        "the file is not in UTF-8, as RFC 5545 section 3.1.4 demands; save it in UTF-8", again);
            }
        }
    }

    private static String strictly(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static byte[] unfolded(byte[] bytes) {
        var result = new ByteArrayOutputStream(bytes.length);
        int i = 0;
        while (i < bytes.length) {
            int end = bytes[i] == '\r' && i + 1 < bytes.length && bytes[i + 1] == '\n' ? i + 2 : i + 1;
            boolean fold = bytes[end - 1] == '\n' && end < bytes.length && (bytes[end] == ' ' || bytes[end] == '\t');
            if (fold) {
                i = end + 1;
            } else {
                result.write(bytes, i, end - i);
                i = end;
            }
        }
        return result.toByteArray();
    }
}
