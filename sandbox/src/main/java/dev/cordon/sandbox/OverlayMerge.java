package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Puts the changes of a layer into the host's files, one by one: each file is whole before or
/// after, and one that cannot be merged stops none of the others.
///
/// The host's folders are entered part by part without following a link, and each file is compared
/// once more with what the list of changes was made from. The layer itself stays as it is, so what
/// was merged shows no difference any more and merging again does no harm.
final class OverlayMerge {
    private final Path root;
    private final Path upper;
    private final List<OverlayChange> merged = new ArrayList<>();
    private final List<OverlayChange> refused = new ArrayList<>();

    OverlayMerge(Path root, Path upper) {
        this.root = root;
        this.upper = upper;
    }

    /// What was put into the host's files, and what was not and why.
    record Outcome(List<OverlayChange> merged, List<OverlayChange> refused) {}

    /// One step of a change.
    private interface Step {
        void take(OverlayChange change) throws IOException;
    }

    /// @param changes as {@link OverlayReader} gave them
    Outcome apply(List<OverlayChange> changes) {
        List<OverlayChange> possible = new ArrayList<>();
        for (OverlayChange change : changes) {
            (change.obstacle().isPresent() ? refused : possible).add(change);
        }
        // What makes room goes first, deepest first; a folder comes before what is in it.
        possible.stream()
                .filter(c -> c.kind() == OverlayChange.Kind.DELETED)
                .sorted(Comparator.comparing(OverlayChange::path).reversed())
                .forEach(c -> tryTo(c, this::delete));
        possible.stream()
                .filter(c -> c.kind() != OverlayChange.Kind.DELETED)
                .forEach(c -> tryTo(c, this::put));
        return new Outcome(List.copyOf(merged), List.copyOf(refused));
    }

    private void tryTo(OverlayChange change, Step step) {
        try {
            step.take(change);
            merged.add(change);
        } catch (IOException e) {
            refused.add(change.withObstacle(Optional.of(reason(e))));
        }
    }

    private static String reason(IOException problem) {
        return switch (problem) {
            case java.nio.file.AccessDeniedException e -> "permission denied: " + e.getFile();
            case NoSuchFileException e -> "there is no " + e.getFile();
            case java.nio.file.DirectoryNotEmptyException _ ->
                    "the folder holds files that the layer does not know";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> String.valueOf(problem.getMessage());
        };
    }

    private void delete(OverlayChange change) throws IOException {
        Path name = name(change.path());
        try (SecureDirectoryStream<Path> folder = PlacedFile.open(parent(change.path()))) {
            unchanged(change.path(), change.before());
            if (change.before().type() == OverlayState.Type.FOLDER) {
                folder.deleteDirectory(name);
            } else {
                folder.deleteFile(name);
            }
        }
    }

    private void put(OverlayChange change) throws IOException {
        boolean fresh = change.kind() == OverlayChange.Kind.RENAMED;
        unchanged(change.path(), fresh ? OverlayState.NONE : change.before());
        switch (change.after().type()) {
            case FOLDER -> {
                makeFolder(change.path());
                setMode(change.path(), change.after().mode());
            }
            case LINK -> link(change);
            case FILE -> {
                if (change.kind() == OverlayChange.Kind.MODE) {
                    setMode(change.path(), change.after().mode());
                } else {
                    file(change);
                }
            }
            case NONE, OTHER -> throw new IOException("nothing that could be merged");
        }
        if (change.from().isPresent()) {
            Path old = change.from().get();
            try (SecureDirectoryStream<Path> folder = PlacedFile.open(parent(old))) {
                unchanged(old, change.before());
                folder.deleteFile(name(old));
            }
        }
    }

    private void file(OverlayChange change) throws IOException {
        makeFolder(parent(change.path()));
        Path source = inLayer(change.path());
        try (InputStream in = Files.newInputStream(source, LinkOption.NOFOLLOW_LINKS)) {
            PlacedFile placed = PlacedFile.write(change.path(), in, change.path());
            try {
                placed.setPermissions(permissions(change.after().mode()));
                boolean fresh = change.kind() == OverlayChange.Kind.RENAMED;
                unchanged(change.path(), fresh ? OverlayState.NONE : change.before());
                placed.moveIntoPlace();
            } finally {
                placed.discard();
            }
        }
    }

    // A link has no content to write: it is made under another name and renamed.
    private void link(OverlayChange change) throws IOException {
        Path parent = parent(change.path());
        makeFolder(parent);
        Path temporary =
                Path.of(".cordon-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        try (SecureDirectoryStream<Path> folder = PlacedFile.open(parent)) {
            Path made =
                    Files.createSymbolicLink(
                            parent.resolve(temporary), Path.of(change.after().content()));
            boolean placed = false;
            try {
                folder.move(temporary, folder, name(change.path()));
                placed = true;
            } finally {
                if (!placed) {
                    Files.deleteIfExists(made);
                }
            }
        }
    }

    private void makeFolder(Path folder) throws IOException {
        if (folder.equals(root) || Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        makeFolder(parent(folder));
        // Entering the folder above part by part shows a link that somebody put there.
        PlacedFile.open(parent(folder)).close();
        Files.createDirectory(folder);
        if (!folder.toRealPath().equals(folder)) {
            throw new IOException("a link appeared on the way to " + folder);
        }
    }

    private static void setMode(Path path, int mode) throws IOException {
        try (SecureDirectoryStream<Path> folder = PlacedFile.open(parent(path))) {
            if (Files.isSymbolicLink(path)) {
                throw new IOException("a link appeared at " + path);
            }
            folder.getFileAttributeView(name(path), PosixFileAttributeView.class)
                    .setPermissions(permissions(mode));
        }
    }

    private static void unchanged(Path path, OverlayState expected) throws IOException {
        Optional<OverlayNode> now = OverlayNode.at(path);
        OverlayState state = now.isPresent() ? now.get().state() : OverlayState.NONE;
        boolean folders =
                state.type() == OverlayState.Type.FOLDER
                        && expected.type() == OverlayState.Type.FOLDER;
        if (!folders && !state.equals(expected)) {
            throw new IOException("the file changed on the host meanwhile");
        }
    }

    private Path inLayer(Path path) {
        return upper.resolve(root.relativize(path).toString());
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("no folder above " + path);
        }
        return parent;
    }

    private static Path name(Path path) throws IOException {
        Path name = path.getFileName();
        if (name == null) {
            throw new IOException("no name in " + path);
        }
        return name;
    }

    static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> set = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < 9; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                set.add(all[bit]);
            }
        }
        return set;
    }
}
