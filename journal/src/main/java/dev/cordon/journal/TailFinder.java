package dev.cordon.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the end of a journal, and mends it after a crash.
///
/// Only for who holds the lock. A line without its newline, or bytes a power failure left as zeros,
/// were never acknowledged: they are cut off and kept aside. A whole line that does not fit is
/// damage or tampering: that is refused.
final class TailFinder {
    private final JournalFiles files;
    private final Hashes hashes = new Hashes();
    private long droppedBytes;

    TailFinder(JournalFiles files) {
        this.files = files;
    }

    /// How many bytes were cut off since the last call.
    long takeDroppedBytes() {
        long dropped = droppedBytes;
        droppedBytes = 0;
        return dropped;
    }

    /// The end of the journal.
    ///
    /// @param hint what the lock file says
    /// @return empty if there is no entry yet
    /// @throws JournalException if the journal is damaged
    Optional<Tail> find(Optional<Tail> hint) throws IOException {
        if (hint.isPresent() && fits(hint.get())) {
            return hint;
        }
        List<Long> firsts = files.firsts();
        for (int i = firsts.size() - 1; i >= 0; i--) {
            Optional<Tail> tail = tailOf(firsts.get(i), hint);
            if (tail.isPresent() && i < firsts.size() - 1) {
                removeEmpty(firsts.get(firsts.size() - 1), tail.get());
            }
            if (tail.isPresent()) {
                return tail;
            }
        }
        return Optional.empty();
    }

    /// Whether the hint is true: the segment ends there with that entry and has no successor.
    private boolean fits(Tail hint) throws IOException {
        Path segment = files.segment(hint.segment());
        if (!Files.exists(segment)
                || Files.size(segment) != hint.endBytes()
                || (hint.next() != hint.segment() && Files.exists(files.segment(hint.next())))) {
            return false;
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "r")) {
            return endsAt(file, hint);
        }
    }

    private boolean endsAt(RandomAccessFile file, Tail tail) throws IOException {
        if (tail.endBytes() == 0 || tail.endBytes() > file.length()) {
            return false;
        }
        byte[] end = before(file, tail.endBytes());
        if (end.length == 0 || end[end.length - 1] != '\n') {
            return false;
        }
        int start = lastNewline(end, end.length - 1) + 1;
        try {
            EntryLine line = EntryLine.read(Arrays.copyOfRange(end, start, end.length - 1));
            line.check(hashes);
            return line.head().sequence() == tail.next() - 1
                    && Hashes.hex(line.leaf()).equals(tail.leaf())
                    && line.head().log().equals(tail.log());
        } catch (BadEntryException _) {
            return false;
        }
    }

    /// Reads a segment to its end; empty if it has no entry.
    private Optional<Tail> tailOf(long first, Optional<Tail> hint) throws IOException {
        Path segment = files.segment(first);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            Optional<Tail> from =
                    hint.isPresent() && hint.get().segment() == first && endsAt(file, hint.get())
                            ? hint
                            : Optional.empty();
            return scan(segment, file, from.orElse(new Tail(first, 0, first, "", "")), hint);
        }
    }

    private Optional<Tail> scan(Path segment, RandomAccessFile file, Tail from, Optional<Tail> hint)
            throws IOException {
        Tail tail = from;
        LineReader lines = new LineReader(file, tail.endBytes());
        for (LineReader.Line line = lines.next(); !line.isEnd(); line = lines.next()) {
            try {
                if (line.isTorn() && !acknowledged(tail, file, hint)) {
                    cut(file, tail);
                    break;
                }
                tail = after(tail, line);
            } catch (BadEntryException e) {
                if (!zeroed(file, line.offset())) {
                    throw damaged(segment, tail, line.offset(), e);
                }
                cut(file, tail);
                break;
            }
        }
        return tail.log().isEmpty() ? Optional.empty() : Optional.of(tail);
    }

    /// Whether the bytes behind `tail` were whole once, so that they are damaged and not torn.
    private static boolean acknowledged(Tail tail, RandomAccessFile file, Optional<Tail> hint)
            throws IOException {
        return hint.isPresent()
                && hint.get().segment() == tail.segment()
                && hint.get().endBytes() > tail.endBytes()
                && hint.get().endBytes() <= file.length();
    }

    private Tail after(Tail tail, LineReader.Line line) throws BadEntryException {
        if (line.isTorn()) {
            throw new BadEntryException("its line does not end");
        }
        EntryLine entry = EntryLine.read(line.bytes());
        entry.check(hashes);
        if (entry.head().sequence() != tail.next()) {
            throw new BadEntryException("its number is " + entry.head().sequence());
        }
        boolean known = !tail.leaf().isEmpty();
        if (known && !Hashes.hex(entry.head().prev()).equals(tail.leaf())) {
            throw new BadEntryException("it does not follow the entry before it");
        }
        return new Tail(
                tail.segment(),
                line.offset() + line.bytes().length + 1,
                tail.next() + 1,
                Hashes.hex(entry.leaf()),
                entry.head().log());
    }

    private static JournalException damaged(Path segment, Tail tail, long offset, Exception e) {
        return new JournalException(
                "the journal is damaged: entry "
                        + tail.next()
                        + " in "
                        + segment
                        + " at byte "
                        + offset
                        + ": "
                        + e.getMessage()
                        + ". Nothing may happen without a journal. Run \"cordon journal verify\","
                        + " keep the folder as evidence and move it away to start a new journal",
                e);
    }

    /// Whether a power failure may have left this: blocks that were never written read as zeros,
    /// and an entry never has a zero byte.
    private static boolean zeroed(RandomAccessFile file, long offset) throws IOException {
        byte[] rest = new byte[(int) Math.min(file.length() - offset, 1 << 20)];
        file.seek(offset);
        file.readFully(rest);
        for (byte b : rest) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }

    private void cut(RandomAccessFile file, Tail tail) throws IOException {
        long torn = file.length() - tail.endBytes();
        JournalFiles.folder(files.torn());
        byte[] bytes = new byte[(int) Math.min(torn, EntryLine.MAX_LINE_BYTES)];
        file.seek(tail.endBytes());
        file.readFully(bytes);
        JournalFiles.replace(
                files.torn().resolve(tail.next() + "-" + Long.toHexString(System.nanoTime())),
                bytes);
        file.setLength(tail.endBytes());
        file.getChannel().force(true);
        droppedBytes += torn;
    }

    /// A segment that a crash left without entries would be in the way of its namesake.
    private void removeEmpty(long first, Tail tail) throws IOException {
        Path segment = files.segment(first);
        if (first != tail.next() || Files.size(segment) != 0) {
            throw new JournalException(
                    segment
                            + " has no entries, and is not where the journal ends. Run \"cordon"
                            + " journal verify\"");
        }
        Files.delete(segment);
    }

    private static byte[] before(RandomAccessFile file, long end) throws IOException {
        byte[] bytes = new byte[(int) Math.min(end, EntryLine.MAX_LINE_BYTES)];
        file.seek(end - bytes.length);
        file.readFully(bytes);
        return bytes;
    }

    private static int lastNewline(byte[] bytes, int end) {
        for (int i = end - 1; i >= 0; i--) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
