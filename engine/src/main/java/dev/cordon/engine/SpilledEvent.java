package dev.cordon.engine;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An event that is too long for a line of the session file, in a file of its own beside it. The
/// line names the file, its length and its SHA-256.
final class SpilledEvent {
    private SpilledEvent() {}

    /// Stores the event and gives the member `spilled` of its line.
    static Json.Obj store(Path session, long sequence, byte[] event) throws IOException {
        Path folder = SessionFiles.spillFolder(session);
        PrivateFiles.createFolders(folder);
        String name = sequence + ".json";
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        PrivateFiles.createFile(file);
        Files.write(file, event, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        return Json.object()
                .put("file", name)
                .put("bytes", event.length)
                .put("sha256", digest(event))
                .build();
    }

    /// The event of a line whose event has the member `spilled`.
    ///
    /// @throws JsonException if the file is missing or is not the one that was stored
    static Json.Obj load(Path session, Json.Obj spilled) {
        String name = spilled.requireText("file");
        Path folder = SessionFiles.spillFolder(session);
        Path file = folder.resolve(name).normalize();
        if (!folder.equals(file.getParent())) {
            throw new JsonException("\"" + name + "\" is no file of this session");
        }
        try {
            if (Files.size(file) != spilled.requireInteger("bytes")) {
                throw new JsonException(file + " has another length than when it was stored");
            }
            byte[] bytes = Files.readAllBytes(file);
            if (!digest(bytes).equals(spilled.requireText("sha256"))) {
                throw new JsonException(file + " was changed after it was stored");
            }
            if (JsonText.read(bytes) instanceof Json.Obj event) {
                return event;
            }
            throw new JsonException(file + " holds no event");
        } catch (IOException e) {
            throw new JsonException(file + " cannot be read: " + SessionFiles.reason(e));
        }
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
