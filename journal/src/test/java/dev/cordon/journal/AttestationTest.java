package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.protocol.Json;
import dev.cordon.protocol.JsonText;
import dev.cordon.protocol.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestationTest {
    private static final String SESSION = "01900000-0000-7000-8000-000000000001";
    private static final List<Attestation.Subject> COMMIT =
            List.of(new Attestation.Subject("commit", "gitCommit", "ab".repeat(20)));

    @TempDir Path folder;

    @Test
    void itHoldsForItsCommitAndItsKeyOnly() throws Exception {
        JournalEntries entries =
                new JournalEntries(Optional.of(new SessionId(SESSION)), Instant::now);
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            journal.append(entries.prompt(Optional.empty(), "fix it"));
        }
        Attestation attestation = new Attestation(folder, JournalOptions.standard());
        Json.Obj envelope = JsonText.readObject(JsonText.write(attestation.make(SESSION, COMMIT)));
        VerifierKey key = new JournalProver(folder).key().orElseThrow();

        assertEquals(Optional.empty(), Attestation.problem(envelope, key, COMMIT));
        assertTrue(
                Attestation.problem(
                                envelope,
                                key,
                                List.of(
                                        new Attestation.Subject(
                                                "commit", "gitCommit", "cd".repeat(20))))
                        .orElseThrow()
                        .contains("does not bind"));
        String payload = envelope.requireText("payload");
        String other = (payload.startsWith("A") ? "B" : "A") + payload.substring(1);
        Json.Obj forged = JsonText.readObject(JsonText.write(envelope).replace(payload, other));
        assertTrue(Attestation.problem(forged, key, COMMIT).isPresent());
        SigningKey stranger =
                SigningKey.create(
                        new JournalFiles(folder.resolve("tree")), key.name(), Keyring.none());
        assertTrue(Attestation.problem(envelope, stranger.verifier(), COMMIT).isPresent());
        assertThrows(
                IOException.class,
                () -> attestation.make("01900000-0000-7000-8000-00000000ffff", COMMIT));
    }
}
