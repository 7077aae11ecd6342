package dev.cordon.engine;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/// Files and folders that only their owner can read, whatever the umask is.
final class PrivateFiles {
    private PrivateFiles() {}

    /// Makes a folder and what is missing above it, each with mode 0700.
    static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.getParent();
        if (parent != null) {
            createFolders(parent);
        }
        try {
            Files.createDirectory(folder, attribute(true));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /// Makes an empty file of mode 0600 that is not there yet.
    static void createFile(Path file) throws IOException {
        Files.createFile(file, attribute(false));
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(boolean folder) {
        Set<PosixFilePermission> mode =
                EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
        if (folder) {
            mode.add(PosixFilePermission.OWNER_EXECUTE);
        }
        return PosixFilePermissions.asFileAttribute(mode);
    }
}
