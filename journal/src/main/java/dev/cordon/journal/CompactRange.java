package dev.cordon.journal;

import java.util.ArrayList;
import java.util.List;

/// The Merkle tree of leaves that come one after the other, in at most 64 hashes.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1.2">RFC 9162, section 2.1.2</a>
final class CompactRange {
    private static final int TILE_BITS = 8;

    private final Hashes hashes;
    private final TileListener listener;
    private final List<byte[]> peaks = new ArrayList<>();
    private long size;

    /// Hears of every full subtree of 256, 256², ... leaves.
    interface TileListener {
        /// @param level 1 for 256 leaves, 2 for 256², ...
        /// @param index counted from 0 within the level
        void full(int level, long index, byte[] hash);
    }

    CompactRange(Hashes hashes, TileListener listener) {
        this.hashes = hashes;
        this.listener = listener;
    }

    void add(byte[] leaf) {
        byte[] hash = leaf;
        int bits = 0;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hash = hashes.node(peaks.removeLast(), hash);
            bits++;
            if (bits % TILE_BITS == 0) {
                listener.full(bits / TILE_BITS, size >> bits, hash);
            }
        }
        peaks.add(hash);
        size++;
    }

    long size() {
        return size;
    }

    byte[] root() {
        if (size == 0) {
            return hashes.emptyTree();
        }
        byte[] root = peaks.getLast();
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = hashes.node(peaks.get(i), root);
        }
        return root;
    }
}
