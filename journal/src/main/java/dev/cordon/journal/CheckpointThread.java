package dev.cordon.journal;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Signs in the background, so that no entry waits for it. The thread starts with the first entry.
final class CheckpointThread {
    private final Checkpointer checkpointer;
    private final JournalOptions options;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private @Nullable Thread thread;
    private long unsigned;
    private long oldestNanos;
    private boolean finished;
    private Optional<String> problem = Optional.empty();

    CheckpointThread(Checkpointer checkpointer, JournalOptions options) {
        this.checkpointer = checkpointer;
        this.options = options;
    }

    /// So many entries more are on disk.
    void wrote(int entries) {
        lock.lock();
        try {
            if (unsigned == 0) {
                oldestNanos = System.nanoTime();
            }
            unsigned += entries;
            if (thread == null) {
                thread = Thread.ofPlatform().daemon().name("cordon-checkpoint").start(this::run);
            } else if (unsigned >= options.checkpointEntries()) {
                news.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Why the last try to sign failed.
    Optional<String> problem() {
        lock.lock();
        try {
            return problem;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the thread, and signs what is left if that is wanted. May be called again.
    void finish() {
        boolean sign;
        lock.lock();
        try {
            sign = !finished && unsigned > 0 && options.closing() == JournalOptions.Closing.SIGN;
            finished = true;
            news.signal();
        } finally {
            lock.unlock();
        }
        if (sign) {
            sign();
        }
    }

    private void run() {
        while (awaitWork()) {
            sign();
        }
    }

    private boolean awaitWork() {
        lock.lock();
        try {
            while (!finished && unsigned < options.checkpointEntries()) {
                long age = System.nanoTime() - oldestNanos;
                long left = TimeUnit.SECONDS.toNanos(options.checkpointSeconds()) - age;
                if (unsigned > 0 && left <= 0) {
                    break;
                }
                if (unsigned > 0) {
                    news.awaitNanos(left);
                } else {
                    news.awaitNanos(TimeUnit.SECONDS.toNanos(options.checkpointSeconds()));
                }
            }
            unsigned = finished ? unsigned : 0;
            return !finished;
        } catch (InterruptedException _) {
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void sign() {
        Optional<String> result = Optional.empty();
        try {
            checkpointer.sign();
        } catch (RuntimeException e) {
            result = Optional.of(String.valueOf(e.getMessage()));
        }
        lock.lock();
        try {
            problem = result;
        } finally {
            lock.unlock();
        }
    }
}
