package dev.cordon.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// The native helper on disk, as it was built into the program.
///
/// The file is named by its digest and lies in a private folder, so a later start finds it and
/// writes nothing; its bytes are compared with the built-in ones before each first use.
final class HelperBinary {
    private static final Set<PosixFilePermission> PRIVATE_FOLDER =
            PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> PRIVATE_PROGRAM =
            PosixFilePermissions.fromString("r-x------");

    private HelperBinary() {}

    /// Whether a helper was built in.
    static boolean present() {
        return HelperBinary.class.getResource("cordon-sandbox") != null;
    }

    /// The program, extracted where it was not.
    ///
    /// @param stateDirectory made with mode 0700 if absent
    /// @return empty if none was built in
    /// @throws SandboxException if it cannot be written, or if somebody else could change it
    static Optional<Path> extract(Path stateDirectory) {
        try (InputStream program = HelperBinary.class.getResourceAsStream("cordon-sandbox");
                InputStream digest =
                        HelperBinary.class.getResourceAsStream("cordon-sandbox.sha256")) {
            if (program == null || digest == null) {
                return Optional.empty();
            }
            byte[] expected = program.readAllBytes();
            String name = new String(digest.readAllBytes(), StandardCharsets.US_ASCII).strip();
            Path folder = privateFolder(stateDirectory.resolve("helper"));
            Path file = folder.resolve(name);
            if (!holds(file, expected)) {
                Path fresh = Files.createTempFile(folder, "new", "");
                Files.write(fresh, expected);
                Files.setPosixFilePermissions(fresh, PRIVATE_PROGRAM);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
                if (!holds(file, expected)) {
                    throw new SandboxException(
                            SandboxError.SETUP_FAILED,
                            "the sandbox helper " + file + " changed while it was written");
                }
            }
            return Optional.of(file);
        } catch (IOException e) {
            throw new SandboxException(
                    SandboxError.SETUP_FAILED,
                    "cannot write the sandbox helper below "
                            + stateDirectory
                            + ": "
                            + e
                            + ". Make the folder writable",
                    e);
        }
    }

    /// A folder that only this user can enter.
    static Path privateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE_FOLDER));
        }
        if (!Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                .equals(PRIVATE_FOLDER)) {
            Files.setPosixFilePermissions(folder, PRIVATE_FOLDER);
        }
        return folder;
    }

    private static boolean holds(Path file, byte[] expected) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            if (channel.size() != expected.length) {
                return false;
            }
            ByteBuffer actual = ByteBuffer.allocate(expected.length);
            while (actual.hasRemaining() && channel.read(actual) >= 0) {
                // until the end of the file
            }
            return Arrays.equals(actual.array(), expected);
        } catch (java.nio.file.NoSuchFileException _) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
