package dev.cordon.telemetry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/// Requests that wait for the collector, a file each, shared by all processes of a user.
///
/// A file is named `<milliseconds>-<process>-<session>-<number>.<signal>.<pb|json>`, so that names
/// sort by age and no session overwrites what another one of its process keeps. Files are for the
/// owner alone and were redacted before they came here. Bounded: when it is full, the oldest go and
/// are counted.
final class Spool {
    private static final Set<PosixFilePermission> FOLDER =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);
    private static final Set<PosixFilePermission> FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int TIME_DIGITS = 15;
    private static final int NAME_PARTS = 3;
    private static final int RANDOM_BYTES = 6;

    private final Path folder;
    private final long maxBytes;
    private final String writer;
    private final AtomicLong number = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    Spool(Path folder, long maxBytes) throws IOException {
        this.folder = folder;
        this.maxBytes = maxBytes;
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        this.writer = ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(random);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, attributes(FOLDER));
        }
    }

    /// A request on disk.
    ///
    /// @param ending `pb` or `json`
    record Waiting(Path file, Signal signal, String ending, long sinceMillis) {}

    /// Puts a request at the end. It is whole or not there at all.
    void add(Signal signal, String ending, byte[] request, long nowMillis) throws IOException {
        makeRoom(request.length);
        String digits = Long.toString(nowMillis);
        String name =
                "0".repeat(Math.max(0, TIME_DIGITS - digits.length()))
                        + digits
                        + "-"
                        + writer
                        + "-"
                        + String.format("%08d", number.incrementAndGet());
        Path part = folder.resolve(name + ".part");
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        attributes(FILE))) {
            ByteBuffer buffer = ByteBuffer.wrap(request);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
        Files.move(
                part,
                folder.resolve(name + "." + signal.word() + "." + ending),
                StandardCopyOption.ATOMIC_MOVE);
    }

    /// What waits, oldest first.
    List<Waiting> waiting() throws IOException {
        List<Waiting> waiting = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                read(file).ifPresent(waiting::add);
            }
        }
        waiting.sort((a, b) ->
                String.valueOf(a.file().getFileName())
                        .compareTo(String.valueOf(b.file().getFileName())));
        return waiting;
    }

    /// Takes a request out; it does not matter if another process was faster.
    void remove(Waiting request) throws IOException {
        Files.deleteIfExists(request.file());
    }

    /// The request; empty if another process sent it meanwhile.
    static Optional<byte[]> read(Waiting request) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(request.file()));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// How many requests were dropped because the spool was full.
    long dropped() {
        return dropped.get();
    }

    /// The right to send, which one process has at a time.
    ///
    /// @return empty while another process has it
    Optional<Turn> turn() throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        attributes(FILE));
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new Turn(channel));
            }
        } catch (OverlappingFileLockException _) {
            // Another session of this process is sending.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /// The right to send, until it is closed.
    record Turn(FileChannel channel) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private static Optional<Waiting> read(Path file) {
        String[] parts = String.valueOf(file.getFileName()).split("\\.", -1);
        if (parts.length != NAME_PARTS || parts[0].length() < TIME_DIGITS) {
            return Optional.empty();
        }
        for (Signal signal : Signal.values()) {
            if (signal.word().equals(parts[1])) {
                try {
                    long since = Long.parseLong(parts[0].substring(0, TIME_DIGITS));
                    return Optional.of(new Waiting(file, signal, parts[2], since));
                } catch (NumberFormatException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private void makeRoom(long bytes) throws IOException {
        List<Waiting> waiting = waiting();
        long used = bytes;
        for (Waiting request : waiting) {
            used += size(request);
        }
        for (Waiting request : waiting) {
            if (used <= maxBytes) {
                return;
            }
            used -= size(request);
            remove(request);
            dropped.incrementAndGet();
        }
    }

    private static long size(Waiting request) throws IOException {
        try {
            return Files.size(request.file());
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    private FileAttribute<?>[] attributes(Set<PosixFilePermission> rights) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }
}
