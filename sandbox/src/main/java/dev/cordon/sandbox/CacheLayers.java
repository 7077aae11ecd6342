package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.ToolCaches;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Private layers above the caches of build tools, for one prepared sandbox: what a command
/// downloads or installs goes there and is removed with the sandbox. The user's caches never
/// change, so nothing that a command wrote is later built into the user's own work.
///
/// A lease file is locked while the layers live; those of a killed Cordon can be locked by the next
/// one, which removes them.
final class CacheLayers implements AutoCloseable {
    /// File systems that can hold the changes of overlayfs.
    private static final Set<String> CAPABLE =
            Set.of("ext4", "ext3", "ext2", "xfs", "btrfs", "tmpfs", "f2fs", "zfs");

    private final Path folder;
    private final FileChannel lease;
    private final Map<Path, MountPlan.OverlayLayer> layers;
    private boolean closed;

    private CacheLayers(Path folder, FileChannel lease, Map<Path, MountPlan.OverlayLayer> layers) {
        this.folder = folder;
        this.lease = lease;
        this.layers = layers;
    }

    /// Makes a layer for each cache that exists and that commands may read. Without a file system
    /// that can hold layers there are none, and the caches stay read-only.
    static Optional<CacheLayers> open(Path stateDirectory, Confinement confinement) {
        Map<Path, Path> caches = caches(confinement);
        if (caches.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path all = HelperBinary.privateFolder(stateDirectory.resolve("caches"));
            FileStore store = Files.getFileStore(all);
            if (!CAPABLE.contains(store.type()) || !store.supportsFileAttributeView("user")) {
                return Optional.empty();
            }
            sweep(all);
            Path mine = HelperBinary.privateFolder(all.resolve(UUID.randomUUID().toString()));
            FileChannel lease =
                    FileChannel.open(
                            mine.resolve("lease"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (lease.tryLock() == null) {
                throw new IOException("a new lease is locked");
            }
            Map<Path, MountPlan.OverlayLayer> layers = new LinkedHashMap<>();
            for (Path cache : caches.keySet()) {
                Path place = mine.resolve(Integer.toString(layers.size()));
                Path upper = Files.createDirectories(place.resolve("upper"));
                Files.setPosixFilePermissions(
                        upper, Files.getPosixFilePermissions(cache, LinkOption.NOFOLLOW_LINKS));
                Path work = Files.createDirectories(place.resolve("work"));
                layers.put(cache, new MountPlan.OverlayLayer(upper, work));
            }
            return Optional.of(new CacheLayers(mine, lease, layers));
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "layers for the caches of build tools cannot be made below "
                            + stateDirectory
                            + ": "
                            + e
                            + ". The command was not run",
                    e);
        }
    }

    // A cache that belongs to somebody else cannot be copied into a layer (overlayfs gives
    // EOVERFLOW for owners that the namespace does not know), so it stays read-only.
    private static Map<Path, Path> caches(Confinement confinement) {
        Map<Path, Path> caches = new LinkedHashMap<>();
        Optional<Path> home = Homes.of(confinement);
        if (home.isEmpty() || confinement.mode() == Confinement.Mode.DANGER_FULL_ACCESS) {
            return caches;
        }
        for (String name : ToolCaches.WRITTEN) {
            Path named = home.get().resolve(name);
            if (!confinement.readable().contains(named)) {
                continue;
            }
            try {
                Path real = named.toRealPath();
                Object owner = Files.getAttribute(real, "unix:uid", LinkOption.NOFOLLOW_LINKS);
                Object group = Files.getAttribute(real, "unix:gid", LinkOption.NOFOLLOW_LINKS);
                Path self = Path.of("/proc/self");
                boolean own =
                        owner.equals(Files.getAttribute(self, "unix:uid"))
                                && group.equals(Files.getAttribute(self, "unix:gid"));
                boolean written =
                        confinement.writable().stream().anyMatch(root -> overlap(root, real));
                if (own && !written && Files.isDirectory(real, LinkOption.NOFOLLOW_LINKS)) {
                    caches.put(real, named);
                }
            } catch (IOException _) {
                // The tool is not used here.
            }
        }
        return caches;
    }

    private static boolean overlap(Path root, Path cache) {
        return cache.startsWith(root) || root.startsWith(cache);
    }

    // Removes what killed processes left.
    private static void sweep(Path all) throws IOException {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(all)) {
            for (Path other : folders) {
                Path file = other.resolve("lease");
                try (FileChannel channel =
                        FileChannel.open(
                                file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
                    if (channel.tryLock() != null) {
                        Overlay.delete(other);
                    }
                } catch (IOException | java.nio.channels.OverlappingFileLockException _) {
                    // In use, or just being made.
                }
            }
        }
    }

    /// By the real path of the cache.
    Map<Path, MountPlan.OverlayLayer> layers() {
        return layers;
    }

    /// Removes the layers. Nothing may run in the sandbox any more.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Overlay.delete(folder);
            lease.close();
        } catch (IOException _) {
            // The next start sweeps what is left.
        }
    }
}
