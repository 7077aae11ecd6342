package dev.cordon.engine;

import dev.cordon.protocol.Item;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/// The items a model sees, oldest first. Only grows; a snapshot costs nothing, so that a round does
/// not cost more the longer the session is. Thread-safe.
final class History {
    private Item[] items = new Item[64];
    private int size;

    synchronized void add(Item item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, size * 2);
        }
        items[size++] = item;
    }

    /// Starts over with other items, after compaction or a rewind.
    synchronized void replace(List<Item> with) {
        // A new array: snapshots that were given away keep theirs.
        items = Arrays.copyOf(with.toArray(new Item[0]), Math.max(64, with.size() * 2));
        size = with.size();
    }

    /// What is there now; does not change when the history grows.
    synchronized List<Item> snapshot() {
        return new Snapshot(items, size);
    }

    synchronized int size() {
        return size;
    }

    private static final class Snapshot extends AbstractList<Item> implements RandomAccess {
        private final Item[] items;
        private final int size;

        Snapshot(Item[] items, int size) {
            this.items = items;
            this.size = size;
        }

        @Override
        public Item get(int index) {
            return items[Objects.checkIndex(index, size)];
        }

        @Override
        public int size() {
            return size;
        }
    }
}
