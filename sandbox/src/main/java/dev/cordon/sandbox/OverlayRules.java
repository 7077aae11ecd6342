package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What of a layer never reaches the host's files: protected names, links that lead out, special
/// files, repositories that were made inside, and files that changed on the host meanwhile.
final class OverlayRules {
    /// The file that a layer's copy was made of is not there.
    static final String REMOVED = "the file was removed on the host meanwhile";

    private static final int SET_IDS = 06000;

    private final NamePatterns patterns;
    private final Path root;
    private final Path upper;
    private final FileTime since;
    private final Map<Path, Boolean> freshRepositories = new HashMap<>();

    /// @param confinement whose protected names hold, without exceptions: an approval was for one
    ///   content, and whatever ran later may have written another
    /// @param root the writable folder
    /// @param upper its layer
    /// @param since when the layer was opened, by the clock of the file system
    OverlayRules(Confinement confinement, Path root, Path upper, FileTime since) {
        this.patterns = NamePatterns.of(confinement);
        this.root = root;
        this.upper = upper;
        this.since = since;
    }

    /// Why a change at this path is not merged.
    ///
    /// @param before what the host's file is now; absent if there is none
    /// @param after what the layer has; absent if it marks a deletion
    Optional<String> obstacle(
            Path path,
            Optional<OverlayNode> before,
            Optional<OverlayNode> after,
            OverlayState wanted)
            throws IOException {
        Optional<String> name = name(path);
        if (name.isPresent()) {
            return name;
        }
        Optional<String> kind = kind(path, before, wanted);
        if (kind.isPresent()) {
            return kind;
        }
        boolean folders = wanted.type() == OverlayState.Type.FOLDER;
        boolean changed = before.isPresent() && before.get().changed().compareTo(since) >= 0;
        if (changed && !(folders && before.get().isFolder())) {
            return Optional.of("the file changed on the host meanwhile");
        }
        boolean gone = before.isEmpty() && after.isPresent() && !after.get().isLink() && !folders;
        if (gone && after.get().isCopy() && parentChanged(path)) {
            return Optional.of(REMOVED);
        }
        return Optional.empty();
    }

    // A copy that moved inside the layer has no file below it either; only where the host's folder
    // changed may one have been removed.
    private boolean parentChanged(Path path) throws IOException {
        Path parent = path.getParent();
        Optional<OverlayNode> folder = parent == null ? Optional.empty() : OverlayNode.at(parent);
        return folder.isEmpty() || folder.get().changed().compareTo(since) >= 0;
    }

    private Optional<String> name(Path path) throws IOException {
        if (patterns.protectedPart(root, path) != null) {
            return Optional.of(
                    "protected, because programs outside the sandbox obey what stands there");
        }
        for (Path folder = path; folder != null && !folder.equals(root); ) {
            if (isFreshRepository(folder)) {
                return Optional.of(
                        "it belongs to a Git repository that was made inside the sandbox");
            }
            folder = folder.getParent();
        }
        return Optional.empty();
    }

    private Optional<String> kind(Path path, Optional<OverlayNode> before, OverlayState wanted) {
        if (wanted.type() == OverlayState.Type.OTHER) {
            return Optional.of("it is neither a file, a folder nor a link");
        }
        boolean same = before.filter(node -> node.permissions() == wanted.mode()).isPresent();
        if (wanted.type() == OverlayState.Type.FILE && (wanted.mode() & SET_IDS) != 0 && !same) {
            return Optional.of("it would run with the rights of its owner (setuid or setgid)");
        }
        if (wanted.type() == OverlayState.Type.LINK) {
            Path target = Path.of(wanted.content());
            Path parent = path.getParent();
            boolean leaves =
                    target.isAbsolute()
                            || parent == null
                            || !parent.resolve(target).normalize().startsWith(root);
            if (leaves) {
                return Optional.of("the link leads out of " + root);
            }
        }
        return Optional.empty();
    }

    // What Git takes for a repository without a .git (gitrepository-layout(5)).
    private boolean isFreshRepository(Path folder) {
        return freshRepositories.computeIfAbsent(
                folder,
                place ->
                        has(place, "HEAD", true)
                                && has(place, "objects", true)
                                && has(place, "refs", true)
                                && !(has(place, "HEAD", false)
                                        && has(place, "objects", false)
                                        && has(place, "refs", false)));
    }

    private boolean has(Path folder, String name, boolean inLayer) {
        Path below = folder.resolve(name);
        Path above = upper.resolve(root.relativize(below).toString());
        return (inLayer && Files.exists(above, LinkOption.NOFOLLOW_LINKS))
                || Files.exists(below, LinkOption.NOFOLLOW_LINKS);
    }
}
