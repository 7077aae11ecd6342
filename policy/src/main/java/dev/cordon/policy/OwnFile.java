package dev.cordon.policy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Writes files of the user's own folder: whole or not at all, readable by the user alone.
final class OwnFile {
    private static final Set<PosixFilePermission> FILE =
            Set.copyOf(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private OwnFile() {}

    /// Runs a change of a file while no other process runs one.
    ///
    /// @throws ConfigException if the folder cannot be written
    static synchronized void locked(Path file, Runnable change) {
        try {
            Path folder = folder(file);
            Path lock = folder.resolve(file.getFileName() + ".lock");
            Set<StandardOpenOption> options =
                    EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, options, PosixFilePermissions.asFileAttribute(FILE));
                    var held = channel.lock()) {
                if (held.isValid()) {
                    change.run();
                }
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    /// Replaces a file's content.
    ///
    /// @throws ConfigException if it cannot be written
    static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Replaces a file's content.
    ///
    /// @throws ConfigException if it cannot be written
    static void write(Path file, byte[] bytes) {
        try {
            Path folder = folder(file);
            Path fresh =
                    Files.createTempFile(
                            folder, ".new-", "", PosixFilePermissions.asFileAttribute(FILE));
            try {
                try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                    ByteBuffer rest = ByteBuffer.wrap(bytes);
                    while (rest.hasRemaining()) {
                        out.write(rest);
                    }
                    out.force(true);
                }
                Files.move(
                        fresh,
                        file,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder");
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectories(folder, FOLDER);
        }
        return folder;
    }

    private static ConfigException cannotWrite(Path file, IOException e) {
        return new ConfigException(
                file.toString(),
                "cannot be written: " + e.getClass().getSimpleName() + "; check the folder");
    }
}
