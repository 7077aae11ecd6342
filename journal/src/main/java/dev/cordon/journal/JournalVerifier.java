package dev.cordon.journal;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks a journal, offline and without changing anything.
///
/// It reads every entry once: its form, its hash, its payload, its number, its link to the one
/// before; compares the Merkle tree on disk with the one it builds; and compares the root at each
/// checkpoint with what was signed. Promise, kept by `ChangedBytesTest`: whichever byte of a
/// segment or of the tree is changed, the entry is named.
public final class JournalVerifier {
    private final JournalFiles files;
    private final Optional<VerifierKey> key;
    private final List<SignedNote> outside;

    /// @param folder of the journal
    /// @param key from a source that is trusted; without it the key beside the journal is used,
    ///   which who changed the journal could have changed too
    /// @param outside checkpoints that were kept elsewhere
    public JournalVerifier(Path folder, Optional<VerifierKey> key, List<SignedNote> outside) {
        this.files = new JournalFiles(folder.toAbsolutePath().normalize());
        this.key = key;
        this.outside = List.copyOf(outside);
    }

    /// Checks the entries from `since` on; what is before counts through its hashes in the tree.
    ///
    /// @throws IOException if the journal cannot be read
    public VerifyReport verify(long since) throws IOException {
        if (files.firsts().isEmpty() && !Files.exists(files.checkpoint())) {
            throw new IOException("there is no journal in " + files.root());
        }
        Run run = new Run(since);
        run.readCheckpoints();
        run.readEntries();
        run.judge();
        return run.report();
    }

    /// One verification.
    private final class Run {
        private final Hashes hashes = new Hashes();
        private final VerifyFindings findings = new VerifyFindings();
        private final TreeComparison tree = new TreeComparison(files, findings);
        private final CompactRange range = new CompactRange(hashes, tree);
        private final long since;
        private CheckpointComparison checkpoints = CheckpointComparison.none(findings);
        private byte[] previous = Hashes.zeros();

        Run(long since) {
            this.since = since;
        }

        void readCheckpoints() throws IOException {
            Optional<VerifierKey> used = key;
            if (used.isEmpty() && Files.exists(files.verifier())) {
                used = ownKey();
            }
            Optional<TrustedKeys> trusted = Optional.empty();
            if (used.isPresent()) {
                try {
                    trusted = Optional.of(TrustedKeys.of(used.get(), files));
                } catch (IOException e) {
                    findings.problem(String.valueOf(e.getMessage()));
                    trusted = Optional.of(TrustedKeys.of(used.get()));
                }
            }
            checkpoints = CheckpointComparison.of(files, trusted, outside, findings);
        }

        private Optional<VerifierKey> ownKey() throws IOException {
            try {
                String text = Files.readString(files.verifier(), StandardCharsets.UTF_8);
                VerifierKey own = VerifierKey.read(text);
                if (!text.equals(own + "\n")) {
                    throw new IllegalArgumentException("it holds more than a key");
                }
                return Optional.of(own);
            } catch (IllegalArgumentException | CharacterCodingException e) {
                findings.problem(files.verifier() + " is damaged: " + e.getMessage());
                return Optional.empty();
            }
        }

        void readEntries() throws IOException {
            if (since > 0) {
                skip();
            }
            try (SegmentScanner scanner = new SegmentScanner(files, since);
                    EntryChecks checks = new EntryChecks()) {
                List<byte[]> batch = new ArrayList<>();
                Optional<byte[]> line;
                do {
                    line = scanner.next();
                    line.ifPresent(batch::add);
                    if (line.isEmpty() || batch.size() == EntryChecks.BATCH_ENTRIES) {
                        bind(checks.all(batch));
                        batch.clear();
                    }
                } while (line.isPresent() && findings.firstBad().isEmpty());
                findings.torn(scanner.tornBytes());
                if (scanner.stoppedEarly()) {
                    findings.bad(range.size(), "its line does not end");
                }
            } catch (IOException e) {
                if (since > range.size() || files.firsts().isEmpty()) {
                    throw e;
                }
                findings.bad(range.size(), "it cannot be read: " + e.getMessage());
            }
            tree.finish(range.size());
        }

        /// The entries before `since` count by their hashes, which the checkpoints must confirm.
        private void skip() throws IOException {
            try (MerkleTree before = new MerkleTree(files)) {
                if (before.leaves() < since) {
                    throw new IOException(
                            "entry "
                                    + since
                                    + " has no checkpoint before it; verify from the start");
                }
                for (long i = 0; i < since; i++) {
                    previous = before.leaf(i);
                    range.add(previous);
                    checkpoints.reached(range);
                }
            }
            findings.skipped(since);
        }

        /// Checks what binds entries to each other, up to the first one that is wrong.
        private void bind(List<EntryChecks.Checked> batch) {
            for (EntryChecks.Checked checked : batch) {
                long sequence = range.size();
                if (checked.entry().isEmpty()) {
                    findings.bad(sequence, checked.problem());
                } else {
                    bind(checked.entry().get(), sequence);
                }
                if (findings.firstBad().isPresent()) {
                    return;
                }
            }
        }

        private void bind(EntryLine line, long sequence) {
            try {
                EntryHead head = line.head();
                if (head.sequence() != sequence) {
                    throw new BadEntryException(
                            "entry " + head.sequence() + " stands where it should be");
                }
                if (!Hashes.same(head.prev(), previous)) {
                    throw new BadEntryException("it does not follow the entry before it");
                }
                findings.entry(head, line.hasPayload());
                byte[] leaf = line.leaf();
                tree.leaf(sequence, leaf);
                previous = leaf;
                range.add(leaf);
                checkpoints.reached(range);
            } catch (BadEntryException e) {
                findings.bad(sequence, String.valueOf(e.getMessage()));
            }
        }

        void judge() {
            checkpoints.finish(range.size());
        }

        VerifyReport report() {
            return findings.report(range.size(), checkpoints);
        }
    }

    /// Reads the checkpoints of an anchor's file.
    ///
    /// @throws IllegalArgumentException if it holds anything else
    public static List<SignedNote> notes(Path file) throws IOException {
        return new ArrayList<>(SignedNote.readAll(Files.readString(file, StandardCharsets.UTF_8)));
    }
}
