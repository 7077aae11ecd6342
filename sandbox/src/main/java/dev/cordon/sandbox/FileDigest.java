package dev.cordon.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// SHA-256 in hex of a file's content.
final class FileDigest {
    private FileDigest() {}

    static String of(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Empty if there is no file.
    static Optional<String> ofFile(Path file) throws IOException {
        return readIfPresent(file).map(FileDigest::of);
    }

    /// The content, empty if there is no file.
    ///
    /// @throws IOException if it is no regular file or cannot be read
    static Optional<byte[]> readIfPresent(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (Files.isSymbolicLink(file)) {
            return Optional.of(
                    Files.readSymbolicLink(file)
                            .toString()
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("it is no regular file");
        }
        return Optional.of(Files.readAllBytes(file));
    }
}
