package dev.cordon.repair;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A copy of a project in which candidates run: what they write, rename or delete there is put back
/// before the next one runs, and the project itself stays as it was.
final class Scratch implements AutoCloseable {
    private static final int MAX_FILES = 20_000;
    private static final long MAX_BYTES = 256L * 1024 * 1024;
    private static final Set<String> LEFT_OUT = Set.of(".git", "node_modules", ".venv", "venv");

    private final Path original;
    private final Path folder;
    private final Map<Path, Stamp> stamps = new HashMap<>();
    private final Map<Path, Set<PosixFilePermission>> folders = new TreeMap<>();
    private long bytes;

    private Scratch(Path original, Path folder) {
        this.original = original;
        this.folder = folder;
    }

    /// How a file looks from outside. Whoever changes it changes one of these.
    ///
    /// @param changed the time of the last change of its inode, which nobody can set
    private record Stamp(
            boolean isFolder, long size, @Nullable Object key, Optional<Object> changed) {
        static Stamp of(Path path, BasicFileAttributes attributes) throws IOException {
            return attributes.isDirectory()
                    ? new Stamp(true, 0, attributes.fileKey(), Optional.empty())
                    : new Stamp(
                            false,
                            attributes.size(),
                            attributes.fileKey(),
                            Optional.of(
                                    Files.getAttribute(
                                            path, "unix:ctime", LinkOption.NOFOLLOW_LINKS)));
        }
    }

    /// A copy of the project.
    ///
    /// @throws HostException if it cannot be copied, or is too large for that
    static Scratch of(Path root) {
        try {
            Scratch scratch = new Scratch(root, Files.createTempDirectory("cordon-scratch"));
            if (scratch.fill()) {
                scratch.noteFolders();
                return scratch;
            }
            scratch.close();
            // In the project itself, what a candidate writes or removes would stay so.
            throw new HostException(
                    "the project has more than "
                            + MAX_FILES
                            + " files or "
                            + MAX_BYTES / 1024 / 1024
                            + " MiB, too much for the copy that candidates run in; search in the"
                            + " folder of a part of it",
                    null);
        } catch (IOException e) {
            throw new HostException("the project cannot be copied: " + e.getMessage(), e);
        }
    }

    Path folder() {
        return folder;
    }

    /// The place in the copy of a path in the project.
    Path inside(Path path) {
        return path.startsWith(original) ? folder.resolve(original.relativize(path)) : path;
    }

    private boolean fill() throws IOException {
        Files.walkFileTree(
                original,
                new Walk() {
                    @Override
                    FileVisitResult visit(Path path, BasicFileAttributes attributes)
                            throws IOException {
                        Path name = original.relativize(path);
                        if (LEFT_OUT.contains(path.getFileName().toString())) {
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                        bytes += attributes.isRegularFile() ? attributes.size() : 0;
                        if (bytes > MAX_BYTES || stamps.size() > MAX_FILES) {
                            return FileVisitResult.TERMINATE;
                        }
                        stamps.put(name, copy(name, attributes));
                        return FileVisitResult.CONTINUE;
                    }
                });
        return bytes <= MAX_BYTES && stamps.size() <= MAX_FILES;
    }

    private Stamp copy(Path name, BasicFileAttributes attributes) throws IOException {
        Path to = folder.resolve(name);
        if (attributes.isDirectory()) {
            Files.createDirectories(to);
        } else if (attributes.isRegularFile() || attributes.isSymbolicLink()) {
            Files.createDirectories(Objects.requireNonNull(to.getParent()));
            Files.copy(
                    original.resolve(name),
                    to,
                    LinkOption.NOFOLLOW_LINKS,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
        } else {
            return new Stamp(false, 0, null, Optional.empty());
        }
        return Stamp.of(to, attributes(to));
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void noteFolders() throws IOException {
        folders.put(folder, Files.getPosixFilePermissions(folder));
        for (Map.Entry<Path, Stamp> entry : stamps.entrySet()) {
            if (entry.getValue().isFolder()) {
                Path path = folder.resolve(entry.getKey());
                folders.put(path, Files.getPosixFilePermissions(path));
            }
        }
    }

    /// Folders that were closed are opened, outer ones first.
    private void openFolders() throws IOException {
        for (Map.Entry<Path, Set<PosixFilePermission>> entry : folders.entrySet()) {
            Path path = entry.getKey();
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && !Files.getPosixFilePermissions(path).equals(entry.getValue())) {
                Files.setPosixFilePermissions(path, entry.getValue());
            }
        }
    }

    /// Puts back what has changed since the copy was made.
    ///
    /// @throws HostException if that cannot be done: the copy is of no more use
    void restore() {
        try {
            Set<Path> left = new HashSet<>(stamps.keySet());
            Files.createDirectories(folder);
            openFolders();
            Files.walkFileTree(
                    folder,
                    new Walk() {
                        @Override
                        FileVisitResult visit(Path path, BasicFileAttributes attributes)
                                throws IOException {
                            Path name = folder.relativize(path);
                            if (Stamp.of(path, attributes).equals(stamps.get(name))) {
                                left.remove(name);
                                return FileVisitResult.CONTINUE;
                            }
                            remove(path);
                            return FileVisitResult.SKIP_SUBTREE;
                        }
                    });
            // Folders before what is in them.
            for (Path name : left.stream().sorted().toList()) {
                Path from = original.resolve(name);
                if (Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
                    stamps.put(name, copy(name, attributes(from)));
                }
            }
            openFolders();
        } catch (IOException e) {
            throw new HostException("the copy of the project cannot be put in order: " + e, e);
        }
    }

    /// Removes a file, or a folder with all that is in it, closed folders too.
    private static void remove(Path top) throws IOException {
        if (Files.isDirectory(top, LinkOption.NOFOLLOW_LINKS)) {
            Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
            List<Path> inner;
            try (Stream<Path> entries = Files.list(top)) {
                inner = entries.toList();
            }
            for (Path path : inner) {
                remove(path);
            }
        }
        Files.deleteIfExists(top);
    }

    @Override
    public void close() {
        try {
            remove(folder);
        } catch (IOException _) {
            // Left for whoever cleans the folder for temporary files.
        }
    }

    /// Visits everything below a folder, but not the folder itself.
    private abstract static class Walk extends SimpleFileVisitor<Path> {
        private @Nullable Path top;

        abstract FileVisitResult visit(Path path, BasicFileAttributes attributes)
                throws IOException;

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
            if (top == null) {
                top = path;
                return FileVisitResult.CONTINUE;
            }
            return visit(path, attributes);
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                throws IOException {
            FileVisitResult next = visit(path, attributes);
            return next == FileVisitResult.SKIP_SUBTREE ? FileVisitResult.CONTINUE : next;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
