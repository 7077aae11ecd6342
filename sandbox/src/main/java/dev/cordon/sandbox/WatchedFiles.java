package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The files that a sandbox covers one by one. When the host replaces such a file, the kernel takes
/// the cover off in every namespace, so the sandbox must be built again before the next command.
final class WatchedFiles {
    /// Nothing is covered.
    static final WatchedFiles NONE = new WatchedFiles(Map.of());

    private final Map<Path, @Nullable Object> keys;

    private WatchedFiles(Map<Path, @Nullable Object> keys) {
        this.keys = keys;
    }

    static WatchedFiles of(MountPlan plan) {
        Map<Path, @Nullable Object> keys = new LinkedHashMap<>();
        Path root = Path.of("/");
        for (MountPlan.Entry entry : plan.entries()) {
            switch (entry) {
                case MountPlan.Entry.Mask(Path path) -> keys.put(path, key(path));
                case MountPlan.Entry.ReadOnly(Path path, boolean optional) -> {
                    if (!optional && !path.equals(root)) {
                        keys.put(path, key(path));
                    }
                }
                case MountPlan.Entry.Writable(Path path) -> keys.put(path, key(path));
                case MountPlan.Entry.Pin(Path path) -> keys.put(path, key(path));
                case MountPlan.Entry.Tmpfs _,
                        MountPlan.Entry.Devices _,
                        MountPlan.Entry.Proc _,
                        MountPlan.Entry.Sys _,
                        MountPlan.Entry.Text _,
                        MountPlan.Entry.Overlay _ -> {
                    // the host cannot take these away
                }
            }
        }
        return new WatchedFiles(keys);
    }

    /// Whether each of them is still the same file.
    boolean unchanged() {
        return keys.entrySet().stream()
                .allMatch(entry -> Objects.equals(entry.getValue(), key(entry.getKey())));
    }

    private static @Nullable Object key(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .fileKey();
        } catch (IOException _) {
            return null;
        }
    }
}
