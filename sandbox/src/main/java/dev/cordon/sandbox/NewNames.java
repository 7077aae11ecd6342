package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Notices protected names that commands made where there was none: nested repositories first of
/// all. The mounts of a sandbox cannot foresee them, so it is built again before the next command.
///
/// A new name changes its folder, and no command can set the time of that change, so only folders
/// that changed are read. It is done when a command ends, in the time that nobody waits for.
final class NewNames {
    /// Nothing is writable there.
    static final NewNames NONE = new NewNames(Map.of(), Set.of(), _ -> false);

    /// The kernel's clock for files stands still for some milliseconds; a folder that changed
    /// within so many before it was read may have changed again without another time.
    private static final long CLOCK_MILLIS = 100;

    private static final FileTime UNKNOWN = FileTime.fromMillis(0);

    private final Map<Path, FileTime> folders;
    private final Set<Path> known;
    private final Protected names;
    private boolean due;
    private boolean found;

    private NewNames(Map<Path, FileTime> folders, Set<Path> known, Protected names) {
        this.folders = new HashMap<>(folders);
        this.known = Set.copyOf(known);
        this.names = names;
    }

    /// Whether a path in a writable root is protected by its name.
    private interface Protected {
        boolean test(Path path);
    }

    static NewNames of(Surroundings around, NamePatterns patterns) {
        return new NewNames(
                around.walked(), new HashSet<>(around.protectedPaths()), patterns::isProtected);
    }

    /// When the folder changed last; a time of its own if that is not certain.
    static FileTime lastChange(Path folder) {
        try {
            FileTime time =
                    (FileTime) Files.getAttribute(folder, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
            boolean fresh = time.toMillis() > System.currentTimeMillis() - CLOCK_MILLIS;
            return fresh ? UNKNOWN : time;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return UNKNOWN;
        }
    }

    /// A command ended; what it made is looked for in the background.
    void commandEnded() {
        if (folders.isEmpty()) {
            return;
        }
        synchronized (this) {
            due = true;
        }
        Thread.ofVirtual().start(() -> none(false));
    }

    /// Whether no protected name came since the sandbox was built. Waits while it is looked for.
    ///
    /// @param busy whether a command runs, which may have made one
    synchronized boolean none(boolean busy) {
        if ((due || busy) && !found) {
            due = false;
            look();
        }
        return !found;
    }

    private void look() {
        Deque<Path> changed = new ArrayDeque<>();
        List<Path> gone = new ArrayList<>();
        folders.forEach((folder, before) -> {
            FileTime now = lastChange(folder);
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                gone.add(folder);
            } else if (now.equals(UNKNOWN) || !now.equals(before)) {
                changed.add(folder);
            }
        });
        gone.forEach(folders::remove);
        while (!changed.isEmpty() && !found) {
            read(changed.remove(), changed);
        }
    }

    private void read(Path folder, Deque<Path> more) {
        // The time first: what comes while the folder is read is found the next time.
        folders.put(folder, lastChange(folder));
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
            for (Path child : children) {
                if (names.test(child)) {
                    found |= !known.contains(child);
                } else if (!folders.containsKey(child)
                        && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                    more.add(child);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException _) {
            // It is gone, or nobody may read it; then the next look tells.
            folders.put(folder, UNKNOWN);
        }
    }
}
