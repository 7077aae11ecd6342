package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The host's files with the layers of a session above them, as overlayfs joins them. For reading
/// only: what is written goes through a command, since a layer must not change while it is mounted.
final class OverlayView implements FileTree {
    private static final int MAX_LINKS = 40;

    private final List<Overlay.Root> roots;

    OverlayView(List<Overlay.Root> roots) {
        this.roots = List.copyOf(roots);
    }

    /// A folder or file in both trees.
    ///
    /// @param above its place in the layer; empty if the layer has none
    /// @param below its place on the host; empty if there is none or the layer hides it
    private record Place(Optional<Path> above, Optional<Path> below) {
        Optional<Path> visible() {
            return above.or(() -> below);
        }
    }

    @Override
    public Optional<Path> place(Path real) throws IOException {
        for (Overlay.Root root : roots) {
            if (real.startsWith(root.path())) {
                return find(root, real).visible();
            }
        }
        return FileTree.HOST.place(real);
    }

    private static Place find(Overlay.Root root, Path real) throws IOException {
        Place at = new Place(Optional.of(root.upper()), Optional.of(root.path()));
        for (Path part : root.path().relativize(real)) {
            if (part.toString().isEmpty()) {
                return at;
            }
            at = inside(at, part.toString());
        }
        return at;
    }

    private static Place inside(Place folder, String name) throws IOException {
        Optional<OverlayNode> above =
                folder.above().isPresent()
                        ? OverlayNode.at(folder.above().get().resolve(name))
                        : Optional.empty();
        if (above.isPresent() && above.get().isWhiteout()) {
            return new Place(Optional.empty(), Optional.empty());
        }
        Optional<OverlayNode> below =
                folder.below().isPresent()
                        ? OverlayNode.at(folder.below().get().resolve(name))
                        : Optional.empty();
        boolean joined =
                above.isEmpty()
                        || (above.get().isFolder()
                                && !above.get().isOpaque()
                                && below.filter(OverlayNode::isFolder).isPresent());
        return new Place(
                above.map(OverlayNode::path),
                joined ? below.map(OverlayNode::path) : Optional.empty());
    }

    @Override
    public List<Path> entries(Path folder) {
        for (Overlay.Root root : roots) {
            if (folder.startsWith(root.path())) {
                try {
                    Place place = find(root, folder);
                    TreeSet<String> names = new TreeSet<>();
                    place.above().ifPresent(path -> names.addAll(FileTree.names(path)));
                    place.below().ifPresent(path -> names.addAll(FileTree.names(path)));
                    List<Path> entries = new java.util.ArrayList<>();
                    for (String name : names) {
                        if (inside(place, name).visible().isPresent()) {
                            entries.add(folder.resolve(name));
                        }
                    }
                    return entries;
                } catch (IOException _) {
                    return List.of();
                }
            }
        }
        return FileTree.HOST.entries(folder);
    }

    @Override
    public Path resolve(Path path) throws IOException {
        Deque<String> rest = new ArrayDeque<>();
        path.normalize().forEach(part -> rest.add(part.toString()));
        Path at = Path.of("/");
        for (int links = 0; !rest.isEmpty(); ) {
            String name = rest.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                at = at.getParent() == null ? at : at.getParent();
                continue;
            }
            Path next = at.resolve(name);
            Optional<Path> place = place(next);
            if (place.isEmpty() || !Files.isSymbolicLink(place.get())) {
                at = next;
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new FileSystemLoopException(path.toString());
            }
            Path target = Files.readSymbolicLink(place.get());
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                rest.push(target.getName(i).toString());
            }
            at = target.isAbsolute() ? Path.of("/") : at;
        }
        return at;
    }
}
