package dev.cordon.journal;

import dev.cordon.protocol.JsonText;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Takes proofs out of a journal.
public final class JournalProver {
    private final JournalFiles files;

    /// @param folder of the journal
    public JournalProver(Path folder) {
        this.files = new JournalFiles(folder.toAbsolutePath().normalize());
    }

    /// The proof that an entry is under the newest checkpoint.
    ///
    /// @throws IOException if there is no such entry or no checkpoint covers it yet
    public InclusionProof prove(long index) throws IOException {
        SignedNote note = checkpoint();
        if (index < 0 || index >= note.size()) {
            throw new IOException(
                    "the newest checkpoint covers the entries 0 to "
                            + (note.size() - 1)
                            + "; sign a new one, or ask for one of these");
        }
        EntryLine entry =
                new EntryFinder(files)
                        .entry(index)
                        .orElseThrow(() -> new IOException("there is no entry " + index));
        return new InclusionProof(
                new String(entry.headBytes(), StandardCharsets.ISO_8859_1),
                entry.payload().map(JsonText::read),
                entry.salt().map(Hashes::hex),
                index,
                path(index, note.size()),
                note.text());
    }

    /// The proof that the journal only grew since an older checkpoint.
    ///
    /// @param before one that was kept elsewhere
    /// @throws IOException if there is no newer one, or the tree is not that far
    public ConsistencyProof consistency(SignedNote before) throws IOException {
        SignedNote after = checkpoint();
        if (before.size() <= 0 || before.size() > after.size()) {
            throw new IOException(
                    "the older checkpoint covers "
                            + before.size()
                            + " entries and the newest one here "
                            + after.size()
                            + "; if that is not a mistake, entries were cut off");
        }
        try (MerkleTree tree = new MerkleTree(files)) {
            return new ConsistencyProof(
                    before.text(),
                    after.text(),
                    tree.consistency(before.size(), after.size()).stream()
                            .map(Hashes::hex)
                            .toList());
        }
    }

    /// A checkpoint of this journal by the number of entries it covers.
    ///
    /// @throws IOException if there is none
    public SignedNote checkpoint(long size) throws IOException {
        String all = Files.readString(files.checkpoints(), StandardCharsets.UTF_8);
        for (SignedNote note : SignedNote.readAll(all)) {
            if (note.size() == size) {
                return note;
            }
        }
        throw new IOException("no checkpoint covers exactly " + size + " entries");
    }

    /// The newest checkpoint.
    ///
    /// @throws IOException if there is none
    public SignedNote checkpoint() throws IOException {
        if (!Files.exists(files.checkpoint())) {
            throw new IOException("the journal in " + files.root() + " has no checkpoint yet");
        }
        try {
            return SignedNote.read(Files.readString(files.checkpoint(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(files.checkpoint() + " is damaged: " + e.getMessage(), e);
        }
    }

    /// The verifier of the key that lies beside the journal.
    public Optional<VerifierKey> key() throws IOException {
        return Files.exists(files.verifier())
                ? Optional.of(
                        VerifierKey.read(
                                Files.readString(files.verifier(), StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    private List<String> path(long index, long size) throws IOException {
        try (MerkleTree tree = new MerkleTree(files)) {
            return tree.path(index, size).stream().map(Hashes::hex).toList();
        }
    }
}
