package dev.cordon.journal;

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
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Says that a process writes this journal: `writers/<name>`, locked while it lives and gone when
/// it ends in good order. A mark that nobody locks is of a process that died.
///
/// The file holds three words: the number of the entry from which on the process could have
/// written, that of its first decision which has no effect yet (or a dash if all have one), and the
/// start of the machine that this holds for. The second word is not forced to the disk, so after a
/// start of the machine the first one counts.
final class WriterMark implements AutoCloseable {
    private static final int DIGITS = 19;
    private static final int MAX_BYTES = 128;
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private final Path path;
    private final RandomAccessFile file;
    private long open = Dead.NOTHING;

    private WriterMark(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /// A process that died.
    ///
    /// @param writer its name in the heads of its entries
    /// @param from the first entry that can be its own
    /// @param open the first decision without an effect; {@link #NOTHING} if all have one, `from`
    ///   if that is not known
    record Dead(String writer, long from, long open, WriterMark mark) {
        static final long NOTHING = Long.MAX_VALUE;

        /// The first entry that matters.
        ///
        /// @param next the number of the entry to come; a mark that points behind it is no mark
        long from(long next) {
            if (open == NOTHING) {
                return next;
            }
            return open <= next ? open : 0;
        }
    }

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
        file.write(EntryLine.ascii(digits(from) + " " + digits(Dead.NOTHING) + " " + boot()));
        return new WriterMark(path, file);
    }

    /// The first decision of this process that has no effect yet.
    void open(OptionalLong first) throws IOException {
        long now = first.orElse(Dead.NOTHING);
        if (now != open) {
            file.seek(DIGITS + 1);
            file.write(EntryLine.ascii(digits(now)));
            open = now;
        }
    }

    /// Always as long as it can get, so that it can be written over.
    private static String digits(long number) {
        String text = number == Dead.NOTHING ? "-" : Long.toString(number);
        return "0".repeat(Math.max(0, DIGITS - text.length())) + text;
    }

    /// What names this start of the machine; empty where nothing does.
    private static String boot() {
        try {
            return Files.readString(BOOT).strip();
        } catch (IOException _) {
            return "";
        }
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
        byte[] bytes = new byte[(int) Math.min(MAX_BYTES, file.length())];
        file.readFully(bytes);
        String[] words = new String(bytes, StandardCharsets.US_ASCII).split(" ", -1);
        long from = number(words[0]);
        boolean known = words.length == 3 && !words[2].isEmpty() && words[2].equals(boot());
        return Optional.of(
                new Dead(
                        String.valueOf(path.getFileName()),
                        from,
                        known ? open(words[1]) : from,
                        new WriterMark(path, file)));
    }

    private static long open(String word) {
        return word.endsWith("-") ? Dead.NOTHING : number(word);
    }

    /// It may have died before it wrote the number: then it has written no entry, but looking costs
    /// little.
    private static long number(String word) {
        try {
            return Long.parseLong(word);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static @Nullable FileLock tryLock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}
