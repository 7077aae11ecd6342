package dev.cordon.journal;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;

/// Compares the hashes on disk with those that come out of the entries.
///
/// A tree that is shorter than the journal is no fault: it grows with the checkpoints.
final class TreeComparison implements CompactRange.TileListener {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final JournalFiles files;
    private final VerifyFindings findings;
    private final Map<Integer, InputStream> levels = new HashMap<>();
    private final Map<Integer, Long> positions = new HashMap<>();

    TreeComparison(JournalFiles files, VerifyFindings findings) {
        this.files = files;
        this.findings = findings;
    }

    void leaf(long index, byte[] hash) {
        compare(0, index, hash, index);
    }

    @Override
    public void full(int level, long index, byte[] hash) {
        compare(level, index, hash, index << (8 * level));
    }

    /// Closes the files.
    void finish(long entries) throws IOException {
        for (InputStream level : levels.values()) {
            level.close();
        }
        levels.clear();
    }

    private void compare(int level, long index, byte[] wanted, long entry) {
        try {
            byte[] found = read(level, index);
            if (found.length == Hashes.HASH_BYTES && !Hashes.same(found, wanted)) {
                findings.bad(entry, "its hash is not the one in " + files.tree(level));
            }
        } catch (IOException e) {
            findings.problem(files.tree(level) + " cannot be read: " + e.getMessage());
        }
    }

    private byte[] read(int level, long index) throws IOException {
        InputStream in = levels.get(level);
        if (in == null) {
            in =
                    Files.exists(files.tree(level))
                            ? new BufferedInputStream(
                                    new FileInputStream(files.tree(level).toFile()), BUFFER_BYTES)
                            : InputStream.nullInputStream();
            levels.put(level, in);
        }
        long position = positions.getOrDefault(level, 0L);
        in.skipNBytes(Math.min(in.available(), (index - position) * Hashes.HASH_BYTES));
        positions.put(level, index + 1);
        return in.readNBytes(Hashes.HASH_BYTES);
    }
}
