package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the file system looks like from inside, in the order in which it is built: a later entry
/// covers an earlier one.
///
/// A pure function of the confinement and of what {@link Surroundings} saw on the host.
///
/// @param entries at most {@value #MAX_ENTRIES}
record MountPlan(List<Entry> entries) {
    static final int MAX_ENTRIES = 4096;

    /// Places below which programs live: hiding the folder around a workspace never hides these.
    private static final List<Path> SYSTEM =
            List.of(
                    Path.of("/usr"),
                    Path.of("/opt"),
                    Path.of("/etc"),
                    Path.of("/lib"),
                    Path.of("/bin"),
                    Path.of("/nix"),
                    Path.of("/snap"),
                    Path.of("/sys"),
                    Path.of("/proc"),
                    Path.of("/dev"));

    MountPlan {
        entries = List.copyOf(entries);
    }

    /// One step. Paths are real: no part of them is a symbolic link.
    sealed interface Entry {
        /// The host's tree at this path, read-only, with everything below it.
        record ReadOnly(Path path, boolean optional) implements Entry {}

        /// The host's tree at this path.
        record Writable(Path path) implements Entry {}

        /// An empty folder in memory.
        record Tmpfs(Path path, String mode, long sizeBytes) implements Entry {}

        /// Something that cannot be read. Nothing happens if it is not visible.
        record Mask(Path path) implements Entry {}

        /// The folder onto itself, so that it cannot be renamed.
        record Pin(Path path) implements Entry {}

        /// Private devices, terminals and shared memory.
        record Devices() implements Entry {}

        /// The processes of the sandbox.
        record Proc() implements Entry {}

        /// The machine, without its controls.
        record Sys() implements Entry {}

        /// A file with this text, read-only.
        record Text(Path path, String text) implements Entry {}

        /// The host's tree with a layer above it that takes all changes.
        record Overlay(Path path, Path upper, Path work) implements Entry {}
    }

    /// Makes the plan.
    ///
    /// @param layers where changes go: of writable roots with {@link Confinement.View#OVERLAY}, and
    ///   of caches that can be read
    /// @param files shown instead of the host's
    static MountPlan of(
            Confinement confinement,
            Surroundings around,
            Map<Path, OverlayLayer> layers,
            Map<Path, String> files) {
        return new MountPlan(new Builder(confinement, around, layers, files).build());
    }

    /// What a command may do at a real path, by the last entry that covers it.
    Access access(Path path) {
        Access found = Access.NONE;
        for (Entry entry : entries) {
            found =
                    switch (entry) {
                        case Entry.ReadOnly(Path place, boolean _) ->
                                path.startsWith(place) ? Access.READ : found;
                        case Entry.Writable(Path place) ->
                                path.startsWith(place) ? Access.WRITE : found;
                        case Entry.Overlay(Path place, Path _, Path _) ->
                                path.startsWith(place) ? Access.WRITE : found;
                        case Entry.Tmpfs(Path place, String _, long _) ->
                                path.startsWith(place) ? Access.NONE : found;
                        case Entry.Mask(Path place) -> path.startsWith(place) ? Access.NONE : found;
                        case Entry.Text(Path place, String _) ->
                                path.equals(place) ? Access.NONE : found;
                        case Entry.Pin _ -> found;
                        case Entry.Devices() -> path.startsWith("/dev") ? Access.NONE : found;
                        case Entry.Proc() -> path.startsWith("/proc") ? Access.NONE : found;
                        case Entry.Sys() -> path.startsWith("/sys") ? Access.NONE : found;
                    };
        }
        return found;
    }

    /// What a command may do with the host's file at a path.
    enum Access {
        NONE,
        READ,
        WRITE
    }

    /// Where the changes of one writable root go.
    record OverlayLayer(Path upper, Path work) {}

    private static final class Builder {
        private final Confinement confinement;
        private final Surroundings around;
        private final Map<Path, OverlayLayer> layers;
        private final Map<Path, String> files;
        private final Map<Path, Entry> emptied = new LinkedHashMap<>();
        private final Set<Path> opened = new LinkedHashSet<>();
        private final List<Entry> entries = new ArrayList<>();

        Builder(
                Confinement confinement,
                Surroundings around,
                Map<Path, OverlayLayer> layers,
                Map<Path, String> files) {
            this.confinement = confinement;
            this.around = around;
            this.layers = layers;
            this.files = files;
        }

        List<Entry> build() {
            opened.add(around.workspace());
            opened.addAll(around.writable());
            opened.addAll(around.readable());
            entries.add(new Entry.ReadOnly(Path.of("/"), false));
            entries.add(new Entry.Devices());
            entries.add(new Entry.Proc());
            entries.add(new Entry.Sys());
            emptyFolders();
            reopen();
            files.forEach((path, text) -> entries.add(new Entry.Text(path, text)));
            protect();
            hide();
            return entries;
        }

        private void emptyFolders() {
            long tmp = confinement.limits().maxTmpBytes();
            long bytes = tmp == 0 ? 1L << 30 : tmp;
            empty(Path.of("/tmp"), "1777", bytes);
            empty(Path.of("/var/tmp"), "1777", bytes);
            empty(Path.of("/run"), "755", 16L << 20);
            empty(Path.of("/home"), "755", 16L << 20);
            empty(Path.of("/root"), "700", 16L << 20);
            around.home().ifPresent(home -> empty(home, "700", bytes));
            Path parent = around.workspace().getParent();
            if (parent != null
                    && parent.getNameCount() > 0
                    && SYSTEM.stream().noneMatch(parent::startsWith)) {
                empty(parent, "755", 16L << 20);
            }
            for (Path hidden : around.hidden()) {
                if (opened.stream().anyMatch(path -> below(path, hidden))) {
                    empty(hidden, "700", 16L << 20);
                }
            }
            emptied.keySet().stream()
                    .sorted(Comparator.comparingInt(Path::getNameCount))
                    .forEach(path -> entries.add(emptied.get(path)));
        }

        private void empty(Path path, String mode, long bytes) {
            boolean exists = around.folders().contains(path);
            if (exists && !around.writable().contains(path) && path.getNameCount() > 0) {
                emptied.putIfAbsent(path, new Entry.Tmpfs(path, mode, bytes));
            }
        }

        private void reopen() {
            byDepth(around.readable())
                    .filter(this::isEmptied)
                    .forEach(path -> entries.add(layered(path, new Entry.ReadOnly(path, true))));
            boolean mayWrite = confinement.mode() != Confinement.Mode.READ_ONLY;
            if (!mayWrite || !around.writable().contains(around.workspace())) {
                entries.add(new Entry.ReadOnly(around.workspace(), false));
            }
            if (mayWrite) {
                // Without a layer nothing is writable in the overlay view.
                byDepth(around.writable())
                        .filter(path -> !isPrivateTmp(path))
                        .filter(path -> !overlay() || layers.containsKey(path))
                        .forEach(path -> entries.add(layered(path, new Entry.Writable(path))));
            }
        }

        private Entry layered(Path path, Entry plain) {
            OverlayLayer layer = layers.get(path);
            return layer == null ? plain : new Entry.Overlay(path, layer.upper(), layer.work());
        }

        private boolean overlay() {
            return confinement.view() == Confinement.View.OVERLAY;
        }

        private void protect() {
            if (confinement.mode() == Confinement.Mode.READ_ONLY) {
                return;
            }
            Set<Path> pinned = new LinkedHashSet<>();
            // A layer holds what changes; what is protected is refused when it is merged.
            List<Path> guarded = overlay() ? List.of() : byDepth(around.protectedPaths()).toList();
            for (Path path : guarded) {
                for (Path root : around.writable()) {
                    if (below(path, root)) {
                        pinAncestors(path, root, pinned);
                    }
                }
            }
            for (Path path : byDepth(around.hiddenPaths()).toList()) {
                for (Path root : around.writable()) {
                    if (below(path, root)) {
                        pinAncestors(path, root, pinned);
                    }
                }
            }
            byDepth(pinned).forEach(path -> entries.add(new Entry.Pin(path)));
            for (Path path : guarded) {
                entries.add(new Entry.ReadOnly(path, false));
                byDepth(around.writable())
                        .filter(door -> door.startsWith(path))
                        .forEach(door -> entries.add(new Entry.Writable(door)));
            }
        }

        // Without the pins a folder above the protected name is renamed and another one put there.
        private static void pinAncestors(Path path, Path root, Set<Path> pinned) {
            for (Path above = path.getParent();
                    above != null && below(above, root);
                    above = above.getParent()) {
                pinned.add(above);
            }
        }

        private void hide() {
            for (Path hidden : around.hidden()) {
                if (!emptied.containsKey(hidden) && !opened.contains(hidden)) {
                    entries.add(new Entry.Mask(hidden));
                }
            }
            around.hiddenPaths().forEach(path -> entries.add(new Entry.Mask(path)));
        }

        private boolean isEmptied(Path path) {
            return emptied.keySet().stream().anyMatch(path::startsWith);
        }

        private static boolean isPrivateTmp(Path path) {
            return path.equals(Path.of("/tmp")) || path.equals(Path.of("/var/tmp"));
        }

        private static boolean below(Path path, Path folder) {
            return path.startsWith(folder) && !path.equals(folder);
        }

        private static java.util.stream.Stream<Path> byDepth(java.util.Collection<Path> paths) {
            return paths.stream().distinct().sorted(Comparator.comparingInt(Path::getNameCount));
        }
    }
}
