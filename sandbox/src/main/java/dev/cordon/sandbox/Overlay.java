package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.ConfinementCodec;
import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The changes that commands made in the overlay view, kept in a private folder apart from the
/// files: to be looked at, merged or dropped.
///
/// ```
/// FOLDER/layer.json     what it lies above and which rules hold
/// FOLDER/lock           held while a sandbox uses it
/// FOLDER/0/upper        what is different from the first root, as overlayfs writes it
/// FOLDER/0/work         overlayfs's own
/// ```
///
/// Promises kept by `OverlayTest`: nothing reaches the files before {@link #merge}, which says
/// first what will; protected names are never merged; a file that changed on the host meanwhile is
/// never overwritten.
public final class Overlay {
    static final String DESCRIPTION = "layer.json";
    static final String LOCK = "lock";
    static final int VERSION = 1;
    private static final int MAX_DESCRIPTION_BYTES = 1 << 20;

    private final Path folder;
    private final Confinement confinement;
    private final List<Root> roots;

    private Overlay(Path folder, Confinement confinement, List<Root> roots) {
        this.folder = folder;
        this.confinement = confinement;
        this.roots = List.copyOf(roots);
    }

    /// One folder of the host and its layer.
    ///
    /// @param since when the layer was opened
    record Root(Path path, Path upper, FileTime since) {}

    /// What came of a merge.
    ///
    /// @param merged what is now in the host's files
    /// @param refused what is not; each says why
    public record Merged(List<OverlayChange> merged, List<OverlayChange> refused) {
        public Merged {
            merged = List.copyOf(merged);
            refused = List.copyOf(refused);
        }
    }

    /// Opens the layers in a folder that a sandbox wrote.
    ///
    /// @return empty if no command ran in the overlay view there
    /// @throws IOException if what is there is no layer of this version
    public static Optional<Overlay> open(Path folder) throws IOException {
        Path file = folder.resolve(DESCRIPTION);
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (Files.size(file) > MAX_DESCRIPTION_BYTES) {
            throw new IOException(file + " is too long to describe a layer");
        }
        try {
            Json.Obj json =
                    JsonText.readObject(
                            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            if (json.requireInteger("schema_version") != VERSION) {
                throw new IOException(file + " was written by another version of Cordon");
            }
            List<Root> roots = new ArrayList<>();
            List<String> paths = json.texts("roots");
            List<String> times = json.texts("since");
            for (int i = 0; i < paths.size(); i++) {
                roots.add(
                        new Root(
                                Path.of(paths.get(i)),
                                folder.resolve(i + "/upper"),
                                FileTime.from(java.time.Instant.parse(times.get(i)))));
            }
            Confinement confinement =
                    ConfinementCodec.read(json.object("confinement").orElseThrow());
            return Optional.of(new Overlay(folder, confinement, roots));
        } catch (JsonException
                | java.util.NoSuchElementException
                | java.time.format.DateTimeParseException
                | IndexOutOfBoundsException e) {
            throw new IOException(file + " describes no layer: " + e.getMessage(), e);
        }
    }

    /// The text of {@link #DESCRIPTION}.
    static String describe(Confinement confinement, List<Root> roots) {
        return JsonText.write(
                        Json.object()
                                .put("schema_version", VERSION)
                                .put(
                                        "roots",
                                        roots.stream().map(root -> root.path().toString()).toList())
                                .put(
                                        "since",
                                        roots.stream()
                                                .map(root -> root.since().toInstant().toString())
                                                .toList())
                                .put("confinement", ConfinementCodec.write(confinement))
                                .build())
                + "\n";
    }

    /// The private folder.
    public Path folder() {
        return folder;
    }

    /// The folders of the host that it lies above.
    public List<Path> roots() {
        return roots.stream().map(Root::path).toList();
    }

    List<String> protectedNames() {
        return confinement.protectedNames();
    }

    List<Root> rootList() {
        return roots;
    }

    /// Every difference, also of what is not going to be merged.
    ///
    /// @throws IOException if the layer or the host's files cannot be read
    public List<OverlayChange> changes() throws IOException {
        List<OverlayChange> all = new ArrayList<>();
        for (Root root : roots) {
            all.addAll(reader(root).read());
        }
        return all;
    }

    private OverlayReader reader(Root root) {
        return new OverlayReader(
                root.path(),
                root.upper(),
                new OverlayRules(confinement, root.path(), root.upper(), root.since()));
    }

    /// Puts the changes into the host's files, as far as the rules let it. What was merged is no
    /// difference any more, so it can be called again.
    ///
    /// @param before told of what is about to go into the files, before the first of them changes;
    ///   if it throws, nothing was merged
    /// @throws IOException if the layer cannot be read, or a sandbox still uses it; then nothing
    ///   was merged
    public Merged merge(Consumer<List<OverlayChange>> before) throws IOException {
        try (FileChannel channel = lockFile();
                FileLock _ = lock(channel)) {
            Map<Root, List<OverlayChange>> found = new LinkedHashMap<>();
            List<OverlayChange> coming = new ArrayList<>();
            for (Root root : roots) {
                List<OverlayChange> changes = reader(root).read();
                found.put(root, changes);
                changes.stream().filter(c -> c.obstacle().isEmpty()).forEach(coming::add);
            }
            if (!coming.isEmpty()) {
                before.accept(List.copyOf(coming));
            }
            List<OverlayChange> merged = new ArrayList<>();
            List<OverlayChange> refused = new ArrayList<>();
            found.forEach((root, changes) -> {
                OverlayMerge.Outcome outcome =
                        new OverlayMerge(root.path(), root.upper()).apply(changes);
                merged.addAll(outcome.merged());
                refused.addAll(outcome.refused());
            });
            return new Merged(merged, refused);
        }
    }

    /// Removes the layers with all that is in them.
    ///
    /// @throws IOException if that fails, or a sandbox still uses them
    public void drop() throws IOException {
        try (FileChannel channel = lockFile();
                FileLock _ = lock(channel)) {
            delete(folder);
        }
    }

    private FileChannel lockFile() throws IOException {
        return FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private FileLock lock(FileChannel channel) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException _) {
            lock = null;
        }
        if (lock == null) {
            throw new IOException("a command still works in " + folder + "; wait for its end");
        }
        return lock;
    }

    /// What the host's file held before a change; empty if it was no file.
    ///
    /// @param maxBytes a longer file counts as none
    public Optional<byte[]> before(OverlayChange change, int maxBytes) throws IOException {
        return change.before().type() == OverlayState.Type.FILE
                ? content(change.from().orElse(change.path()), maxBytes)
                : Optional.empty();
    }

    /// What the file holds in the overlay; empty if it is none.
    ///
    /// @param maxBytes a longer file counts as none
    public Optional<byte[]> after(OverlayChange change, int maxBytes) throws IOException {
        for (Root root : roots) {
            if (root.path().equals(change.root())
                    && change.after().type() == OverlayState.Type.FILE) {
                return content(
                        root.upper().resolve(root.path().relativize(change.path()).toString()),
                        maxBytes);
            }
        }
        return Optional.empty();
    }

    private static Optional<byte[]> content(Path file, int maxBytes) throws IOException {
        try (var in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(maxBytes + 1);
            return bytes.length > maxBytes ? Optional.empty() : Optional.of(bytes);
        } catch (NoSuchFileException _) {
            return Optional.empty();
        }
    }

    /// Removes a folder of ours. The kernel leaves folders in it that nobody may enter.
    static void delete(Path folder) throws IOException {
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(
                            Path path, BasicFileAttributes attributes) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException problem)
                            throws IOException {
                        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                            throw problem;
                        }
                        Files.setPosixFilePermissions(
                                file, PosixFilePermissions.fromString("rwx------"));
                        delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path path, @org.jspecify.annotations.Nullable IOException problem)
                            throws IOException {
                        if (problem != null) {
                            throw problem;
                        }
                        Files.delete(path);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
