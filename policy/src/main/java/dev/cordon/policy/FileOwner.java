package dev.cordon.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/// Who must own the administrator's files.
///
/// @param uid the user id, 0 outside of tests
public record FileOwner(int uid) {
    /// The owner on a real machine.
    public static final FileOwner ROOT = new FileOwner(0);

    /// Refuses a file that somebody else could have written: it and its folder, links resolved,
    /// must belong to this user and not be writable by group or others.
    ///
    /// @throws ConfigException if it does not
    void check(Path file) {
        try {
            Path real = file.toRealPath();
            check(file, real);
            check(file, parent(real));
            check(file, parent(file.toAbsolutePath()).toRealPath());
        } catch (IOException e) {
            throw new ConfigException(
                    file.toString(),
                    "its owner cannot be found out: " + e.getClass().getSimpleName());
        }
    }

    private void check(Path file, Path path) throws IOException {
        String subject = path.equals(file) ? "" : "the path " + path + " ";
        if (!(Files.getAttribute(path, "unix:uid") instanceof Integer owner) || owner != uid) {
            throw new ConfigException(
                    file.toString(),
                    subject
                            + "must belong to "
                            + name()
                            + "; run `chown "
                            + uid
                            + " "
                            + path
                            + "`");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new ConfigException(
                    file.toString(),
                    subject
                            + "must not be writable by group or others; run `chmod go-w "
                            + path
                            + "`");
        }
    }

    private String name() {
        return uid == 0 ? "root" : "user " + uid;
    }

    private static Path parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new IOException("no folder");
        }
        return parent;
    }
}
