package dev.cordon.journal;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A journal got a new key: signed by the old one and by the new one, so who trusts either can
/// check what the other signed.
///
/// The statement stands as an entry of kind `journal.key` in the journal and as a line in the file
/// `keys`; both signatures are in it, so it does not matter where it was found.
///
/// @param size the entries that the old key's checkpoints cover at most
public record KeyRotation(
        VerifierKey before, VerifierKey after, long size, String byOld, String byNew) {

    /// Makes the statement.
    static KeyRotation sign(SigningKey before, SigningKey after, long size) {
        byte[] text = text(before.verifier(), after.verifier(), size);
        Base64.Encoder base64 = Base64.getEncoder();
        return new KeyRotation(
                before.verifier(),
                after.verifier(),
                size,
                base64.encodeToString(before.sign(text)),
                base64.encodeToString(after.sign(text)));
    }

    /// Whether both keys signed it.
    boolean good() {
        byte[] text = text(before, after, size);
        try {
            return before.name().equals(after.name())
                    && before.verifies(text, Base64.getDecoder().decode(byOld))
                    && after.verifies(text, Base64.getDecoder().decode(byNew));
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    Json.Obj json() {
        return Json.object()
                .put("new", after.toString())
                .put("old", before.toString())
                .put("signed_by_new", byNew)
                .put("signed_by_old", byOld)
                .put("size", size)
                .build();
    }

    static KeyRotation read(Json.Obj json) {
        return new KeyRotation(
                VerifierKey.read(json.requireText("old")),
                VerifierKey.read(json.requireText("new")),
                json.requireInteger("size"),
                json.requireText("signed_by_old"),
                json.requireText("signed_by_new"));
    }

    /// All rotations of a journal, oldest first.
    ///
    /// @throws IOException if the file is damaged
    static List<KeyRotation> all(JournalFiles files) throws IOException {
        List<KeyRotation> all = new ArrayList<>();
        if (!Files.exists(files.keys())) {
            return all;
        }
        for (String line : Files.readAllLines(files.keys(), StandardCharsets.UTF_8)) {
            try {
                KeyRotation rotation = read(JsonText.readObject(line));
                if (!rotation.good()) {
                    throw new IOException(files.keys() + " holds a key that nobody signed");
                }
                all.add(rotation);
            } catch (JsonException | IllegalArgumentException e) {
                throw new IOException(files.keys() + " is damaged: " + e.getMessage(), e);
            }
        }
        return all;
    }

    private static byte[] text(VerifierKey before, VerifierKey after, long size) {
        return ("cordon-journal-key/v1\n" + before + "\n" + after + "\n" + size + "\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
