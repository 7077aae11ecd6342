package dev.cordon.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says that a process writes this journal: `writers/<name>`, locked while it lives and gone when
/// it ends in good order. A mark that nobody locks is of a process that died.
///
/// The file holds the number of the entry from which on the process could have written.
final class WriterMark implements AutoCloseable {
    private static final int MAX_DIGITS = 20;

    private final Path path;
    private final RandomAccessFile file;

    private WriterMark(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /// A process that died.
    ///
    /// @param writer its name in the heads of its entries
    /// @param from the first entry that can be its own
    record Dead(String writer, long from, WriterMark mark) {}

    /// Marks this process.
    static WriterMark set(JournalFiles files, String writer, long from) throws IOException {
        JournalFiles.folder(files.writers());
        Path path = files.writers().resolve(writer);
        JournalFiles.file(path);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        FileLock lock = tryLock(file);
        if (lock == null) {
            file.close();
            throw new IOException(path + " is locked by another process");
        }
        file.write(EntryLine.ascii(Long.toString(from)));
        return new WriterMark(path, file);
    }

    /// Processes that died; each is locked until its mark is closed, so nobody else cares for it.
    ///
    /// Marks of this process are not looked at: closing a second channel on a file would release
    /// the first one's lock.
    static List<Dead> dead(JournalFiles files) throws IOException {
        List<Dead> dead = new ArrayList<>();
        if (!Files.isDirectory(files.writers())) {
            return dead;
        }
        String own = ProcessHandle.current().pid() + "-";
        try (DirectoryStream<Path> marks = Files.newDirectoryStream(files.writers())) {
            for (Path path : marks) {
                String writer = String.valueOf(path.getFileName());
                if (!writer.startsWith(own)) {
                    died(path).ifPresent(dead::add);
                }
            }
        }
        return dead;
    }

    /// The process is cared for, or ended in good order.
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path);
        file.close();
    }

    private static Optional<Dead> died(Path path) throws IOException {
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException _) {
            // Gone meanwhile, or not ours to open.
            return Optional.empty();
        }
        FileLock lock = tryLock(file);
        if (lock == null || !Files.exists(path)) {
            file.close();
            return Optional.empty();
        }
        byte[] digits = new byte[(int) Math.min(MAX_DIGITS, file.length())];
        file.readFully(digits);
        long from = 0;
        try {
            from = Long.parseLong(new String(digits, StandardCharsets.US_ASCII));
        } catch (NumberFormatException _) {
            // It died before it wrote the number: it has written no entry, but looking costs
            // little.
        }
        return Optional.of(
                new Dead(String.valueOf(path.getFileName()), from, new WriterMark(path, file)));
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}
