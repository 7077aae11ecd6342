package dev.cordon.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The Merkle tree of a journal as it stands on disk: the hashes of all leaves, of all full
/// subtrees of 256 leaves, of 256 of those, and so on, each level in a file of 32 bytes a hash.
///
/// It is derived: the segments are the truth and {@link JournalVerifier} compares. Reading a proof
/// costs a few blocks of 256 hashes however long the journal is.
///
/// @see <a href="https://c2sp.org/tlog-tiles">tlog-tiles, which cuts the same levels into files</a>
final class MerkleTree implements AutoCloseable {
    /// How many hashes of a level make one of the next.
    static final int TILE_HASHES = 256;

    private static final int MAX_LEVELS = 7;
    private static final int MAX_CACHED_TILES = 16;

    private final JournalFiles files;
    private final Hashes hashes = new Hashes();
    private final Map<Integer, RandomAccessFile> open = new HashMap<>();
    private final Map<String, byte[]> tiles = new HashMap<>();

    MerkleTree(JournalFiles files) {
        this.files = files;
    }

    /// How many leaves are there.
    long leaves() throws IOException {
        Path file = files.tree(0);
        return Files.exists(file) ? Files.size(file) / Hashes.HASH_BYTES : 0;
    }

    /// Puts leaves at the end of the first `from`; what was behind is overwritten. On disk when it
    /// returns.
    void extend(long from, List<byte[]> leaves) throws IOException {
        tiles.clear();
        writeLevel(0, from, leaves);
        long first = from / TILE_HASHES;
        long count = (from + leaves.size()) / TILE_HASHES;
        for (int level = 1; level < MAX_LEVELS && count > 0; level++) {
            List<byte[]> fresh = new ArrayList<>();
            for (long i = first; i < count; i++) {
                fresh.add(range(level - 1, i * TILE_HASHES, (i + 1) * TILE_HASHES));
            }
            writeLevel(level, first, fresh);
            first /= TILE_HASHES;
            count /= TILE_HASHES;
        }
        for (RandomAccessFile file : open.values()) {
            file.getChannel().force(false);
        }
    }

    /// The hash of the first `size` leaves.
    byte[] root(long size) throws IOException {
        return size == 0 ? hashes.emptyTree() : subtree(0, size);
    }

    /// One leaf.
    byte[] leaf(long index) throws IOException {
        return hash(0, index);
    }

    /// What proves that leaf `index` is among the first `size`, nearest sibling first.
    ///
    /// @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.3.1">RFC 9162, section
    ///   2.1.3.1</a>
    List<byte[]> path(long index, long size) throws IOException {
        List<byte[]> path = new ArrayList<>();
        long low = 0;
        long high = size;
        while (high - low > 1) {
            long middle = low + split(high - low);
            if (index < middle) {
                path.addFirst(subtree(middle, high));
                high = middle;
            } else {
                path.addFirst(subtree(low, middle));
                low = middle;
            }
        }
        return path;
    }

    /// What proves that the first `older` leaves are the beginning of the first `newer`.
    ///
    /// @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.4.1">RFC 9162, section
    ///   2.1.4.1</a>
    List<byte[]> consistency(long older, long newer) throws IOException {
        List<byte[]> path = new ArrayList<>();
        long low = 0;
        long high = newer;
        boolean whole = true;
        while (older != high) {
            long middle = low + split(high - low);
            if (older <= middle) {
                path.addFirst(subtree(middle, high));
                high = middle;
            } else {
                path.addFirst(subtree(low, middle));
                low = middle;
                whole = false;
            }
        }
        if (!whole) {
            path.addFirst(subtree(low, high));
        }
        return path;
    }

    @Override
    public void close() throws IOException {
        for (RandomAccessFile file : open.values()) {
            file.close();
        }
        open.clear();
    }

    /// The largest power of two below `size`.
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    private byte[] subtree(long low, long high) throws IOException {
        long size = high - low;
        if (size == 1) {
            return hash(0, low);
        }
        int level = 0;
        long unit = 1;
        while (size % (unit * TILE_HASHES) == 0 && low % (unit * TILE_HASHES) == 0) {
            unit *= TILE_HASHES;
            level++;
        }
        if (size == unit) {
            return hash(level, low / unit);
        }
        if (Long.bitCount(size) == 1 && low % size == 0) {
            return range(level, low / unit, high / unit);
        }
        long middle = low + split(size);
        return hashes.node(subtree(low, middle), subtree(middle, high));
    }

    /// The hash over hashes `low` to `high` of a level; their number is a power of two.
    private byte[] range(int level, long low, long high) throws IOException {
        if (high - low == 1) {
            return hash(level, low);
        }
        long middle = (low + high) / 2;
        return hashes.node(range(level, low, middle), range(level, middle, high));
    }

    private byte[] hash(int level, long index) throws IOException {
        long tile = index / TILE_HASHES;
        String key = level + "/" + tile;
        byte[] hashesOfTile = tiles.get(key);
        int at = (int) (index % TILE_HASHES) * Hashes.HASH_BYTES;
        if (hashesOfTile == null || hashesOfTile.length < at + Hashes.HASH_BYTES) {
            hashesOfTile = readTile(level, tile);
            if (tiles.size() >= MAX_CACHED_TILES) {
                tiles.clear();
            }
            tiles.put(key, hashesOfTile);
        }
        if (hashesOfTile.length < at + Hashes.HASH_BYTES) {
            throw new IOException(
                    files.tree(level) + " ends before hash " + index + "; sign a checkpoint first");
        }
        return Arrays.copyOfRange(hashesOfTile, at, at + Hashes.HASH_BYTES);
    }

    private byte[] readTile(int level, long tile) throws IOException {
        if (!Files.exists(files.tree(level))) {
            return new byte[0];
        }
        RandomAccessFile file = file(level, "r");
        long offset = tile * TILE_HASHES * Hashes.HASH_BYTES;
        long length =
                Math.clamp(file.length() - offset, 0L, (long) TILE_HASHES * Hashes.HASH_BYTES);
        byte[] bytes = new byte[(int) length];
        file.seek(offset);
        file.readFully(bytes);
        return bytes;
    }

    private void writeLevel(int level, long from, List<byte[]> fresh) throws IOException {
        if (fresh.isEmpty()) {
            return;
        }
        byte[] bytes = new byte[fresh.size() * Hashes.HASH_BYTES];
        for (int i = 0; i < fresh.size(); i++) {
            System.arraycopy(fresh.get(i), 0, bytes, i * Hashes.HASH_BYTES, Hashes.HASH_BYTES);
        }
        JournalFiles.file(files.tree(level));
        RandomAccessFile file = file(level, "rw");
        file.setLength(from * Hashes.HASH_BYTES);
        file.seek(from * Hashes.HASH_BYTES);
        file.write(bytes);
        tiles.clear();
    }

    private RandomAccessFile file(int level, String mode) throws IOException {
        RandomAccessFile file = open.get(level);
        if (file == null || mode.equals("rw")) {
            RandomAccessFile fresh = new RandomAccessFile(files.tree(level).toFile(), mode);
            if (file != null) {
                file.close();
            }
            open.put(level, fresh);
            return fresh;
        }
        return file;
    }
}
