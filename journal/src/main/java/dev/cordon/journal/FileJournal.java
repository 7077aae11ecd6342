package dev.cordon.journal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/// The journal in a folder, for all sessions and processes of one user.
///
/// Callers hand entries to one thread, which writes what is queued at once and syncs once: what
/// many wait for costs what one waits for. Opening reads only the end of the journal.
///
/// Promise, kept by `KilledWritersTest`: an entry whose receipt was given survives the end of any
/// process at any moment, and what is left verifies.
public final class FileJournal implements Journal {
    private static final int QUEUE_ENTRIES = 4096;
    private static final int BATCH_ENTRIES = 1024;
    private static final long PATIENCE_NANOS = 100_000_000;

    private final JournalFiles files;
    private final JournalOptions options;
    private final BlockingQueue<Pending> queue = new ArrayBlockingQueue<>(QUEUE_ENTRIES);
    private final CompletableFuture<Tail> opened = new CompletableFuture<>();
    private final AtomicReference<@Nullable JournalException> lost = new AtomicReference<>();
    private final Pending stop = Payloads.nothing();
    private final ReentrantLock entrance = new ReentrantLock();
    private final CheckpointThread checkpoints;
    private final Thread thread;
    private volatile @Nullable Salts salts;
    private boolean closed;
    // Of the writing thread alone.
    private boolean stopped;

    private FileJournal(JournalFiles files, JournalOptions options) {
        this.files = files;
        this.options = options;
        this.checkpoints = new CheckpointThread(new Checkpointer(files, options), options);
        this.thread = Thread.ofPlatform().daemon().name("cordon-journal").unstarted(this::run);
    }

    /// Opens the journal in `folder`, or makes one.
    ///
    /// @throws JournalException if it cannot be written, or is damaged at its end
    public static FileJournal open(Path folder, JournalOptions options) {
        FileJournal journal = opening(folder, options);
        try {
            journal.opened.join();
        } catch (CompletionException e) {
            journal.close();
            throw Failures.again(e);
        }
        return journal;
    }

    /// As {@link #open}, but does not wait: what is wrong is told by the first {@link #append}. So
    /// opening goes on beside whatever else a process does when it starts.
    public static FileJournal opening(Path folder, JournalOptions options) {
        JournalFiles files = new JournalFiles(folder.toAbsolutePath().normalize());
        FileJournal journal = new FileJournal(files, options);
        journal.thread.start();
        return journal;
    }

    @Override
    public Receipt append(JournalEntry entry) {
        Pending pending = Payloads.pending(entry);
        enter(pending);
        Receipt receipt = pending.await();
        JournalException owed = lost.getAndSet(null);
        if (owed != null) {
            throw owed;
        }
        return receipt;
    }

    @Override
    public void enqueue(JournalEntry entry) {
        enter(Payloads.pending(entry).patiently());
    }

    @Override
    public void close() {
        entrance.lock();
        try {
            if (!closed) {
                closed = true;
                put(stop);
            }
        } finally {
            entrance.unlock();
        }
        boolean interrupted = Thread.interrupted();
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        checkpoints.finish();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Why the last checkpoint could not be signed; entries go on without it.
    public Optional<String> checkpointProblem() {
        return checkpoints.problem();
    }

    /// Nothing enters behind {@link #stop}, so nobody waits for a thread that has gone.
    private void enter(Pending pending) {
        Salts known = salts;
        if (known != null) {
            pending.bind(known, new Hashes());
        }
        entrance.lock();
        try {
            if (closed) {
                throw new JournalException("the journal is closed; nothing may happen any more");
            }
            put(pending);
        } finally {
            entrance.unlock();
        }
    }

    private void put(Pending pending) {
        boolean interrupted = false;
        while (true) {
            try {
                queue.put(pending);
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (SegmentWriter writer = new SegmentWriter(files, options)) {
            Tail tail = writer.open();
            salts = writer.salts();
            int closed = writer.enrol(tail);
            opened.complete(tail);
            if (closed > 0) {
                checkpoints.wrote(closed);
            }
            serve(writer);
        } catch (IOException | RuntimeException e) {
            JournalException failure = Failures.of(files, e);
            opened.completeExceptionally(failure);
            if (!stopped) {
                refuseAll(failure);
            }
        }
    }

    private void serve(SegmentWriter writer) {
        List<Pending> batch = new ArrayList<>();
        while (!stopped) {
            batch.add(take());
            queue.drainTo(batch, BATCH_ENTRIES);
            awaitCompany(batch);
            stopped = batch.remove(stop);
            if (!batch.isEmpty()) {
                write(writer, batch);
            }
            batch.clear();
        }
    }

    /// Entries for which nobody waits share the disk with the next one for which somebody does, if
    /// it comes soon.
    private void awaitCompany(List<Pending> batch) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (batch.stream().allMatch(Pending::patient) && batch.size() < BATCH_ENTRIES) {
            try {
                Pending next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return;
                }
                batch.add(next);
                queue.drainTo(batch, BATCH_ENTRIES);
            } catch (InterruptedException _) {
                // The thread is ours alone; who interrupts it is mistaken.
            }
        }
    }

    private void write(SegmentWriter writer, List<Pending> batch) {
        try {
            List<Receipt> receipts = writer.write(batch);
            for (int i = 0; i < receipts.size(); i++) {
                batch.get(i).done(receipts.get(i));
            }
            checkpoints.wrote(receipts.size());
        } catch (IOException | RuntimeException e) {
            JournalException failure = Failures.of(files, e);
            if (batch.stream().anyMatch(Pending::patient)) {
                lost.set(failure);
            }
            batch.forEach(pending -> pending.failed(failure));
        }
    }

    private Pending take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException _) {
                // The thread is ours alone; who interrupts it is mistaken.
            }
        }
    }

    /// Answers everybody until the end, when the thread cannot go on.
    private void refuseAll(JournalException failure) {
        for (Pending pending = take(); pending != stop; pending = take()) {
            pending.failed(failure);
        }
    }
}
