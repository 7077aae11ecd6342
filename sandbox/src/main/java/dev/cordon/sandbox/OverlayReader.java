package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the differences between one folder of the host and its layer of changes.
///
/// It only reads; commands may run meanwhile, then it gives what it saw.
final class OverlayReader {
    /// The most differences that are told apart.
    static final int MAX_CHANGES = 100_000;

    private final Path root;
    private final Path upper;
    private final OverlayRules rules;
    private final List<OverlayChange> changes = new ArrayList<>();

    OverlayReader(Path root, Path upper, OverlayRules rules) {
        this.root = root;
        this.upper = upper;
        this.rules = rules;
    }

    /// The differences, by path; a folder comes before what is in it.
    ///
    /// @throws IOException if the layer cannot be read or is not understood
    List<OverlayChange> read() throws IOException {
        compare(upper, root, true);
        return paired();
    }

    private void compare(Path layer, Path folder, boolean lowerShows) throws IOException {
        Set<String> named = new HashSet<>();
        for (Path entry : sorted(layer)) {
            String name = String.valueOf(entry.getFileName());
            named.add(name);
            OverlayNode above = OverlayNode.at(entry).orElse(null);
            if (above == null) {
                continue; // a command has just taken it away
            }
            above.checkMarks();
            Path path = folder.resolve(name);
            Optional<OverlayNode> below = lowerShows ? OverlayNode.at(path) : Optional.empty();
            if (above.isWhiteout()) {
                if (below.isPresent()) {
                    deleted(below.get());
                }
            } else if (above.isFolder()) {
                folder(above, path, below);
            } else {
                other(above, path, below);
            }
        }
        Optional<OverlayNode> self = OverlayNode.at(layer);
        if (lowerShows && self.isPresent() && self.get().isOpaque()) {
            for (Path entry : sorted(folder)) {
                Optional<OverlayNode> below = OverlayNode.at(entry);
                if (!named.contains(String.valueOf(entry.getFileName())) && below.isPresent()) {
                    deleted(below.get());
                }
            }
        }
    }

    private void folder(OverlayNode above, Path path, Optional<OverlayNode> below)
            throws IOException {
        boolean stays = below.isPresent() && below.get().isFolder();
        OverlayState after = above.state();
        if (!stays) {
            if (below.isPresent()) {
                deleted(below.get());
            }
            add(OverlayChange.Kind.ADDED, path, Optional.empty(), OverlayState.NONE, above, after);
        } else if (below.get().permissions() != above.permissions()) {
            OverlayState before = below.get().state();
            add(OverlayChange.Kind.MODE, path, below, before, above, after);
        }
        compare(above.path(), path, stays);
    }

    private void other(OverlayNode above, Path path, Optional<OverlayNode> below)
            throws IOException {
        OverlayState after = above.state();
        if (below.isPresent() && below.get().isFolder()) {
            deleted(below.get());
            add(OverlayChange.Kind.ADDED, path, Optional.empty(), OverlayState.NONE, above, after);
            return;
        }
        if (below.isEmpty()) {
            add(OverlayChange.Kind.ADDED, path, below, OverlayState.NONE, above, after);
            return;
        }
        OverlayState before = below.get().state();
        if (before.equals(after)) {
            return; // copied up without a change, or merged before
        }
        OverlayChange.Kind kind =
                before.sameContent(after) ? OverlayChange.Kind.MODE : OverlayChange.Kind.MODIFIED;
        add(kind, path, below, before, above, after);
    }

    private void deleted(OverlayNode below) throws IOException {
        record(
                new OverlayChange(
                        OverlayChange.Kind.DELETED,
                        root,
                        below.path(),
                        Optional.empty(),
                        below.state(),
                        OverlayState.NONE,
                        rules.obstacle(
                                below.path(),
                                Optional.of(below),
                                Optional.empty(),
                                below.isFolder() ? below.state() : OverlayState.NONE)));
        if (below.isFolder()) {
            for (Path entry : sorted(below.path())) {
                Optional<OverlayNode> inside = OverlayNode.at(entry);
                if (inside.isPresent()) {
                    deleted(inside.get());
                }
            }
        }
    }

    private void add(
            OverlayChange.Kind kind,
            Path path,
            Optional<OverlayNode> below,
            OverlayState before,
            OverlayNode above,
            OverlayState after)
            throws IOException {
        record(
                new OverlayChange(
                        kind,
                        root,
                        path,
                        Optional.empty(),
                        before,
                        after,
                        rules.obstacle(path, below, Optional.of(above), after)));
    }

    private void record(OverlayChange change) throws IOException {
        if (changes.size() >= MAX_CHANGES) {
            throw new IOException(
                    "more than " + MAX_CHANGES + " changes below " + root + "; drop the layer");
        }
        changes.add(change);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(entries::add);
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
        entries.sort(null);
        return entries;
    }

    /// A file that went and one with the same content that came are one rename.
    private List<OverlayChange> paired() {
        Map<String, List<OverlayChange>> gone = new HashMap<>();
        for (OverlayChange change : changes) {
            if (change.kind() == OverlayChange.Kind.DELETED && hasContent(change.before())) {
                gone.computeIfAbsent(change.before().content(), _ -> new ArrayList<>()).add(change);
            }
        }
        Set<OverlayChange> used = new HashSet<>();
        List<OverlayChange> result = new ArrayList<>();
        for (OverlayChange change : changes) {
            OverlayChange old =
                    change.kind() == OverlayChange.Kind.ADDED ? match(change, gone) : null;
            if (old == null) {
                result.add(change);
                continue;
            }
            used.add(old);
            result.add(
                    new OverlayChange(
                            OverlayChange.Kind.RENAMED,
                            root,
                            change.path(),
                            Optional.of(old.path()),
                            old.before(),
                            change.after(),
                            change.obstacle()
                                    .filter(why -> !why.equals(OverlayRules.REMOVED))
                                    .or(old::obstacle)));
        }
        result.removeAll(used);
        result.sort(java.util.Comparator.comparing(OverlayChange::path));
        return result;
    }

    private static @org.jspecify.annotations.Nullable OverlayChange match(
            OverlayChange fresh, Map<String, List<OverlayChange>> gone) {
        List<OverlayChange> candidates =
                hasContent(fresh.after())
                        ? gone.getOrDefault(fresh.after().content(), List.of())
                        : List.of();
        for (OverlayChange old : candidates) {
            boolean nested =
                    old.path().startsWith(fresh.path()) || fresh.path().startsWith(old.path());
            if (!nested) {
                candidates.remove(old);
                return old;
            }
        }
        return null;
    }

    private static boolean hasContent(OverlayState state) {
        return state.type() == OverlayState.Type.FILE && state.bytes() > 0;
    }
}
