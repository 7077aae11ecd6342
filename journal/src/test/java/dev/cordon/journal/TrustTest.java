package dev.cordon.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.cordon.protocol.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody outside can trust: checkpoints that extend each other, keys that follow each
/// other, anchors that have them.
class TrustTest {
    @TempDir Path folder;

    private Path journal() {
        return folder.resolve("journal");
    }

    private void write(int entries, JournalOptions options) {
        try (FileJournal journal = FileJournal.open(journal(), options)) {
            for (int i = 0; i < entries; i++) {
                journal.append(FileJournalTest.entry(i));
            }
        }
    }

    private VerifyReport verify(Optional<VerifierKey> key) throws IOException {
        return new JournalVerifier(journal(), key, List.of()).verify(0);
    }

    @Test
    void anyTwoSizesOfATreeAreShownToExtendEachOther() throws Exception {
        JournalFiles files = new JournalFiles(journal());
        files.create();
        SigningKey key = SigningKey.create(files, "log", Keyring.none());
        Hashes hashes = new Hashes();
        List<byte[]> leaves = new ArrayList<>();
        List<SignedNote> notes = new ArrayList<>();
        CompactRange range = new CompactRange(hashes, (_, _, _) -> {});
        for (int i = 0; i < 17; i++) {
            byte[] leaf = hashes.plain(new byte[] {(byte) i});
            leaves.add(leaf);
            range.add(leaf);
            notes.add(SignedNote.sign("log", i + 1, range.root(), key));
        }
        TrustedKeys trusted = TrustedKeys.of(key.verifier());
        try (MerkleTree tree = new MerkleTree(files)) {
            tree.extend(0, leaves);
            for (int m = 1; m <= 17; m++) {
                for (int n = m; n <= 17; n++) {
                    List<String> path = tree.consistency(m, n).stream().map(Hashes::hex).toList();
                    ConsistencyProof proof =
                            new ConsistencyProof(
                                    notes.get(m - 1).text(), notes.get(n - 1).text(), path);
                    assertEquals(Optional.empty(), proof.problem(trusted), m + " in " + n);
                    assertEquals(proof, ConsistencyProof.read(proof.json()));
                    if (!path.isEmpty()) {
                        List<String> wrong = new ArrayList<>(path);
                        wrong.set(path.size() - 1, "0".repeat(64));
                        assertTrue(
                                new ConsistencyProof(proof.before(), proof.after(), wrong)
                                        .problem(trusted)
                                        .isPresent());
                        assertTrue(
                                new ConsistencyProof(
                                                proof.before(),
                                                proof.after(),
                                                path.subList(0, path.size() - 1))
                                        .problem(trusted)
                                        .isPresent());
                    }
                }
            }
        }
    }

    @Test
    void aRewrittenJournalExtendsNoOlderCheckpoint() throws Exception {
        write(10, JournalOptions.standard());
        JournalProver prover = new JournalProver(journal());
        SignedNote before = prover.checkpoint();
        VerifierKey key = prover.key().orElseThrow();
        byte[] other = new Hashes().plain(new byte[] {1});
        SigningKey own = SigningKey.load(new JournalFiles(journal()), Keyring.none()).orElseThrow();
        SignedNote lie = SignedNote.sign(before.origin(), before.size(), other, own);
        write(5, JournalOptions.standard());

        assertEquals(Optional.empty(), prover.consistency(before).problem(TrustedKeys.of(key)));
        assertEquals(
                Optional.of("the newer checkpoint does not extend the older one"),
                prover.consistency(lie).problem(TrustedKeys.of(key)));
    }

    @Test
    void afterARotationBothKeysVerifyTheWholeJournal() throws Exception {
        write(3, JournalOptions.standard());
        VerifierKey first = new JournalProver(journal()).key().orElseThrow();
        KeyRotation rotation = new Checkpointer(journal(), JournalOptions.standard()).rotate();
        write(3, JournalOptions.standard());
        VerifierKey second = new JournalProver(journal()).key().orElseThrow();

        assertEquals(rotation.after().toString(), second.toString());
        assertFalse(first.toString().equals(second.toString()));
        for (VerifierKey key : List.of(first, second)) {
            VerifyReport report = verify(Optional.of(key));
            assertEquals(VerifyReport.Verdict.GOOD, report.verdict(), report::toString);
        }
        InclusionProof proof = new JournalProver(journal()).prove(1);
        assertEquals(Optional.empty(), proof.problem(TrustedKeys.of(first, journal())));
        assertTrue(proof.problem(first).isPresent());
        List<String> kinds = new ArrayList<>();
        new JournalReader(journal()).read(0, JournalFilter.all(), e -> kinds.add(e.kind()));
        assertTrue(kinds.contains("journal.key"));
        new Checkpointer(journal(), JournalOptions.standard()).rotate();
        assertEquals(VerifyReport.Verdict.GOOD, verify(Optional.of(first)).verdict());
    }

    @Test
    void aRotationThatTheOldKeyDidNotSignIsRefused() throws Exception {
        write(3, JournalOptions.standard());
        VerifierKey first = new JournalProver(journal()).key().orElseThrow();
        JournalFiles files = new JournalFiles(journal());
        JournalFiles elsewhere = new JournalFiles(folder.resolve("other"));
        elsewhere.create();
        SigningKey stranger = SigningKey.create(elsewhere, first.name(), Keyring.none());
        KeyRotation forged = KeyRotation.sign(stranger, stranger, 4);
        KeyRotation lie =
                new KeyRotation(first, stranger.verifier(), 4, forged.byOld(), forged.byNew());
        Files.writeString(files.keys(), JsonText.write(lie.json()) + "\n");

        assertFalse(lie.good());
        assertEquals(VerifyReport.Verdict.BAD, verify(Optional.of(first)).verdict());
    }

    @Test
    void aRotationThatWasInterruptedLeavesAUsableKey() throws Exception {
        write(3, JournalOptions.standard());
        JournalFiles files = new JournalFiles(journal());
        byte[] oldSecret = Files.readAllBytes(files.key());
        byte[] oldPublic = Files.readAllBytes(files.verifier());
        byte[] newest = Files.readAllBytes(files.checkpoint());
        byte[] signed = Files.readAllBytes(files.checkpoints());
        new Checkpointer(journal(), JournalOptions.standard()).rotate();
        byte[] newSecret = Files.readAllBytes(files.key());

        // The statement was written and nothing else.
        Files.write(files.key(), oldSecret);
        Files.write(files.verifier(), oldPublic);
        Files.write(files.checkpoint(), newest);
        Files.write(files.checkpoints(), signed);
        write(2, JournalOptions.standard());
        assertEquals(VerifyReport.Verdict.GOOD, verify(Optional.empty()).verdict());

        // The secret was replaced too, but not what says whose it is.
        new Checkpointer(journal(), JournalOptions.standard()).rotate();
        byte[] third = Files.readAllBytes(files.verifier());
        Files.write(files.verifier(), oldPublic);
        write(2, JournalOptions.standard());
        assertEquals(new String(third, StandardCharsets.UTF_8), Files.readString(files.verifier()));
        assertEquals(VerifyReport.Verdict.GOOD, verify(Optional.empty()).verdict());
        assertFalse(java.util.Arrays.equals(oldSecret, newSecret));
    }

    @Test
    void checkpointsGoToAFileACommandAndAnAddress() throws Exception {
        AtomicReference<String> posted = new AtomicReference<>("");
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    posted.set(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        Path file = folder.resolve("anchor");
        Path copy = folder.resolve("copy");
        try {
            write(
                    3,
                    JournalOptions.standard()
                            .withTrust(
                                    Keyring.none(),
                                    List.of(
                                            new Anchor.ToFile(file),
                                            new Anchor.ToCommand(
                                                    List.of("sh", "-c", "cat >" + copy)),
                                            new Anchor.ToCommand(List.of("false")),
                                            new Anchor.ToHttp(
                                                    URI.create(
                                                            "http://127.0.0.1:"
                                                                    + server.getAddress().getPort()
                                                                    + "/in")))));
        } finally {
            server.stop(0);
        }

        String note = new JournalProver(journal()).checkpoint().text();
        assertEquals(note, Files.readString(file));
        assertEquals(note, Files.readString(copy));
        assertEquals(note, posted.get());
        List<String> tries = Files.readAllLines(journal().resolve("anchors"));
        assertEquals(
                List.of(
                        "4 ok file " + file,
                        "4 ok command sh",
                        "4 failed:exit-1 command false",
                        "4 ok http 127.0.0.1"),
                tries);
        VerifyReport report =
                new JournalVerifier(journal(), Optional.empty(), JournalVerifier.notes(file))
                        .verify(0);
        assertEquals(4, report.anchored().orElseThrow());
    }

    @Test
    void aKeyringKeepsTheKeyAndNoFileDoes() throws Exception {
        Path store = folder.resolve("ring");
        Path tool = folder.resolve("secret-tool");
        Files.writeString(
                tool,
                """
                #!/bin/sh
                case "$1" in
                store) cat > %s ;;
                lookup) cat %s 2>/dev/null || exit 1 ;;
                esac
                """
                        .formatted(store, store));
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        JournalOptions options =
                JournalOptions.standard()
                        .withTrust(new Keyring(List.of(tool.toString())), List.of());
        write(3, options);

        assertTrue(Files.readString(store).startsWith("CORDON+KEY+"));
        assertFalse(Files.exists(new JournalFiles(journal()).key()));
        assertEquals(VerifyReport.Verdict.GOOD, verify(Optional.empty()).verdict());
        write(1, options);
        assertEquals(VerifyReport.Verdict.GOOD, verify(Optional.empty()).verdict());
        new Checkpointer(journal(), options).rotate();
        write(1, options);
        assertEquals(VerifyReport.Verdict.GOOD, verify(Optional.empty()).verdict());
    }
}
