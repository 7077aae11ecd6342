package dev.cordon.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The project that a folder belongs to, and the digest of what it could make Cordon do.
///
/// @param root the project's folder, links resolved
/// @param identity the folder that trust belongs to: the main checkout for a linked worktree, else
///   the root
/// @param folders the folders from the root down to the one that the session works in
/// @param files SHA-256 in hex by path below the root, of everything in `.cordon` and `.agents`
/// @param flaw why the project cannot be trusted at all; empty if it can
public record Project(
        Path root, Path identity, List<Path> folders, Map<String, String> files, String flaw) {
    /// The most files in `.cordon` and `.agents` of a project that can be trusted.
    static final int MAX_FILES = 2000;

    /// The most bytes in them.
    static final long MAX_BYTES = 16L * 1024 * 1024;

    private static final int MAX_POINTER_BYTES = 8 * 1024;

    public Project {
        folders = List.copyOf(folders);
        files = Collections.unmodifiableMap(new TreeMap<>(files));
    }

    /// Finds the project of a folder: the nearest folder upwards that has one of the markers, else
    /// the folder itself. Runs nothing.
    ///
    /// @param own the user's folder of Cordon, which is no part of any project
    public static Project find(Path workspace, List<String> markers, Path own) {
        Path start = real(workspace);
        Path root = start;
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (hasMarker(folder, markers)) {
                root = folder;
                break;
            }
        }
        List<Path> folders = new ArrayList<>();
        for (Path folder = start;
                folder != null && folder.startsWith(root);
                folder = folder.getParent()) {
            folders.addFirst(folder);
        }
        Contents contents = new Contents(root);
        for (Path folder : folders) {
            Path settings = folder.resolve(".cordon");
            if (!real(settings).equals(real(own))) {
                contents.add(settings);
            }
            contents.add(folder.resolve(".agents"));
        }
        return new Project(root, mainCheckout(root), folders, contents.files, contents.flaw);
    }

    /// Whether there is anything that trust is needed for.
    public boolean hasContents() {
        return !files.isEmpty();
    }

    /// SHA-256 in hex of all names and contents.
    public String digest() {
        MessageDigest digest = sha256();
        for (Map.Entry<String, String> file : files.entrySet()) {
            digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(file.getValue().getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Whether a file still has the bytes that were digested.
    boolean has(Path file, byte[] bytes) {
        String known = files.get(root.relativize(file).toString());
        return HexFormat.of().formatHex(sha256().digest(bytes)).equals(known);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean hasMarker(Path folder, List<String> markers) {
        for (String marker : markers) {
            if (!marker.isEmpty()
                    && marker.indexOf('/') < 0
                    && Files.exists(folder.resolve(marker), LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
        }
        return false;
    }

    /// The main checkout that a linked worktree belongs to.
    ///
    /// Both must name each other: a file `.git` alone is easily forged to inherit the trust of
    /// another project.
    private static Path mainCheckout(Path root) {
        Optional<String> pointer = line(root.resolve(".git"));
        if (pointer.isEmpty() || !pointer.get().startsWith("gitdir: ")) {
            return root;
        }
        Path worktree = root.resolve(pointer.get().substring("gitdir: ".length())).normalize();
        Path worktrees = worktree.getParent();
        if (worktrees == null || !worktrees.endsWith(Path.of(".git", "worktrees"))) {
            return root;
        }
        Optional<String> back = line(worktree.resolve("gitdir"));
        if (back.isEmpty() || !real(worktree.resolve(back.get())).equals(root.resolve(".git"))) {
            return root;
        }
        return real(worktrees.resolve("../..").normalize());
    }

    private static Optional<String> line(Path file) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_POINTER_BYTES), StandardCharsets.UTF_8);
            String first = text.strip();
            return first.indexOf('\n') < 0 && first.indexOf('\0') < 0
                    ? Optional.of(first)
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException _) {
            return path.toAbsolutePath().normalize();
        }
    }

    /// Digests of files, until something makes the project untrustworthy.
    private static final class Contents extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Map<String, String> files = new TreeMap<>();
        private String flaw = "";
        private long bytes;

        Contents(Path root) {
            this.root = root;
        }

        void add(Path folder) {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            try {
                Files.walkFileTree(folder, this);
            } catch (IOException e) {
                flaw = name(folder) + " cannot be read: " + e.getClass().getSimpleName();
            }
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            bytes += attributes.size();
            if (files.size() >= MAX_FILES || bytes > MAX_BYTES) {
                flaw = "it has more than " + MAX_FILES + " files or 16 MiB in .cordon and .agents";
                return FileVisitResult.TERMINATE;
            }
            if (!attributes.isRegularFile()) {
                flaw = name(file) + " is a symbolic link or a special file";
                return FileVisitResult.TERMINATE;
            }
            try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
                byte[] content = in.readNBytes((int) MAX_BYTES);
                files.put(name(file), HexFormat.of().formatHex(sha256().digest(content)));
            }
            return FileVisitResult.CONTINUE;
        }

        private String name(Path file) {
            return root.relativize(file).toString();
        }
    }
}
