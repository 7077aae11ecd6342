package dev.cordon.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// Finds entries by their number: the segment by its name, the place in it by halving.
final class EntryFinder {
    private final JournalFiles files;

    EntryFinder(JournalFiles files) {
        this.files = files;
    }

    /// Where an entry begins.
    ///
    /// @param segment the number after which the segment is named
    record Place(long segment, long offset) {}

    /// The place of the entry, or of the end if the journal ends right before it.
    ///
    /// @throws IOException if the journal has no such place, or is damaged around it
    Place place(long sequence) throws IOException {
        List<Long> firsts = files.firsts();
        for (int i = firsts.size() - 1; i >= 0; i--) {
            if (firsts.get(i) <= sequence) {
                return new Place(firsts.get(i), offset(firsts.get(i), sequence));
            }
        }
        throw new IOException("the journal in " + files.root() + " has no entry " + sequence);
    }

    /// The entry, its form checked.
    Optional<EntryLine> entry(long sequence) throws IOException {
        Place place = place(sequence);
        try (RandomAccessFile file =
                new RandomAccessFile(files.segment(place.segment()).toFile(), "r")) {
            LineReader.Line line = new LineReader(file, place.offset()).next();
            return line.isEnd() || line.isTorn()
                    ? Optional.empty()
                    : Optional.of(EntryLine.read(line.bytes()));
        } catch (BadEntryException e) {
            throw new IOException("entry " + sequence + ": " + e.getMessage(), e);
        }
    }

    private long offset(long segment, long sequence) throws IOException {
        if (sequence == segment) {
            return 0;
        }
        long length = Files.size(files.segment(segment));
        long low = 0;
        long high = length;
        try (RandomAccessFile file = new RandomAccessFile(files.segment(segment).toFile(), "r")) {
            // Invariant: the entry begins at or behind `low`, a beginning, and before `high`.
            while (true) {
                long middle = (low + high) / 2;
                LineReader.Line line = firstBehind(file, middle, low);
                if (line.isEnd() || line.isTorn() || line.offset() >= high) {
                    return walk(file, low, sequence);
                }
                long found = EntryLine.read(line.bytes()).head().sequence();
                if (found == sequence) {
                    return line.offset();
                }
                if (found < sequence) {
                    low = line.offset() + line.bytes().length + 1;
                } else {
                    high = line.offset();
                }
            }
        } catch (BadEntryException e) {
            throw new IOException(
                    "the journal is damaged near entry " + sequence + ": " + e.getMessage(), e);
        }
    }

    /// The first line that begins at or behind `offset`; `low` is the beginning of one.
    private static LineReader.Line firstBehind(RandomAccessFile file, long offset, long low)
            throws IOException {
        if (offset <= low) {
            return new LineReader(file, low).next();
        }
        LineReader reader = new LineReader(file, offset - 1);
        LineReader.Line rest = reader.next();
        return rest.isEnd() || rest.isTorn() ? rest : reader.next();
    }

    private long walk(RandomAccessFile file, long from, long sequence)
            throws IOException, BadEntryException {
        LineReader reader = new LineReader(file, from);
        long last = -1;
        for (LineReader.Line line = reader.next(); !line.isEnd(); line = reader.next()) {
            if (line.isTorn()) {
                return line.offset();
            }
            last = EntryLine.read(line.bytes()).head().sequence();
            if (last == sequence) {
                return line.offset();
            }
            if (last > sequence) {
                break;
            }
        }
        if (last > sequence || (last >= 0 && last < sequence - 1)) {
            throw new IOException("the journal in " + files.root() + " has no entry " + sequence);
        }
        return file.length();
    }
}
