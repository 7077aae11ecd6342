package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What stands at a path of the file system, links not followed, with the marks that overlayfs
/// leaves in a layer of changes.
///
/// @param mode type and permission bits as in `stat(2)`
/// @param changed when content or metadata changed last (`st_ctime`), which no program can set back
/// @see <a href="https://docs.kernel.org/filesystems/overlayfs.html">overlayfs</a>, mounted with
///   `userxattr`: whiteouts are character devices 0:0, marks are named `user.overlay.*`
record OverlayNode(Path path, int mode, long device, long bytes, FileTime changed) {
    private static final int TYPE = 0170000;
    private static final int FOLDER = 0040000;
    private static final int FILE = 0100000;
    private static final int LINK = 0120000;
    private static final int CHARACTER_DEVICE = 0020000;
    private static final int PERMISSIONS = 07777;

    /// Marks of features that Cordon's layers are made without; what they mean is not in the layer.
    private static final Set<String> FOREIGN_MARKS =
            Set.of("overlay.redirect", "overlay.metacopy", "overlay.whiteout");

    /// Empty if nothing is there.
    static Optional<OverlayNode> at(Path path) throws IOException {
        try {
            Map<String, Object> values =
                    Files.readAttributes(
                            path, "unix:mode,rdev,size,ctime", LinkOption.NOFOLLOW_LINKS);
            return Optional.of(
                    new OverlayNode(
                            path,
                            (Integer) of(values, "mode"),
                            ((Number) of(values, "rdev")).longValue(),
                            ((Number) of(values, "size")).longValue(),
                            (FileTime) of(values, "ctime")));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (java.nio.file.FileSystemException e) {
            if (String.valueOf(e.getReason()).startsWith("Not a directory")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Object of(Map<String, Object> values, String name) throws IOException {
        Object value = values.get(name);
        if (value == null) {
            throw new IOException("this system does not tell the " + name + " of a file");
        }
        return value;
    }

    boolean isFolder() {
        return (mode & TYPE) == FOLDER;
    }

    boolean isFile() {
        return (mode & TYPE) == FILE;
    }

    boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    /// Whether this marks, in a layer, that what is below it is gone.
    boolean isWhiteout() {
        return (mode & TYPE) == CHARACTER_DEVICE && device == 0;
    }

    int permissions() {
        return mode & PERMISSIONS;
    }

    /// Whether this folder of a layer hides all that stands below it.
    boolean isOpaque() throws IOException {
        return mark("overlay.opaque").filter(value -> value.equals("y")).isPresent();
    }

    /// Whether the kernel copied this up from below, so that something stood there.
    boolean isCopy() throws IOException {
        return (isFolder() || isFile()) && view().list().contains("overlay.origin");
    }

    /// @throws IOException if the layer was written with a feature whose marks are not understood
    void checkMarks() throws IOException {
        if (!isFolder() && !isFile()) {
            return; // carries no marks, and to open a pipe would wait for a writer
        }
        for (String name : view().list()) {
            if (FOREIGN_MARKS.contains(name)) {
                throw new IOException(
                        path + " carries the mark user." + name + ", which is not understood");
            }
        }
    }

    private Optional<String> mark(String name) throws IOException {
        UserDefinedFileAttributeView view = view();
        if (!view.list().contains(name)) {
            return Optional.empty();
        }
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        int count = view.read(name, value);
        return Optional.of(new String(value.array(), 0, count, StandardCharsets.ISO_8859_1));
    }

    private UserDefinedFileAttributeView view() throws IOException {
        UserDefinedFileAttributeView view =
                Files.getFileAttributeView(
                        path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view == null) {
            throw new IOException("the file system of " + path + " keeps no attributes");
        }
        return view;
    }

    /// What it holds, as a value that can be compared.
    OverlayState state() throws IOException {
        if (isFolder()) {
            return new OverlayState(OverlayState.Type.FOLDER, permissions(), 0, "");
        }
        if (isLink()) {
            return new OverlayState(
                    OverlayState.Type.LINK, 0777, bytes, Files.readSymbolicLink(path).toString());
        }
        if (!isFile()) {
            return new OverlayState(OverlayState.Type.OTHER, permissions(), 0, "");
        }
        return new OverlayState(OverlayState.Type.FILE, permissions(), bytes, digest());
    }

    private String digest() throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                var _ =
                        new DigestInputStream(in, sha)
                                .transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
