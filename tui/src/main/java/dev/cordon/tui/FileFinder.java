package dev.cordon.tui;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Finds files of the project by letters of their names. The names are read beside the UI when they
/// are first asked for, and again when they may have grown old.
final class FileFinder {
    /// How old names may be before they are read again.
    static final Duration FRESH = Duration.ofSeconds(10);

    private final Path root;
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile FileIndex index = FileIndex.EMPTY;
    private volatile long readNanos;
    private final CountDownLatch read = new CountDownLatch(1);

    FileFinder(Path root) {
        this.root = root;
    }

    /// What is known now, and what is found in it. Does not wait.
    List<String> search(String query, int maxFound) {
        refresh();
        return index.search(query, maxFound);
    }

    /// Whether the names were read at least once.
    boolean ready() {
        return read.getCount() == 0;
    }

    /// Waits until they were; starts that.
    FileFinder await() throws InterruptedException {
        refresh();
        read.await();
        return this;
    }

    /// Starts to read the names if that is due.
    void refresh() {
        boolean old = !ready() || System.nanoTime() - readNanos > FRESH.toNanos();
        if (old && reading.compareAndSet(false, true)) {
            Thread.ofPlatform().daemon().name("file-names").start(this::readNames);
        }
    }

    private void readNames() {
        try {
            index = FileIndex.of(root);
        } catch (IOException _) {
            // A folder that cannot be read has no names to offer.
            index = FileIndex.EMPTY;
        } finally {
            readNanos = System.nanoTime();
            reading.set(false);
            read.countDown();
        }
    }
}
