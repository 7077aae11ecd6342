package dev.cordon.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.OptionalLong;

/// The newest checkpoint, as far as an opener must know it.
final class CheckpointFile {
    private CheckpointFile() {}

    /// Checks that the journal still has every entry that was signed.
    ///
    /// @param entries how many there are
    /// @throws JournalException if entries were cut off
    static void refuseTruncated(JournalFiles files, long entries) throws IOException {
        OptionalLong signed = size(files);
        if (signed.isPresent() && signed.getAsLong() > entries) {
            throw new JournalException(
                    "the journal in "
                            + files.root()
                            + " was cut: its checkpoint covers "
                            + signed.getAsLong()
                            + " entries and "
                            + entries
                            + " are there. Restore the folder from a backup, or keep it as"
                            + " evidence and move it away to start a new journal");
        }
    }

    /// How many entries the newest checkpoint covers; empty if there is none.
    static OptionalLong size(JournalFiles files) throws IOException {
        if (!Files.exists(files.checkpoint())) {
            return OptionalLong.empty();
        }
        String note = Files.readString(files.checkpoint(), StandardCharsets.UTF_8);
        int first = note.indexOf('\n');
        int second = note.indexOf('\n', first + 1);
        try {
            return OptionalLong.of(
                    Long.parseLong(note.substring(first + 1, Math.max(second, first + 1))));
        } catch (NumberFormatException e) {
            throw new JournalException(
                    files.checkpoint() + " is no checkpoint; run \"cordon journal verify\"", e);
        }
    }
}
