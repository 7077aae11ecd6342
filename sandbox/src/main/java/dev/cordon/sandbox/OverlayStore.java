package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The layers of one session: made when the first command needs them, used by one prepared sandbox
/// at a time, since the kernel promises nothing about a layer that is mounted twice.
final class OverlayStore implements AutoCloseable {
    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private final Path folder;
    private final List<Overlay.Root> roots = new ArrayList<>();
    private final Set<String> protectedNames = new LinkedHashSet<>();
    private @Nullable FileChannel channel;

    /// @param folder private; what is in it already is taken up
    OverlayStore(Path folder) {
        this.folder = folder;
    }

    /// The roots of a confinement that get a layer: the topmost of its writable folders.
    static List<Path> rootsOf(Confinement confinement) {
        List<Path> folders = new ArrayList<>();
        for (Path path : confinement.writable()) {
            try {
                Path real = path.toRealPath();
                boolean privateToCommands =
                        real.equals(Path.of("/tmp")) || real.equals(Path.of("/var/tmp"));
                if (!privateToCommands && Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
                    folders.add(real);
                }
            } catch (IOException _) {
                // It does not exist, so nothing in it can change.
            }
        }
        return folders.stream()
                .distinct()
                .filter(path ->
                        folders.stream()
                                .noneMatch(other -> path.startsWith(other) && !path.equals(other)))
                .toList();
    }

    /// The confinement as a sandbox for the overlay is made from it. What is protected is refused
    /// when the layer is merged and by the file actions; so all actions of a session can share one
    /// mount, whatever single files they were granted.
    static Confinement mounted(Confinement confinement) {
        return new Confinement(
                confinement.mode(),
                confinement.workspace(),
                rootsOf(confinement),
                confinement.readable(),
                confinement.hidden(),
                confinement.hiddenNames(),
                List.of(),
                confinement.network(),
                confinement.view(),
                confinement.environment(),
                confinement.limits(),
                confinement.permits());
    }

    /// Layers for the roots of a confinement. What any confinement of the session protects is
    /// protected when they are merged.
    ///
    /// @throws SandboxException if they cannot be made
    synchronized Map<Path, MountPlan.OverlayLayer> layers(Confinement confinement) {
        Map<Path, MountPlan.OverlayLayer> layers = new LinkedHashMap<>();
        if (confinement.mode() == Confinement.Mode.READ_ONLY) {
            return layers;
        }
        try {
            begin();
            int known = roots.size();
            boolean more = protectedNames.addAll(confinement.protectedNames());
            for (Path path : rootsOf(confinement)) {
                Overlay.Root root = root(path);
                Path work = root.upper().resolveSibling("work");
                layers.put(path, new MountPlan.OverlayLayer(root.upper(), work));
            }
            if (more || roots.size() > known) {
                describe(confinement);
            }
            return layers;
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "a layer for changes cannot be made in "
                            + folder
                            + ": "
                            + e.getMessage()
                            + ". The command was not run",
                    e);
        }
    }

    private void begin() throws IOException {
        if (channel != null) {
            return;
        }
        HelperBinary.privateFolder(folder);
        FileChannel opened =
                FileChannel.open(
                        folder.resolve(Overlay.LOCK),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (tryLock(opened) == null) {
            opened.close();
            throw new IOException("another sandbox uses this layer");
        }
        channel = opened;
        Optional<Overlay> before = Overlay.open(folder);
        if (before.isPresent()) {
            roots.addAll(before.get().rootList());
            protectedNames.addAll(before.get().protectedNames());
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (java.nio.channels.OverlappingFileLockException _) {
            return null;
        }
    }

    private Overlay.Root root(Path path) throws IOException {
        for (Overlay.Root known : roots) {
            if (known.path().equals(path)) {
                return known;
            }
        }
        checkMounts(path);
        Path place = HelperBinary.privateFolder(folder.resolve(Integer.toString(roots.size())));
        Path upper = Files.createDirectories(place.resolve("upper"));
        Files.createDirectories(place.resolve("work"));
        // The layer's own mode becomes that of the folder as commands see it.
        OverlayNode node = OverlayNode.at(path).orElseThrow();
        Files.setPosixFilePermissions(upper, OverlayMerge.permissions(node.permissions()));
        Overlay.Root made = new Overlay.Root(path, upper, now(place));
        roots.add(made);
        return made;
    }

    private void describe(Confinement confinement) throws IOException {
        Path fresh = folder.resolve(Overlay.DESCRIPTION + ".new");
        Files.writeString(fresh, Overlay.describe(rules(confinement), roots));
        Files.move(fresh, folder.resolve(Overlay.DESCRIPTION), StandardCopyOption.ATOMIC_MOVE);
    }

    // Values of variables may be secrets, and nobody needs them to merge.
    private Confinement rules(Confinement confinement) {
        return new Confinement(
                confinement.mode(),
                confinement.workspace(),
                confinement.writable(),
                confinement.readable(),
                confinement.hidden(),
                confinement.hiddenNames(),
                List.copyOf(protectedNames),
                confinement.network(),
                confinement.view(),
                Map.of(),
                confinement.limits(),
                confinement.permits());
    }

    // A layer does not show what is mounted inside its folder.
    private static void checkMounts(Path root) throws IOException {
        if (!Files.isReadable(MOUNTS)) {
            return;
        }
        for (String line :
                Files.readAllLines(MOUNTS, java.nio.charset.StandardCharsets.ISO_8859_1)) {
            String[] fields = line.split(" ", 6);
            String place = fields.length > 4 ? fields[4].replace("\\040", " ") : "";
            if (place.startsWith(root + "/")) {
                throw new IOException(
                        place + " is a mount of its own, which a layer above it would not show");
            }
        }
    }

    /// The time of the file system, after which every change counts as made meanwhile. It is a tick
    /// later than all changes that were made before.
    private static FileTime now(Path place) throws IOException {
        Path probe = place.resolve("clock");
        Files.writeString(probe, "0");
        FileTime first = OverlayNode.at(probe).orElseThrow().changed();
        for (int i = 0; i < 1000; i++) {
            Files.writeString(probe, "1");
            FileTime next = OverlayNode.at(probe).orElseThrow().changed();
            if (next.compareTo(first) > 0) {
                return next;
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
        throw new IOException("the clock of the file system stands still");
    }

    /// What commands see of the host's files and the layers above them; for reading only.
    synchronized OverlayView view(Confinement confinement) {
        layers(confinement);
        return new OverlayView(List.copyOf(roots));
    }

    @Override
    public synchronized void close() {
        try {
            if (channel != null) {
                channel.close();
                channel = null;
            }
        } catch (IOException _) {
            // The process ends the lock.
        }
    }
}
