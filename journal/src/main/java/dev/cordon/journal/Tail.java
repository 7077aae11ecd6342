package dev.cordon.journal;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Where a journal ends.
///
/// @param segment the sequence number after which the last segment is named
/// @param endBytes the length of that segment
/// @param next the sequence number of the entry to come
/// @param leaf the leaf hash of the last entry in hex; zeros if there is none
/// @param log the name of the journal
record Tail(long segment, long endBytes, long next, String leaf, String log) {
    /// The fixed length of the hint in the lock file.
    static final int HINT_BYTES = 320;

    private static final String MAGIC = "cordon-journal-1";
    private static final int HINT_FIELDS = 6;

    /// The start of a new journal.
    static Tail start(String log) {
        return new Tail(0, 0, 0, Hashes.hex(Hashes.zeros()), log);
    }

    /// As text of fixed length for the lock file. It only saves a search: whoever reads it checks
    /// it against the segment.
    byte[] hint() {
        String text =
                MAGIC + ' ' + segment + ' ' + endBytes + ' ' + next + ' ' + leaf + ' ' + log + '\n';
        byte[] bytes = new byte[HINT_BYTES];
        byte[] ascii = EntryLine.ascii(text);
        if (ascii.length > HINT_BYTES) {
            throw new IllegalStateException("the name of the journal is too long: " + log);
        }
        System.arraycopy(ascii, 0, bytes, 0, ascii.length);
        return bytes;
    }

    /// The hint, if the bytes are one.
    static Optional<Tail> fromHint(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        if (end < 0 || !text.startsWith(MAGIC)) {
            return Optional.empty();
        }
        String[] fields = text.substring(0, end).split(" ", -1);
        try {
            return fields.length == HINT_FIELDS && fields[4].length() == Hashes.HEX_CHARS
                    ? Optional.of(
                            new Tail(
                                    Long.parseLong(fields[1]),
                                    Long.parseLong(fields[2]),
                                    Long.parseLong(fields[3]),
                                    fields[4],
                                    fields[5]))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
