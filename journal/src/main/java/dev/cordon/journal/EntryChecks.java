package dev.cordon.journal;

import dev.cordon.protocol.JsonException;
import dev.cordon.protocol.JsonText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Checks what can be checked of each entry on its own (its form, its hashes, its payload) on all
/// processors. What binds entries to each other is left to who asks.
final class EntryChecks implements AutoCloseable {
    /// How many entries make it worth while to share the work.
    static final int BATCH_ENTRIES = 4096;

    private static final int MAX_THREADS = 8;

    private final int threads =
            Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_THREADS);
    private final ExecutorService pool =
            Executors.newFixedThreadPool(
                    threads,
                    work -> Thread.ofPlatform().daemon().name("cordon-verify").unstarted(work));

    /// What came of one entry: the entry, or why it is none.
    record Checked(Optional<EntryLine> entry, String problem) {}

    /// Checks lines.
    ///
    /// @return in the order of the lines
    List<Checked> all(List<byte[]> lines) {
        if (threads == 1 || lines.size() < threads * 16) {
            return some(lines);
        }
        int share = (lines.size() + threads - 1) / threads;
        List<Callable<List<Checked>>> tasks = new ArrayList<>();
        for (int start = 0; start < lines.size(); start += share) {
            List<byte[]> part = lines.subList(start, Math.min(lines.size(), start + share));
            tasks.add(() -> some(part));
        }
        List<Checked> all = new ArrayList<>(lines.size());
        boolean interrupted = false;
        List<Future<List<Checked>>> running = tasks.stream().map(pool::submit).toList();
        for (Future<List<Checked>> part : running) {
            while (true) {
                try {
                    all.addAll(part.get());
                    break;
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException("checking an entry never throws", e);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return all;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    private static List<Checked> some(List<byte[]> lines) {
        Hashes hashes = new Hashes();
        List<Checked> checked = new ArrayList<>(lines.size());
        for (byte[] line : lines) {
            checked.add(one(hashes, line));
        }
        return checked;
    }

    private static Checked one(Hashes hashes, byte[] bytes) {
        try {
            EntryLine line = EntryLine.read(bytes);
            line.check(hashes);
            if (!line.certainlyCanonical()) {
                canonical(line);
            }
            return new Checked(Optional.of(line), "");
        } catch (BadEntryException e) {
            return new Checked(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static void canonical(EntryLine line) throws BadEntryException {
        Optional<byte[]> payload = line.payload();
        if (payload.isEmpty()) {
            return;
        }
        try {
            byte[] again = CanonicalJson.bytes(JsonText.read(payload.get()));
            if (!Hashes.same(again, payload.get())) {
                throw new BadEntryException("its payload is not canonical JSON");
            }
        } catch (JsonException e) {
            throw new BadEntryException("its payload is no JSON: " + e.getMessage());
        }
    }
}
