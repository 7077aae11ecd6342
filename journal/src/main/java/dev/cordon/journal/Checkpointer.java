package dev.cordon.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Signs what is in a journal: reads the entries that no checkpoint covers, checks them, puts their
/// hashes into the tree and signs its root.
///
/// It works on the files alone, so any process can do it for all. The order is: entries on disk,
/// tree on disk, checkpoint; after a crash in between the next one does it again.
public final class Checkpointer {
    private final JournalFiles files;
    private final JournalOptions options;

    /// @param folder of the journal
    public Checkpointer(Path folder, JournalOptions options) {
        this(new JournalFiles(folder.toAbsolutePath().normalize()), options);
    }

    Checkpointer(JournalFiles files, JournalOptions options) {
        this.files = files;
        this.options = options;
    }

    /// Covers all whole entries by a checkpoint.
    ///
    /// @return the newest checkpoint; empty if the journal has no entry
    /// @throws JournalException if entries do not verify, or the key is gone
    public Optional<SignedNote> sign() {
        try (FileLocker lock =
                new FileLocker(files.root().resolve("checkpoint.lock"), options.lockSeconds())) {
            lock.acquire();
            return signLocked();
        } catch (IOException | IllegalArgumentException e) {
            throw Failures.of(files, e);
        }
    }

    /// Gives the journal a new key. All entries that are there are covered by a checkpoint of the
    /// old one first; the change itself is an entry.
    ///
    /// @return what both keys signed
    /// @throws JournalException if the journal is empty, does not verify or cannot be written
    public KeyRotation rotate() {
        KeyRotation rotation;
        try (FileLocker lock =
                new FileLocker(files.root().resolve("checkpoint.lock"), options.lockSeconds())) {
            lock.acquire();
            SignedNote note =
                    signLocked()
                            .orElseThrow(() -> new JournalException("the journal has no entry"));
            rotation = key(note.origin()).replace(files, note.size(), options.keyring());
        } catch (IOException | IllegalArgumentException e) {
            throw Failures.of(files, e);
        }
        try (SegmentWriter writer = new SegmentWriter(files, options)) {
            var _ = writer.open();
            var _ =
                    writer.write(
                            List.of(
                                    new Pending(
                                            "journal.key",
                                            Instant.now(),
                                            Optional.empty(),
                                            CanonicalJson.bytes(rotation.json()))));
        } catch (IOException e) {
            throw Failures.of(files, e);
        }
        var _ = sign();
        return rotation;
    }

    /// The key, made if there is none yet.
    SigningKey key(String log) throws IOException {
        Optional<SigningKey> key = SigningKey.load(files, options.keyring());
        return key.isPresent() ? key.get() : SigningKey.create(files, log, options.keyring());
    }

    private Optional<SignedNote> signLocked() throws IOException {
        Optional<SignedNote> newest = newest();
        long from = newest.map(SignedNote::size).orElse(0L);
        Fresh fresh = unsigned(from);
        if (fresh.leaves().isEmpty()) {
            return newest;
        }
        try (MerkleTree tree = new MerkleTree(files)) {
            if (newest.isPresent() && !holds(tree, newest.get())) {
                rebuild(tree, newest.get());
            }
            tree.extend(from, fresh.leaves());
            long size = from + fresh.leaves().size();
            SignedNote note = SignedNote.sign(fresh.log(), size, tree.root(size), key(fresh.log()));
            publish(note);
            return Optional.of(note);
        }
    }

    private static boolean holds(MerkleTree tree, SignedNote note) throws IOException {
        return tree.leaves() >= note.size() && Hashes.same(tree.root(note.size()), note.root());
    }

    /// The tree is derived: if it was lost or damaged it is made again from the entries.
    private void rebuild(MerkleTree tree, SignedNote note) throws IOException {
        tree.extend(0, unsigned(0).leaves());
        if (!holds(tree, note)) {
            throw new JournalException(
                    "nothing is signed: the first "
                            + note.size()
                            + " entries are not those that the newest checkpoint covers; run"
                            + " \"cordon journal verify\"");
        }
    }

    private Optional<SignedNote> newest() throws IOException {
        return Files.exists(files.checkpoint())
                ? Optional.of(SignedNote.read(Files.readString(files.checkpoint())))
                : Optional.empty();
    }

    private record Fresh(String log, List<byte[]> leaves) {}

    private Fresh unsigned(long from) throws IOException {
        List<byte[]> leaves = new ArrayList<>();
        Hashes hashes = new Hashes();
        String log = "";
        try (SegmentScanner scanner = new SegmentScanner(files, from)) {
            for (Optional<byte[]> line = scanner.next(); line.isPresent(); line = scanner.next()) {
                EntryLine entry = EntryLine.read(line.get());
                entry.check(hashes);
                if (entry.head().sequence() != from + leaves.size()) {
                    throw new BadEntryException("its number is " + entry.head().sequence());
                }
                log = entry.head().log();
                leaves.add(entry.leaf());
            }
            if (!leaves.isEmpty()) {
                scanner.force();
            }
        } catch (BadEntryException e) {
            throw new JournalException(
                    "entry "
                            + (from + leaves.size())
                            + " is not signed: "
                            + e.getMessage()
                            + "; run \"cordon journal verify\"",
                    e);
        }
        return new Fresh(log, leaves);
    }

    private void publish(SignedNote note) throws IOException {
        JournalFiles.file(files.checkpoints());
        Files.writeString(files.checkpoints(), note.text(), StandardOpenOption.APPEND);
        JournalFiles.replace(files.checkpoint(), note.text().getBytes(StandardCharsets.UTF_8));
        new Anchors(files, options.anchors()).publish(note);
    }
}
