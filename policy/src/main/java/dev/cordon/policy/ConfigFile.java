package dev.cordon.policy;

import dev.cordon.policy.ConfigException.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads files of configuration: bounded, regular, UTF-8.
final class ConfigFile {
    private ConfigFile() {}

    /// The text of a file; empty if there is none.
    ///
    /// @throws ConfigException if it is there and cannot be used
    static Optional<String> text(Path file) {
        Optional<byte[]> bytes = bytes(file);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(decode(bytes.get(), file));
    }

    /// The bytes of a file; empty if there is none.
    static Optional<byte[]> bytes(Path file) {
        return bytes(file, TomlReader.MAX_FILE_BYTES);
    }

    /// The bytes of a file of at most this size; empty if there is none.
    ///
    /// @throws ConfigException if it is there and cannot be used
    static Optional<byte[]> bytes(Path file, int maxBytes) {
        try {
            // Opening a pipe would wait for a writer for ever.
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new ConfigException(file.toString(), "is not a regular file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(maxBytes + 1);
                if (bytes.length > maxBytes) {
                    throw new ConfigException(
                            file.toString(), "is larger than " + maxBytes / 1024 + " KiB");
                }
                return Optional.of(bytes);
            }
        } catch (NoSuchFileException | NotDirectoryException _) {
            if (Files.isSymbolicLink(file)) {
                throw new ConfigException(
                        file.toString(), "is a symbolic link to a file that is not there");
            }
            return Optional.empty();
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName();
            throw new ConfigException(
                    file.toString(),
                    e instanceof java.nio.file.AccessDeniedException
                            ? "cannot be read: permission denied"
                            : "cannot be read: " + reason);
        }
    }

    static String decode(byte[] bytes, Path file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            int line = 1;
            String replaced = new String(bytes, StandardCharsets.UTF_8);
            int bad = replaced.indexOf('\uFFFD');
            int start = 0;
            for (int i = 0; i < bad; i++) {
                if (replaced.charAt(i) == '\n') {
                    line++;
                    start = i + 1;
                }
            }
            throw new ConfigException(
                    List.of(
                            new Problem(
                                    file.toString(), line, bad - start + 1, "is not valid UTF-8")));
        }
    }
}
