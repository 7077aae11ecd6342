package dev.cordon.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// Where the parts of a journal lie.
///
/// ```
/// lock                      the lock of all writers; holds a hint where the end is
/// segments/<first>.jsonl    entries, a line each; <first> is the sequence of the first one
/// torn/<sequence>-<n>       bytes cut off after a crash, for inspection
/// tree/0, tree/1, ...       hashes of leaves, of full subtrees of 256 leaves, of 256 of those
/// checkpoint                the newest signed note
/// checkpoints               all signed notes, one after the other
/// key, key.pub              the signing key (0600) and its verifier
/// keys                      rotations of the key, a line each
/// writers/<name>            processes that write, each locked while it lives
/// reserve                   room for the last entry on a full disk
/// ```
record JournalFiles(Path root) {
    private static final String SUFFIX = ".jsonl";
    private static final int NAME_DIGITS = 16;
    private static final Set<PosixFilePermission> FOLDER =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);
    private static final Set<PosixFilePermission> FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    Path lock() {
        return root.resolve("lock");
    }

    Path segments() {
        return root.resolve("segments");
    }

    Path segment(long first) {
        String digits = Long.toString(first);
        return segments()
                .resolve("0".repeat(Math.max(0, NAME_DIGITS - digits.length())) + digits + SUFFIX);
    }

    Path torn() {
        return root.resolve("torn");
    }

    Path tree(int level) {
        return root.resolve("tree").resolve(Integer.toString(level));
    }

    Path checkpoint() {
        return root.resolve("checkpoint");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path key() {
        return root.resolve("key");
    }

    Path verifier() {
        return root.resolve("key.pub");
    }

    /// Public keys that were in force before, with the statements that led from one to the next.
    Path keys() {
        return root.resolve("keys");
    }

    Path writers() {
        return root.resolve("writers");
    }

    Path reserve() {
        return root.resolve("reserve");
    }

    Path holds() {
        return root.resolve("holds.json");
    }

    /// Makes the folders that are missing, each for the owner alone.
    void create() throws IOException {
        if (Files.isDirectory(segments())) {
            return;
        }
        folders(root);
        folder(segments());
        folder(root.resolve("tree"));
        sync(root);
    }

    /// The sequence numbers of the segments' first entries, in order.
    ///
    /// @throws IOException also if a file is there that is no segment
    List<Long> firsts() throws IOException {
        List<Long> firsts = new ArrayList<>();
        if (!Files.exists(segments())) {
            return firsts;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(segments())) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    firsts.add(first(file, name.substring(0, name.length() - SUFFIX.length())));
                }
            }
        }
        firsts.sort(null);
        return firsts;
    }

    private static long first(Path file, String digits) throws IOException {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            throw new IOException(file + " is no segment of a journal; move it away", e);
        }
    }

    /// Makes a file for the owner alone, if it is not there.
    static void file(Path file) throws IOException {
        if (!Files.exists(file)) {
            FileChannel.open(
                            file,
                            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            attributes(file, FILE))
                    .close();
        }
    }

    /// Makes a folder for the owner alone, if it is not there.
    static void folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        if (Files.exists(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Files.createDirectories(folder, attributes(folder, FOLDER));
    }

    private static void folders(Path root) throws IOException {
        folder(root);
        if (posix(root)) {
            Files.setPosixFilePermissions(root, FOLDER);
        }
    }

    /// Puts the bytes in place of the file at once: a reader sees the old ones or the new ones.
    static void replace(Path file, byte[] bytes) throws IOException {
        Path parent = file.resolveSibling(".").normalize();
        Path fresh =
                parent.resolve(file.getFileName() + ".new-" + Long.toHexString(System.nanoTime()));
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            fresh,
                            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            attributes(parent, FILE))) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            sync(parent);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// Makes the names in a folder durable.
    static void sync(Path folder) throws IOException {
        if (!posix(folder)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static FileAttribute<?>[] attributes(Path near, Set<PosixFilePermission> rights) {
        return posix(near)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
