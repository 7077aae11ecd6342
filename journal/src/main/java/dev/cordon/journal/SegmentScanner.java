package dev.cordon.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a journal over all its segments, from an entry on. It never writes.
final class SegmentScanner implements AutoCloseable {
    private final JournalFiles files;
    private final Deque<Long> rest;
    private long segment;
    private @Nullable RandomAccessFile file;
    private @Nullable LineReader reader;
    private long tornBytes;

    /// @param from the first entry to read
    SegmentScanner(JournalFiles files, long from) throws IOException {
        this.files = files;
        this.rest = new ArrayDeque<>();
        long start = -1;
        for (long first : files.firsts()) {
            if (first <= from) {
                start = first;
            } else {
                rest.add(first);
            }
        }
        if (start >= 0) {
            long offset = from == start ? 0 : new EntryFinder(files).place(from).offset();
            open(start, offset);
        } else if (from == 0 && !rest.isEmpty()) {
            open(rest.removeFirst(), 0);
        }
    }

    /// The next line without its newline; empty at the end, or where a line is torn.
    Optional<byte[]> next() throws IOException {
        LineReader lines = reader;
        while (lines != null) {
            LineReader.Line line = lines.next();
            if (line.isTorn()) {
                tornBytes = fileLength() - line.offset();
                return Optional.empty();
            }
            if (!line.isEnd()) {
                return Optional.of(line.bytes());
            }
            if (rest.isEmpty()) {
                return Optional.empty();
            }
            open(rest.removeFirst(), 0);
            lines = reader;
        }
        return Optional.empty();
    }

    /// How many bytes stand behind the last whole line, where reading stopped.
    long tornBytes() {
        return tornBytes;
    }

    /// Whether reading stopped before the last segment.
    boolean stoppedEarly() {
        return tornBytes > 0 && !rest.isEmpty();
    }

    /// The segment that is being read.
    long segment() {
        return segment;
    }

    /// Makes what was read durable; only the last segment can still be in memory.
    void force() throws IOException {
        try (RandomAccessFile writable =
                new RandomAccessFile(files.segment(segment).toFile(), "rw")) {
            writable.getChannel().force(false);
        }
    }

    @Override
    public void close() throws IOException {
        RandomAccessFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }

    private long fileLength() throws IOException {
        RandomAccessFile open = file;
        return open == null ? 0 : open.length();
    }

    private void open(long first, long offset) throws IOException {
        close();
        segment = first;
        RandomAccessFile next = new RandomAccessFile(files.segment(first).toFile(), "r");
        file = next;
        reader = new LineReader(next, offset);
    }
}
