package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The protected and hidden names that exist inside writable roots, at any depth.
///
/// @param gitFolders where the `.git` files of worktrees and submodules point to
/// @param walked the folders that were looked into, with the time of their last change
record Discovery(
        List<Path> protectedPaths,
        List<Path> hiddenPaths,
        List<Path> gitFolders,
        Map<Path, FileTime> walked) {
    static final Discovery EMPTY = new Discovery(List.of(), List.of(), List.of(), Map.of());
    private static final long WALK_NANOS = 20_000_000_000L;
    private static final int MAX_FOUND = 2000;
    private static final int MAX_GIT_FILE_BYTES = 4096;

    Discovery {
        protectedPaths = List.copyOf(protectedPaths);
        hiddenPaths = List.copyOf(hiddenPaths);
        gitFolders = List.copyOf(gitFolders);
        walked = Collections.unmodifiableMap(walked);
    }

    /// Walks the roots without a limit of depth and without following links.
    ///
    /// @throws SandboxException if a protected name is a symbolic link, or if the time or the
    ///   number of names that mounts can hold does not suffice
    static Discovery walk(List<Path> roots, NamePatterns patterns) {
        Walk walk = new Walk(patterns);
        for (Path root : roots) {
            try {
                walk.root = root;
                Files.walkFileTree(root, walk);
            } catch (IOException e) {
                throw new SandboxException(
                        SandboxError.SETUP_FAILED,
                        "cannot look for protected files below " + root + ": " + e,
                        e);
            }
        }
        return new Discovery(
                List.copyOf(walk.guarded),
                List.copyOf(walk.hidden),
                List.copyOf(walk.git),
                walk.walked);
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final NamePatterns patterns;
        private final Set<Path> guarded = new LinkedHashSet<>();
        private final Set<Path> hidden = new LinkedHashSet<>();
        private final Set<Path> git = new LinkedHashSet<>();
        private final Map<Path, FileTime> walked = new HashMap<>();
        private final long deadline = System.nanoTime() + WALK_NANOS;
        private Path root = Path.of("/");

        Walk(NamePatterns patterns) {
            this.patterns = patterns;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                throws IOException {
            if (System.nanoTime() > deadline) {
                throw new SandboxException(
                        SandboxError.SETUP_FAILED,
                        "looking for protected files below "
                                + root
                                + " took over 20 s. Start Cordon in a smaller folder");
            }
            if (folder.equals(root) || !patterns.isProtected(folder)) {
                walked.put(folder, NewNames.lastChange(folder));
                return FileVisitResult.CONTINUE;
            }
            guarded.add(folder);
            count();
            return FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            if (patterns.isProtected(file)) {
                if (attributes.isSymbolicLink()) {
                    throw new SandboxException(
                            SandboxError.PROTECTED_PATH_IS_LINK,
                            file
                                    + " is a symbolic link to "
                                    + Files.readSymbolicLink(file)
                                    + ", and a link cannot be protected. Remove it, or start"
                                    + " Cordon in the real folder");
                }
                guarded.add(file);
                count();
                if (file.endsWith(".git")) {
                    followPointer(file);
                }
            } else if (patterns.isHidden(file.getFileName().toString())) {
                hide(file, attributes);
            }
            return FileVisitResult.CONTINUE;
        }

        // A link is no secret, what it points to may be.
        private void hide(Path file, BasicFileAttributes attributes) {
            try {
                Path real = attributes.isSymbolicLink() ? file.toRealPath() : file;
                if (Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                    hidden.add(real);
                    count();
                }
            } catch (IOException _) {
                // points nowhere
            }
        }

        private void count() {
            if (guarded.size() + hidden.size() > MAX_FOUND) {
                throw new SandboxException(
                        SandboxError.SETUP_FAILED,
                        "more than "
                                + MAX_FOUND
                                + " protected or hidden files below "
                                + root
                                + ". Start Cordon in a smaller folder");
            }
        }

        // gitrepository-layout(5): a file `.git` holds `gitdir: PATH`; that folder may hold
        // `commondir` with the path of the main one.
        private void followPointer(Path file) {
            try {
                if (Files.size(file) > MAX_GIT_FILE_BYTES) {
                    return;
                }
                String text = Files.readString(file, StandardCharsets.UTF_8).strip();
                if (!text.startsWith("gitdir:")) {
                    return;
                }
                Path folder = file.resolveSibling(text.substring("gitdir:".length()).strip());
                Path real = folder.toRealPath();
                git.add(real);
                Path common = real.resolve("commondir");
                if (Files.isRegularFile(common) && Files.size(common) <= MAX_GIT_FILE_BYTES) {
                    git.add(
                            real.resolve(Files.readString(common, StandardCharsets.UTF_8).strip())
                                    .toRealPath());
                }
            } catch (IOException | IllegalArgumentException _) {
                // a pointer to nowhere: Git will say so
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            return FileVisitResult.CONTINUE;
        }
    }
}
