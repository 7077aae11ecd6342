package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// New content, written beside its target and on disk, ready to take its place by a rename.
///
/// It works on a descriptor of the target's folder that was reached without following a link, so a
/// folder exchanged meanwhile changes nothing.
final class PlacedFile {
    private static final int COPIED_AT_ONCE_BYTES = 64 * 1024;

    private final SecureDirectoryStream<Path> folder;
    private final Path temporary;
    private final Path name;
    private boolean placed;
    private boolean discarded;

    private PlacedFile(SecureDirectoryStream<Path> folder, Path temporary, Path name) {
        this.folder = folder;
        this.temporary = temporary;
        this.name = name;
    }

    /// Writes content beside `target`, with the mode and owner of `like` where that exists.
    static PlacedFile write(Path target, byte[] content, Path like) throws IOException {
        return write(target, new java.io.ByteArrayInputStream(content), like);
    }

    /// As above, with the content as a stream that is read to its end.
    static PlacedFile write(Path target, InputStream content, Path like) throws IOException {
        Path parent = target.getParent();
        Path name = target.getFileName();
        if (parent == null || name == null) {
            throw new IOException("no file name in " + target);
        }
        SecureDirectoryStream<Path> folder = open(parent);
        Path temporary =
                Path.of(".cordon-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
        PlacedFile made = new PlacedFile(folder, temporary, name);
        boolean complete = false;
        try (SeekableByteChannel channel =
                folder.newByteChannel(
                        temporary,
                        Set.of(
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS))) {
            copy(content, channel);
            if (Files.isRegularFile(like, LinkOption.NOFOLLOW_LINKS)) {
                made.copyOwnerAndMode(like);
            }
            if (channel instanceof FileChannel file) {
                file.force(true);
            }
            complete = true;
        } finally {
            if (!complete) {
                made.discard();
            }
        }
        return made;
    }

    private static void copy(InputStream from, SeekableByteChannel to) throws IOException {
        byte[] buffer = new byte[COPIED_AT_ONCE_BYTES];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
            while (bytes.hasRemaining()) {
                to.write(bytes);
            }
        }
    }

    /// Gives the new file other permissions than those it took over.
    void setPermissions(Set<PosixFilePermission> permissions) throws IOException {
        folder.getFileAttributeView(temporary, PosixFileAttributeView.class)
                .setPermissions(permissions);
    }

    /// The file stays whose it was where that is permitted: for root, and for a group that the user
    /// is a member of. Otherwise it becomes the user's, as with every editor that replaces a file.
    private void copyOwnerAndMode(Path like) throws IOException {
        PosixFileAttributes old =
                Files.readAttributes(like, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributeView view =
                folder.getFileAttributeView(
                        temporary, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        PosixFileAttributes fresh = view.readAttributes();
        keepOwner(view, fresh, old);
        // After the owner: a change of owner takes the set-user-id bit away.
        folder.getFileAttributeView(temporary, PosixFileAttributeView.class)
                .setPermissions(old.permissions());
    }

    /// Gives the owner and the group that a file had before, each if the system lets it be.
    static void keepOwner(
            PosixFileAttributeView view, PosixFileAttributes fresh, PosixFileAttributes old)
            throws IOException {
        if (!fresh.group().equals(old.group())) {
            try {
                view.setGroup(old.group());
            } catch (FileSystemException _) {
                // Not one of the user's groups.
            }
        }
        if (!fresh.owner().equals(old.owner())) {
            try {
                view.setOwner(old.owner());
            } catch (FileSystemException _) {
                // Only root gives files away.
            }
        }
    }

    /// Replaces the target.
    void moveIntoPlace() throws IOException {
        folder.move(temporary, folder, name);
        placed = true;
    }

    /// Removes what was not placed and frees the folder.
    void discard() {
        if (discarded) {
            return;
        }
        discarded = true;
        try {
            if (!placed) {
                folder.deleteFile(temporary);
            }
        } catch (IOException _) {
            // it is gone already
        }
        try {
            folder.close();
        } catch (IOException _) {
            // nothing was written through it
        }
    }

    /// Opens a folder part by part, so that no link is followed.
    @SuppressWarnings("StreamResourceLeak") // each stream is closed once the next one is open
    static SecureDirectoryStream<Path> open(Path folder) throws IOException {
        Path root = folder.getRoot();
        if (root == null) {
            throw new IOException("not an absolute path: " + folder);
        }
        SecureDirectoryStream<Path> at = secure(Files.newDirectoryStream(root));
        for (Path part : folder) {
            SecureDirectoryStream<Path> above = at;
            try (above) {
                at = above.newDirectoryStream(part, LinkOption.NOFOLLOW_LINKS);
            }
        }
        return at;
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
            throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system cannot open files relative to a folder");
    }

    /// What stood at a path, to be put back.
    static Old remember(Path path) throws IOException {
        Optional<byte[]> content = FileDigest.readIfPresent(path);
        boolean link = Files.isSymbolicLink(path);
        Set<PosixFilePermission> mode =
                content.isPresent() && !link
                        ? Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)
                        : PosixFilePermissions.fromString("rw-r--r--");
        return new Old(path, content.orElse(null), link, mode);
    }

    /// A former file.
    static final class Old {
        private final Path path;
        private final byte @Nullable [] content;
        private final boolean link;
        private final Set<PosixFilePermission> mode;

        private Old(
                Path path, byte @Nullable [] content, boolean link, Set<PosixFilePermission> mode) {
            this.path = path;
            this.content = content;
            this.link = link;
            this.mode = mode;
        }

        /// @throws UncheckedIOException if that fails
        void putBack() {
            try {
                if (content == null) {
                    Files.deleteIfExists(path);
                } else if (link) {
                    Files.createSymbolicLink(
                            path,
                            Path.of(new String(content, java.nio.charset.StandardCharsets.UTF_8)));
                } else {
                    PlacedFile file = write(path, content, path);
                    file.folder
                            .getFileAttributeView(file.temporary, PosixFileAttributeView.class)
                            .setPermissions(mode);
                    file.moveIntoPlace();
                    file.discard();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
