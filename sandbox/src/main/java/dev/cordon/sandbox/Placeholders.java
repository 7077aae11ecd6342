package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Empty folders and files under protected names that are not there, because only what exists can
/// be covered with a read-only mount.
///
/// They go when the last sandbox of a workspace ends. Each sandbox keeps a locked lease file in the
/// state folder; the lease of a killed one can be locked by others, who then clean up after it.
final class Placeholders implements AutoCloseable {
    /// Absent wrappers get one only beside the build file that would make somebody run them.
    private static final Set<String> MAVEN = Set.of("mvnw", "mvnw.cmd");

    private static final Set<String> GRADLE =
            Set.of("gradlew", "gradlew.bat", "gradle/wrapper", "init.gradle");
    private static final List<String> GRADLE_BUILDS =
            List.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts");

    /// Protected names that are files; the others are folders.
    private static final Set<String> FILES =
            Set.of(
                    ".mcp.json",
                    ".envrc",
                    ".gitlab-ci.yml",
                    "mvnw",
                    "mvnw.cmd",
                    "gradlew",
                    "gradlew.bat",
                    "init.gradle");

    private static final Object MUTEX = new Object();
    private static final int MAX_LEASE_BYTES = 1 << 20;

    private final Path folder;
    private final Path lease;
    private final FileChannel channel;
    private final Set<Path> mine = new LinkedHashSet<>();
    private final Thread atExit = new Thread(this::close, "placeholders");
    private boolean closed;

    private Placeholders(Path folder, Path lease, FileChannel channel) {
        this.folder = folder;
        this.lease = lease;
        this.channel = channel;
    }

    /// Makes what is missing at the top of each root.
    ///
    /// @throws SandboxException if that fails although the root can be written
    static Placeholders make(Path stateDirectory, List<Path> roots, NamePatterns patterns) {
        try {
            Path folder = HelperBinary.privateFolder(stateDirectory.resolve("placeholders"));
            synchronized (MUTEX) {
                try (FileChannel gate = lockable(folder.resolve("mutex"));
                        FileLock _ = gate.lock()) {
                    Path lease = folder.resolve(UUID.randomUUID() + ".lease");
                    Placeholders made = new Placeholders(folder, lease, lockable(lease));
                    if (made.channel.tryLock() == null) {
                        throw new IOException("a new lease is locked: " + lease);
                    }
                    Set<Path> used = made.sweep();
                    for (Path root : roots) {
                        // One that was opened although its name is protected is complete.
                        boolean opened = patterns.protectedPart(root.getRoot(), root) != null;
                        if (!opened && Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
                            made.fill(root, patterns, used);
                        }
                    }
                    Runtime.getRuntime().addShutdownHook(made.atExit);
                    return made;
                }
            }
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "cannot make placeholders for protected names that are absent: " + e,
                    e);
        }
    }

    private static FileChannel lockable(Path file) throws IOException {
        return FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
    }

    private void fill(Path root, NamePatterns patterns, Set<Path> used) throws IOException {
        for (String name : patterns.protectedNames()) {
            if (!wanted(root, name)) {
                continue;
            }
            Path at = root;
            for (Path part : Path.of(name)) {
                at = at.resolve(part);
                boolean exists = Files.exists(at, LinkOption.NOFOLLOW_LINKS);
                if (exists && used.contains(at)) {
                    mine.add(at);
                } else if (!exists) {
                    note(at);
                    if (!create(at, FILES.contains(name))) {
                        mine.remove(at);
                        break;
                    }
                }
            }
        }
        write();
    }

    private static boolean wanted(Path root, String name) {
        if (MAVEN.contains(name)) {
            return Files.exists(root.resolve("pom.xml"));
        }
        if (GRADLE.contains(name)) {
            return GRADLE_BUILDS.stream().anyMatch(build -> Files.exists(root.resolve(build)));
        }
        return name.indexOf('*') < 0;
    }

    // Written before the placeholder exists, so that a killed Cordon leaves none that nobody knows.
    private void note(Path path) throws IOException {
        mine.add(path);
        write();
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        mine.forEach(path -> text.append(path).append('\0'));
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)), 0);
    }

    private static boolean create(Path path, boolean file) throws IOException {
        try {
            if (file) {
                Files.createFile(path);
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r--r--r--"));
            } else {
                Files.createDirectory(path);
            }
            return true;
        } catch (AccessDeniedException | FileAlreadyExistsException _) {
            return false; // a command may not make it either, or somebody just did
        }
    }

    // Removes what dead sandboxes left; gives what living ones use.
    private Set<Path> sweep() throws IOException {
        Set<Path> used = new LinkedHashSet<>();
        Set<Path> stale = new LinkedHashSet<>();
        List<Path> leases;
        try (var files = Files.list(folder)) {
            leases = files.filter(file -> file.toString().endsWith(".lease")).toList();
        }
        for (Path other : leases) {
            if (other.equals(lease)) {
                continue;
            }
            try (FileChannel file = lockable(other)) {
                FileLock lock = tryLock(file);
                (lock == null ? used : stale).addAll(read(file));
                if (lock != null) {
                    Files.delete(other);
                }
            }
        }
        stale.removeAll(used);
        remove(stale);
        return used;
    }

    private static @org.jspecify.annotations.Nullable FileLock tryLock(FileChannel file)
            throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null; // another sandbox of this process
        }
    }

    private static List<Path> read(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MAX_LEASE_BYTES));
        file.read(bytes, 0);
        List<Path> paths = new ArrayList<>();
        String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        for (String path : text.split("\0", -1)) {
            if (path.startsWith("/")) {
                paths.add(Path.of(path));
            }
        }
        return paths;
    }

    private static void remove(Set<Path> paths) {
        for (Path path :
                paths.stream()
                        .sorted(Comparator.comparingInt(Path::getNameCount).reversed())
                        .toList()) {
            try {
                boolean emptyFile =
                        Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                                && Files.size(path) == 0
                                && PosixFilePermissions.toString(
                                                Files.getPosixFilePermissions(path))
                                        .equals("r--r--r--");
                if (emptyFile || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(path);
                }
            } catch (DirectoryNotEmptyException _) {
                // the user made it his own
            } catch (IOException _) {
                // it is gone, or no longer ours to remove
            }
        }
    }

    /// Removes what no other sandbox uses.
    @Override
    public void close() {
        synchronized (MUTEX) {
            if (closed) {
                return;
            }
            closed = true;
            try (FileChannel gate = lockable(folder.resolve("mutex"));
                    FileLock _ = gate.lock()) {
                channel.close();
                Files.deleteIfExists(lease);
                mine.removeAll(sweep());
                remove(mine);
            } catch (IOException _) {
                // the next sandbox sweeps
            }
        }
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // the process is ending, and this is the hook
        }
    }
}
