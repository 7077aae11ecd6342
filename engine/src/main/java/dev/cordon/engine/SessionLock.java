package dev.cordon.engine;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Says that one process writes a session file.
///
/// A symbolic link beside the file whose target is `PID.START@HOST`: made in one step, read without
/// opening anything, and known to be stale when no process of that number and start time lives. A
/// lock of the operating system would be lost as soon as any part of the process closes the file.
final class SessionLock implements AutoCloseable {
    private final Path link;
    private final String owner;

    private SessionLock(Path link, String owner) {
        this.link = link;
        this.owner = owner;
    }

    /// Takes the lock.
    ///
    /// @param file the session file
    /// @throws SessionLogException if another process has it; names that process
    static SessionLock take(Path file) throws IOException {
        Path link = file.resolveSibling(file.getFileName() + ".lock");
        String owner = self();
        try {
            Files.createSymbolicLink(link, Path.of(owner));
        } catch (FileAlreadyExistsException _) {
            takeOver(file, link, owner);
        }
        return new SessionLock(link, owner);
    }

    /// Who holds the lock of a session file, for example `4711`; empty if nobody who lives.
    static String holder(Path file) throws IOException {
        String owner = read(file.resolveSibling(file.getFileName() + ".lock"));
        return owner.isEmpty() || stale(owner) ? "" : owner.substring(0, owner.indexOf('.'));
    }

    /// Whether the link still names this process.
    boolean isHeld() throws IOException {
        return read(link).equals(owner);
    }

    private static void takeOver(Path file, Path link, String owner) throws IOException {
        // Two processes may find the same stale link, so only one may look at a time.
        synchronized (SessionLock.class) {
            Path guard = file.resolveSibling(".lock");
            try (FileChannel channel =
                            FileChannel.open(
                                    guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                String other = read(link);
                if (held.isValid() && !other.isEmpty() && !stale(other)) {
                    throw refusal(file, link, other);
                }
                Path fresh = link.resolveSibling(link.getFileName() + "." + owner);
                Files.deleteIfExists(fresh);
                Files.createSymbolicLink(fresh, Path.of(owner));
                Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static SessionLogException refusal(Path file, Path link, String other) {
        int dot = other.indexOf('.');
        int at = other.indexOf('@');
        String pid = dot < 0 ? other : other.substring(0, dot);
        String where = other.equals(self()) ? ", which is this one" : "";
        if (at >= 0 && !other.substring(at + 1).equals(host())) {
            where =
                    " on the machine "
                            + other.substring(at + 1)
                            + "; if it is gone, delete "
                            + link;
        }
        return new SessionLogException(
                "The session "
                        + file.getFileName()
                        + " is open in process "
                        + pid
                        + where
                        + ". End that process, or fork the session.");
    }

    /// Whether nobody can hold it any more. A process of another machine is never thought dead.
    private static boolean stale(String owner) {
        int dot = owner.indexOf('.');
        int at = owner.indexOf('@');
        if (dot < 1 || at < dot) {
            return true;
        }
        if (!owner.substring(at + 1).equals(host())) {
            return false;
        }
        String start = start("/proc/" + owner.substring(0, dot) + "/stat");
        return !start.equals(owner.substring(dot + 1, at));
    }

    private static String read(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException _) {
            return "";
        }
    }

    private static String self() {
        String stat = line("/proc/self/stat");
        int space = stat.indexOf(' ');
        String pid =
                space < 0 ? Long.toString(ProcessHandle.current().pid()) : stat.substring(0, space);
        return pid + "." + start("/proc/self/stat") + "@" + host();
    }

    /// When a process began, in ticks since the machine did; `0` if there is no such process.
    private static String start(String file) {
        String stat = line(file);
        // The name of the program stands in parentheses and may hold anything.
        int field = stat.lastIndexOf(')') + 1;
        // proc(5): starttime is field 22, the state behind the name is field 3.
        for (int i = 3; i <= 22 && field > 0; i++) {
            field = stat.indexOf(' ', field) + 1;
        }
        return field <= 0 ? "0" : stat.substring(field, stat.indexOf(' ', field));
    }

    private static String host() {
        String name = line("/proc/sys/kernel/hostname").strip();
        return name.isEmpty() || name.indexOf('/') >= 0 ? "here" : name;
    }

    private static String line(String file) {
        try {
            return Files.readString(Path.of(file), java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    /// Gives the lock back.
    @Override
    public void close() {
        try {
            if (read(link).equals(owner)) {
                Files.deleteIfExists(link);
            }
        } catch (IOException _) {
            // It is found stale as soon as this process is gone.
        }
    }
}
