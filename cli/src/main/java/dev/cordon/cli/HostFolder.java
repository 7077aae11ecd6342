package dev.cordon.cli;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/// Where the session host of one user listens.
///
/// ```text
/// ~/.cordon/host/          0700, of the user: nobody else reaches what is in it
/// ~/.cordon/host/socket    0600
/// ~/.cordon/host/lock      held by the host as long as it lives
/// ~/.cordon/host/log       what the host had to say at last; begun anew by each
/// ```
///
/// @param path absolute
record HostFolder(Path path) {
    /// unix(7): `sun_path` has 108 bytes on Linux and 104 elsewhere, the closing zero included.
    private static final int MAX_SOCKET_PATH_BYTES = 103;

    private static final Set<PosixFilePermission> PRIVATE =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    static HostFolder of(Host host) {
        return new HostFolder(host.cordonHome().toAbsolutePath().resolve("host"));
    }

    Path socket() {
        return path.resolve("socket");
    }

    Path lock() {
        return path.resolve("lock");
    }

    Path log() {
        return path.resolve("log");
    }

    UnixDomainSocketAddress address() {
        return UnixDomainSocketAddress.of(socket());
    }

    /// Makes the folder if it is not there.
    ///
    /// @return who owns it: this user
    /// @throws UsageException if somebody else could reach the socket, or there can be none
    UserPrincipal prepare() {
        if (socket().toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH_BYTES) {
            throw new UsageException(
                    socket()
                            + " is longer than "
                            + MAX_SOCKET_PATH_BYTES
                            + " bytes, which is what a socket's path may have; set CORDON_HOME to"
                            + " a shorter one");
        }
        try {
            Path home = path.getParent();
            if (home != null && !Files.isDirectory(home)) {
                Files.createDirectories(home, PosixFilePermissions.asFileAttribute(PRIVATE));
            }
            try {
                Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PRIVATE));
            } catch (FileAlreadyExistsException _) {
                // Looked at below.
            }
            return check();
        } catch (IOException e) {
            throw new UsageException("the session host has no folder " + path + ": " + e);
        }
    }

    /// Whether there is a folder that only this user reaches.
    ///
    /// @throws UsageException if others reach it too
    boolean exists() {
        try {
            UserPrincipal ignored = check();
            return true;
        } catch (NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UsageException("the session host's folder cannot be read: " + e);
        }
    }

    private UserPrincipal check() throws IOException {
        PosixFileAttributes found =
                Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isDirectory()) {
            throw new UsageException(path + " is no folder; remove it");
        }
        if (!PRIVATE.equals(found.permissions())) {
            throw new UsageException(
                    path
                            + " has the mode "
                            + PosixFilePermissions.toString(found.permissions())
                            + ", and whoever enters it could speak for you; run: chmod 700 "
                            + path);
        }
        // A file that this process makes is owned by whom this process runs as.
        Path own = Files.createTempFile(path, "own", "");
        UserPrincipal self = Files.getOwner(own);
        Files.delete(own);
        if (!self.equals(found.owner())) {
            throw new UsageException(
                    path
                            + " belongs to "
                            + found.owner().getName()
                            + " and not to "
                            + self.getName()
                            + "; remove it, or set CORDON_HOME to another folder");
        }
        return self;
    }
}
