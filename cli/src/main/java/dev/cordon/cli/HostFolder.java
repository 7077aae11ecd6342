package dev.cordon.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;

/// Where the session host of one user listens.
///
/// ```text
/// ~/.cordon/run/               0700, of the user: nobody else reaches what is in it
/// ~/.cordon/run/host.sock      0600
/// ~/.cordon/run/host.lock      held by the host as long as it lives
/// ~/.cordon/run/host.log       what the host had to say at last; begun anew by each
/// ~/.cordon/run/host-proof-N   made by a client that was given N, removed by the host
/// ```
///
/// Who reaches a socket need not be able to write beside it: a container may see the folder
/// read-only. Only who can write there, and so could change the configuration too, is served.
///
/// @param path absolute
record HostFolder(Path path) {
    /// unix(7): `sun_path` has 108 bytes on Linux and 104 elsewhere, the closing zero included.
    private static final int MAX_SOCKET_PATH_BYTES = 103;

    private static final String PROOF = "host-proof-";
    private static final int NONCE_CHARS = 32;

    private static final Set<PosixFilePermission> FILE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private static final Set<PosixFilePermission> PRIVATE =
            EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    static HostFolder of(Host host) {
        return new HostFolder(host.cordonHome().toAbsolutePath().resolve("run"));
    }

    Path socket() {
        return path.resolve("host.sock");
    }

    Path lock() {
        return path.resolve("host.lock");
    }

    Path log() {
        return path.resolve("host.log");
    }

    private Path proof(String nonce) {
        return path.resolve(PROOF + nonce);
    }

    /// Shows the host that this process may write here.
    ///
    /// @param nonce what the host gave for this connection
    /// @throws UsageException if it may not
    void prove(String nonce) {
        if (!isNonce(nonce)) {
            throw new UsageException("the session host speaks another language");
        }
        try {
            Files.createFile(proof(nonce), PosixFilePermissions.asFileAttribute(FILE));
            Files.writeString(proof(nonce), nonce);
        } catch (IOException e) {
            throw new UsageException(
                    path + " cannot be written, and the session host serves only who can: " + e);
        }
    }

    /// Whether whoever was given the nonce has shown that; its file is gone afterwards.
    boolean isProven(String nonce, UserPrincipal owner) {
        Path file = proof(nonce);
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] wanted = nonce.getBytes(StandardCharsets.US_ASCII);
            return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(owner)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Arrays.equals(wanted, in.readNBytes(wanted.length + 1));
        } catch (IOException _) {
            return false;
        } finally {
            forget(file);
        }
    }

    /// Removes what clients left that died before they were served.
    void removeProofs() throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(path, PROOF + "*")) {
            left.forEach(HostFolder::forget);
        }
    }

    private static void forget(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // It is worth nothing to anybody: no other connection has its nonce.
        }
    }

    private static boolean isNonce(String text) {
        if (text.length() != NONCE_CHARS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return true;
    }

    /// A name that nobody can foresee.
    static String nonce() {
        byte[] random = new byte[NONCE_CHARS / 2];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
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
