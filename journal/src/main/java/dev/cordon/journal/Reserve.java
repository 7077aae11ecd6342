package dev.cordon.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;

/// Disk that is kept free for the last words: when it is full, the entry that says so still fits.
record Reserve(JournalFiles files) {
    /// Enough for a few entries of the longest kind.
    static final int BYTES = 256 * 1024;

    /// Makes it if it is not there. A disk that has no room for it is no failure: it is made when
    /// there is some.
    void ensure() {
        try {
            if (Files.exists(files.reserve()) && Files.size(files.reserve()) == BYTES) {
                return;
            }
            JournalFiles.file(files.reserve());
            try (RandomAccessFile file = new RandomAccessFile(files.reserve().toFile(), "rw")) {
                // Written and not only sized: a hole takes no room.
                file.write(new byte[BYTES]);
            }
        } catch (IOException _) {
            release();
        }
    }

    /// Gives the room free.
    ///
    /// @return whether there was any
    boolean release() {
        try {
            return Files.deleteIfExists(files.reserve());
        } catch (IOException _) {
            return false;
        }
    }
}
