package dev.cordon.engine;

import dev.cordon.protocol.EnvelopeCodec;
import dev.cordon.protocol.Event;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The session files of one user.
public final class SessionStore {
    static final int MIN_PREFIX_CHARS = 4;

    private final Path home;

    /// @param home where Cordon keeps its own files
    public SessionStore(Path home) {
        this.home = home;
    }

    /// A session file that was not read yet.
    ///
    /// @param id as its name says
    /// @param changed when it was last written
    /// @param archived whether it was put away
    public record Entry(Path file, String id, FileTime changed, boolean archived) {}

    /// All sessions in use, the one written last first.
    ///
    /// @throws SessionLogException if the folder cannot be read
    public List<Entry> list() {
        List<Entry> entries = new ArrayList<>();
        collect(SessionFiles.folder(home), false, entries);
        entries.sort(Comparator.comparing(Entry::changed).reversed());
        return entries;
    }

    /// The same with those that were put away.
    public List<Entry> all() {
        List<Entry> entries = new ArrayList<>();
        collect(SessionFiles.folder(home), false, entries);
        collect(SessionFiles.archive(home), true, entries);
        entries.sort(Comparator.comparing(Entry::changed).reversed());
        return entries;
    }

    private static void collect(Path root, boolean archived, List<Entry> entries) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try {
            Files.walkFileTree(root, new Collector(entries, archived));
        } catch (IOException e) {
            throw new SessionLogException(
                    "The sessions in " + root + " cannot be read: " + SessionFiles.reason(e), e);
        }
    }

    /// The session in use of this id, beginning of an id, or name.
    ///
    /// @throws UnknownSessionException if there is none, or more than one
    public Path find(String wanted) {
        Entry entry = findAny(wanted);
        if (entry.archived()) {
            throw new UnknownSessionException(
                    "The session "
                            + entry.id()
                            + " is archived. Run `cordon sessions unarchive "
                            + entry.id()
                            + "` first.");
        }
        return entry.file();
    }

    /// The session of this id, beginning of an id, or name, archived or not. What is wanted is only
    /// compared, never taken as a path.
    ///
    /// @throws UnknownSessionException if there is none, or more than one
    public Entry findAny(String wanted) {
        List<Entry> all = all();
        List<Entry> found = new ArrayList<>();
        for (Entry entry : all) {
            if (entry.id().equals(wanted)) {
                return entry;
            }
            if (wanted.length() >= MIN_PREFIX_CHARS && entry.id().startsWith(wanted)) {
                found.add(entry);
            }
        }
        if (!wanted.isBlank()) {
            for (Entry entry : all) {
                if (!found.contains(entry) && name(entry.file()).equals(Optional.of(wanted))) {
                    found.add(entry);
                }
            }
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        throw new UnknownSessionException(
                found.isEmpty()
                        ? "There is no session with the id or name \""
                                + wanted
                                + "\". `cordon sessions list` shows them."
                        : "\""
                                + wanted
                                + "\" fits "
                                + found.size()
                                + " sessions; the last two are "
                                + found.get(0).id()
                                + " and "
                                + found.get(1).id()
                                + ".");
    }

    /// The session that was written last.
    ///
    /// @param cwd only sessions that began in this folder; empty for all
    public Optional<Path> last(Optional<Path> cwd) {
        for (Entry entry : list()) {
            if (cwd.isEmpty()
                    || start(entry.file())
                            .map(Event.SessionStarted::cwd)
                            .equals(cwd.map(Path::toString))) {
                return Optional.of(entry.file());
            }
        }
        return Optional.empty();
    }

    /// The first event of a session; empty if the file does not begin with one.
    public Optional<Event.SessionStarted> start(Path file) {
        Found<Event.SessionStarted> found = new Found<>();
        search(
                file,
                "session_started",
                event -> {
                    if (event instanceof Event.SessionStarted started) {
                        found.value = Optional.of(started);
                        throw new Enough();
                    }
                });
        return found.value;
    }

    private static Optional<String> name(Path file) {
        Found<String> found = new Found<>();
        search(
                file,
                "session_renamed",
                event -> {
                    if (event instanceof Event.SessionRenamed(String name)) {
                        found.value = Optional.of(name);
                    }
                });
        return found.value;
    }

    private static void search(Path file, String type, Consumer<Event> consumer) {
        try {
            SessionReader.scan(
                    file,
                    found -> found.equals(type) ? SessionReader.Care.READ : SessionReader.Care.PASS,
                    line -> {
                        if (line instanceof EnvelopeCodec.Line.Known(var envelope)) {
                            consumer.accept(envelope.event());
                        }
                    });
        } catch (Enough | SessionLogException _) {
            // Found, or a file that cannot be read and so is not what is looked for.
        }
    }

    private static final class Found<T> {
        private Optional<T> value = Optional.empty();
    }

    /// Ends a scan early.
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super("enough", null, false, false);
        }
    }

    private static final class Collector extends SimpleFileVisitor<Path> {
        private final List<Entry> entries;
        private final boolean archived;

        Collector(List<Entry> entries, boolean archived) {
            this.entries = entries;
            this.archived = archived;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                SessionFiles.idOf(file)
                        .ifPresent(id ->
                                entries.add(
                                        new Entry(
                                                file,
                                                id.value(),
                                                attributes.lastModifiedTime(),
                                                archived)));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            return FileVisitResult.CONTINUE;
        }
    }
}
