package dev.cordon.engine;

import dev.cordon.protocol.SessionId;
import dev.cordon.protocol.Timestamp;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// How session files are named, and what their failures are called.
final class SessionFiles {
    static final String ENDING = ".jsonl";
    private static final int ID_CHARS = 36;

    private SessionFiles() {}

    /// The folder of the sessions that are in use.
    static Path folder(Path home) {
        return home.resolve("sessions");
    }

    /// The folder of the sessions that were put away.
    static Path archive(Path home) {
        return home.resolve("archived-sessions");
    }

    /// The file of a session; times are UTC, so that names sort as sessions began.
    static Path fileOf(Path home, SessionId id, Instant start) {
        String time = Timestamp.write(start);
        return folder(home)
                .resolve(time.substring(0, 4))
                .resolve(time.substring(5, 7))
                .resolve(time.substring(8, 10))
                .resolve(time.substring(0, 19).replace(':', '-') + "-" + id.value() + ENDING);
    }

    /// The folder a file is in.
    static Path folderOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
    }

    /// The id in the name of a session file.
    static Optional<SessionId> idOf(Path file) {
        String name = file.getFileName().toString();
        int end = name.length() - ENDING.length();
        if (!name.endsWith(ENDING) || end < ID_CHARS) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SessionId(name.substring(end - ID_CHARS, end)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// Where the long events of a session are.
    static Path spillFolder(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.length() - ENDING.length()) + ".d");
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
