package dev.cordon.cli;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// The files that options of `exec` name. What is wrong with one is told before anything is asked,
/// because afterwards the work is paid for.
final class ExecFiles {
    /// Schemas of answers have a few kilobytes; providers take no more than this.
    static final int MAX_SCHEMA_BYTES = 1024 * 1024;

    private final Host host;

    ExecFiles(Host host) {
        this.host = host;
    }

    /// Read at once: programs that drive us delete the file when the turn ends.
    ///
    /// @throws UsageException if it is no JSON object
    Json.Obj schema(Path file) {
        Path path = host.directory().resolve(file);
        String problem = "--output-schema " + file + ": ";
        try {
            if (Files.size(path) > MAX_SCHEMA_BYTES) {
                throw new UsageException(problem + "is larger than " + MAX_SCHEMA_BYTES + " bytes");
            }
            return JsonText.readObject(Files.readString(path));
        } catch (IOException e) {
            throw new UsageException(problem + "cannot be read: " + reason(e));
        } catch (JsonException e) {
            throw new UsageException(problem + e.getMessage());
        }
    }

    /// Looks whether the last message could be written.
    ///
    /// @throws UsageException if it could not
    void writable(Path file) {
        Path path = host.directory().resolve(file).toAbsolutePath().normalize();
        Path folder = path.getParent();
        if (Files.isDirectory(path)) {
            throw new UsageException("-o " + file + " is a folder; name a file");
        }
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException("-o " + file + ": there is no folder " + folder);
        }
        boolean possible = Files.exists(path) ? Files.isWritable(path) : Files.isWritable(folder);
        if (!possible) {
            throw new UsageException("-o " + file + ": you may not write there");
        }
    }

    /// @return whether the message was written; why not is said
    boolean write(Path file, String message) {
        try {
            Files.write(host.directory().resolve(file), message.getBytes(StandardCharsets.UTF_8));
            return true;
        } catch (IOException e) {
            host.say("cordon: -o " + file + " could not be written: " + reason(e));
            return false;
        }
    }

    /// What went wrong, for people.
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "there is no such file";
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException f when f.getReason() != null -> f.getReason();
            default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        };
    }
}
