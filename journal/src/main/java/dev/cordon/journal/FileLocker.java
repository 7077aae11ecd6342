package dev.cordon.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The lock between all who write one journal, in this process and in others.
///
/// The lock belongs to a process, and closing any of its channels on the file would release it. So
/// the file is closed only while the lock is held.
final class FileLocker implements AutoCloseable {
    private static final long FIRST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path path;
    private final RandomAccessFile file;
    private final int seconds;
    private @Nullable FileLock lock;

    /// @param seconds how long {@link #acquire} waits
    FileLocker(Path path, int seconds) throws IOException {
        JournalFiles.file(path);
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
        this.seconds = seconds;
    }

    /// Waits for the lock.
    ///
    /// @throws JournalException if somebody else keeps it too long
    void acquire() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long wait = FIRST_WAIT_NANOS;
        while ((lock = tryLock()) == null) {
            if (System.nanoTime() > deadline) {
                throw new JournalException(
                        "another process has held "
                                + path
                                + " for more than "
                                + seconds
                                + " seconds; find it with \"fuser "
                                + path
                                + "\" and end it");
            }
            LockSupport.parkNanos(wait);
            wait = Math.min(2 * wait, LONGEST_WAIT_NANOS);
        }
    }

    void release() throws IOException {
        FileLock held = lock;
        lock = null;
        if (held != null) {
            held.release();
        }
    }

    /// What the holder before left in the file.
    byte[] read(int bytes) throws IOException {
        byte[] text = new byte[(int) Math.min(bytes, file.length())];
        file.seek(0);
        file.readFully(text);
        return text;
    }

    void write(byte[] bytes) throws IOException {
        file.seek(0);
        file.write(bytes);
    }

    @Override
    public void close() throws IOException {
        if (lock == null) {
            acquire();
        }
        lock = null;
        file.close();
    }

    private @Nullable FileLock tryLock() throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }
}
