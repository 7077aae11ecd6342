package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import dev.cordon.protocol.DefaultPlaces;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Names that are protected or hidden at any depth of a writable root.
///
/// Compared without regard to case: some file systems do the same.
final class NamePatterns {
    /// Protected whatever the configuration says.
    static final List<String> MANDATORY = List.of(".git", ".cordon");

    private final Set<String> names = new LinkedHashSet<>();
    private final List<Path> paths = new ArrayList<>();
    private final List<String> exactHidden = new ArrayList<>();
    private final List<String> hiddenPrefixes = new ArrayList<>();
    private final List<String> hiddenSuffixes = new ArrayList<>();
    private final List<String> all = new ArrayList<>();

    private NamePatterns() {}

    /// The patterns of a confinement. A hidden name has at most one `*`, at its begin or end.
    static NamePatterns of(Confinement confinement) {
        NamePatterns made = new NamePatterns();
        LinkedHashSet<String> guarded = new LinkedHashSet<>(MANDATORY);
        guarded.addAll(confinement.protectedNames());
        for (String name : guarded) {
            String lower = name.toLowerCase(Locale.ROOT);
            made.all.add(name);
            if (name.indexOf('/') < 0) {
                made.names.add(lower);
            } else {
                made.paths.add(Path.of(lower));
            }
        }
        for (String name : confinement.hiddenNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("*")) {
                made.hiddenSuffixes.add(lower.substring(1));
            } else if (lower.endsWith("*")) {
                made.hiddenPrefixes.add(lower.substring(0, lower.length() - 1));
            } else {
                made.exactHidden.add(lower);
            }
        }
        return made;
    }

    /// The protected names and relative paths, as configured.
    List<String> protectedNames() {
        return List.copyOf(all);
    }

    /// Whether this path, inside a writable root, is protected by its last names.
    boolean isProtected(Path path) {
        Path last = path.getFileName();
        if (last == null) {
            return false;
        }
        if (names.contains(last.toString().toLowerCase(Locale.ROOT))) {
            return true;
        }
        if (paths.isEmpty()) {
            return false;
        }
        Path lower = Path.of(path.toString().toLowerCase(Locale.ROOT));
        return paths.stream().anyMatch(lower::endsWith);
    }

    /// Whether a file of this name is hidden.
    boolean isHidden(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (DefaultPlaces.SHOWN_NAMES.contains(lower)) {
            return false;
        }
        return exactHidden.contains(lower)
                || hiddenPrefixes.stream().anyMatch(lower::startsWith)
                || hiddenSuffixes.stream().anyMatch(lower::endsWith);
    }

    /// Whether any part of this path below the root is protected.
    ///
    /// @return the protected part, from the root on; null if there is none
    @org.jspecify.annotations.Nullable
    Path protectedPart(Path root, Path path) {
        for (int count = root.getNameCount() + 1; count <= path.getNameCount(); count++) {
            Path part = root.getRoot().resolve(path.subpath(0, count));
            if (isProtected(part)) {
                return part;
            }
        }
        return null;
    }
}
