package dev.cordon.tui;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A small text file that only its owner can read (0600, in a folder of 0700).
final class PrivateText {
    private static final Set<PosixFilePermission> FILE =
            PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER =
            PosixFilePermissions.fromString("rwx------");

    private PrivateText() {}

    /// Puts a text in the place of the whole file, or leaves the old one.
    static void replace(Path file, String text) throws IOException {
        folder(file.toAbsolutePath().getParent());
        Path fresh =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        ".new",
                        "",
                        PosixFilePermissions.asFileAttribute(FILE));
        try {
            Files.write(fresh, text.getBytes(StandardCharsets.UTF_8));
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// Makes the file if it is not there.
    static void create(Path file) throws IOException {
        folder(file.toAbsolutePath().getParent());
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(FILE));
        }
    }

    private static void folder(@org.jspecify.annotations.Nullable Path folder) throws IOException {
        if (folder != null && !Files.isDirectory(folder)) {
            folder(folder.getParent());
            Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER));
        }
    }
}
