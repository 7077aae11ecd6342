package dev.cordon.journal;

import dev.cordon.protocol.JsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a journal from the first entry to the last one. It checks the form of entries and not
/// their hashes, and goes on reading when nothing can be written any more.
public final class JournalReader {
    private final JournalFiles files;

    /// @param folder of the journal
    public JournalReader(Path folder) {
        this.files = new JournalFiles(folder.toAbsolutePath().normalize());
    }

    /// Takes entries one by one.
    public interface Sink {
        /// @throws IOException to stop reading
        void entry(StoredEntry entry) throws IOException;
    }

    /// Reads all whole entries from `from` on.
    ///
    /// @return the number of the entry to go on with, for following a journal
    /// @throws IOException if there is no journal, or an entry is damaged
    public long read(long from, JournalFilter filter, Sink sink) throws IOException {
        if (files.firsts().isEmpty()) {
            throw new IOException("there is no journal in " + files.root());
        }
        long next = from;
        try (SegmentScanner scanner = new SegmentScanner(files, from)) {
            for (Optional<byte[]> line = scanner.next(); line.isPresent(); line = scanner.next()) {
                StoredEntry entry = StoredEntry.of(EntryLine.read(line.get()));
                next = entry.index() + 1;
                if (filter.wants(entry)) {
                    sink.entry(entry);
                }
            }
        } catch (BadEntryException | JsonException e) {
            throw new IOException(
                    "entry " + next + ": " + e.getMessage() + "; run \"cordon journal verify\"", e);
        }
        return next;
    }
}
