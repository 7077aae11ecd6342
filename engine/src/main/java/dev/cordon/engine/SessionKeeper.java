package dev.cordon.engine;

import dev.cordon.protocol.Envelope;
import dev.cordon.protocol.Event;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Names, puts away and deletes sessions. Holds the lock of the session meanwhile, so that none is
/// changed while a process has it open.
public final class SessionKeeper {
    /// The longest name of a session.
    public static final int MAX_NAME_CHARS = 100;

    private final Path home;
    private final InstantSource clock;

    /// @param home where Cordon keeps its own files
    public SessionKeeper(Path home, InstantSource clock) {
        this.home = home;
        this.clock = clock;
    }

    /// Gives a session a name by which it is found.
    ///
    /// @throws SessionLogException if the name could be taken for an id or an option, is used
    ///   already, or the file cannot be written
    public void rename(SessionStore.Entry entry, String name) {
        checkName(name);
        for (SessionStore.Entry other : new SessionStore(home).all()) {
            if (!other.equals(entry)
                    && SessionSummary.of(other).name().filter(name::equals).isPresent()) {
                throw new SessionLogException(
                        "The session "
                                + other.id()
                                + " has the name \""
                                + name
                                + "\" already. Choose another one.");
            }
        }
        SessionLog.Resumed resumed = SessionLog.resume(entry.file());
        try (SessionLog log = resumed.log()) {
            long next = resumed.content().nextSequence();
            log.append(new Envelope(next, clock.instant(), new Event.SessionRenamed(name)));
            if (resumed.content().closed()) {
                log.append(new Envelope(next + 1, clock.instant(), new Event.SessionClosed()));
            }
            log.sync();
        }
    }

    private static void checkName(String name) {
        String problem = "";
        if (name.isBlank() || name.length() > MAX_NAME_CHARS || !name.equals(name.strip())) {
            problem = "has 1 to " + MAX_NAME_CHARS + " characters and no space at its ends";
        } else if (name.startsWith("-")) {
            problem = "does not begin with -, as options do";
        } else if (name.chars().anyMatch(c -> Character.isISOControl(c))) {
            problem = "holds no control characters";
        } else if (name.length() >= SessionStore.MIN_PREFIX_CHARS
                && name.chars().allMatch(c -> "0123456789abcdef-".indexOf(c) >= 0)) {
            problem = "does not look like the beginning of an id";
        }
        if (!problem.isEmpty()) {
            throw new SessionLogException(
                    "\"" + name + "\" cannot be the name of a session: a name " + problem + ".");
        }
    }

    /// Puts a session away: it is not listed and not taken up until it is brought back.
    ///
    /// @return where its file is now
    public Path archive(SessionStore.Entry entry) {
        return move(entry, SessionFiles.folder(home), SessionFiles.archive(home));
    }

    /// Brings a session back.
    ///
    /// @return where its file is now
    public Path unarchive(SessionStore.Entry entry) {
        return move(entry, SessionFiles.archive(home), SessionFiles.folder(home));
    }

    private static Path move(SessionStore.Entry entry, Path from, Path to) {
        Path file = entry.file();
        if (!file.startsWith(from)) {
            throw new SessionLogException(
                    "The session "
                            + entry.id()
                            + (entry.archived() ? " is archived already." : " is not archived."));
        }
        Path target = to.resolve(from.relativize(file).toString());
        try (SessionLock lock = SessionLock.take(file)) {
            PrivateFiles.createFolders(SessionFiles.folderOf(target));
            // Long events first: what was stopped between the two is finished by doing it again.
            Path spilled = SessionFiles.spillFolder(file);
            if (Files.isDirectory(spilled, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(spilled, SessionFiles.spillFolder(target));
            }
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            return lock.isHeld() ? target : file;
        } catch (IOException e) {
            throw new SessionLogException(
                    "The session "
                            + entry.id()
                            + " cannot be moved to "
                            + target
                            + ": "
                            + SessionFiles.reason(e)
                            + ".",
                    e);
        }
    }

    /// Deletes a session for good, and its checkpoints.
    ///
    /// @param force whether one that is not archived may go as well
    /// @throws SessionLogException if it may not go or is open
    public void delete(SessionStore.Entry entry, Force force) throws InterruptedException {
        if (!entry.archived() && force == Force.NO) {
            throw new SessionLogException(
                    "The session "
                            + entry.id()
                            + " is in use and would be gone for good. Archive it, or repeat this"
                            + " with --force.");
        }
        Path file = entry.file();
        SessionSummary summary = SessionSummary.of(entry);
        try (SessionLock lock = SessionLock.take(file)) {
            deleteAll(home.resolve("spill").resolve(entry.id()));
            for (Path path : parts(file)) {
                if (lock.isHeld()) {
                    deleteAll(path);
                }
            }
        } catch (IOException e) {
            throw new SessionLogException(
                    "The session "
                            + entry.id()
                            + " cannot be deleted: "
                            + SessionFiles.reason(e)
                            + ".",
                    e);
        }
        if (summary.started().isPresent()) {
            Event.SessionStarted started = summary.started().get();
            new Checkpoints(home, Path.of(started.cwd()), started.session()).forget();
        }
    }

    /// Whether a session that is not archived may be deleted.
    public enum Force {
        NO,
        YES
    }

    /// What belongs to a session: its long events, copies from before a repair, and last its file.
    private static List<Path> parts(Path file) throws IOException {
        List<Path> parts = new ArrayList<>(List.of(SessionFiles.spillFolder(file)));
        String start = file.getFileName() + SessionRepair.DAMAGED;
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(SessionFiles.folderOf(file))) {
            for (Path path : beside) {
                if (path.getFileName().toString().startsWith(start)) {
                    parts.add(path);
                }
            }
        }
        parts.add(file);
        return parts;
    }

    private static void deleteAll(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> inside = Files.newDirectoryStream(path)) {
                for (Path inner : inside) {
                    deleteAll(inner);
                }
            }
        }
        Files.deleteIfExists(path);
    }
}
