package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps commands to what they may use all processes together: memory, number of processes,
/// processor time. The kernel's limits hold for one process each, and the one on the number of
/// processes not for root.
///
/// It looks every {@value #PAUSE_MILLIS} ms while something runs, so short commands cost nothing.
final class TreeWatch implements AutoCloseable {
    static final int PAUSE_MILLIS = 200;
    private static final long PAGE_BYTES = pageBytes();

    private final Map<Watched, Boolean> commands = new ConcurrentHashMap<>();
    private final Object wake = new Object();
    private @Nullable Thread thread;
    private volatile boolean closed;

    /// A command that is looked after until it is {@link #forget forgotten}.
    interface Watched {
        /// The first process of the command, if it is known.
        OptionalLong root(ProcessSnapshot now);

        Confinement.Limits limits();

        /// Kills it.
        ///
        /// @param why a sentence for the model and the user
        void exceeded(String why);
    }

    void add(Watched command) {
        synchronized (wake) {
            commands.put(command, true);
            if (thread == null && !closed) {
                thread = Thread.ofPlatform().daemon().name("sandbox-limits").start(this::look);
            }
            wake.notifyAll();
        }
    }

    void forget(Watched command) {
        commands.remove(command);
    }

    private void look() {
        try {
            while (!closed) {
                synchronized (wake) {
                    while (commands.isEmpty() && !closed) {
                        wake.wait();
                    }
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                if (!commands.isEmpty()) {
                    ProcessSnapshot now = ProcessSnapshot.take();
                    commands.keySet().forEach(command -> judge(command, now));
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void judge(Watched command, ProcessSnapshot now) {
        OptionalLong root = command.root(now);
        if (root.isEmpty()) {
            return;
        }
        excess(now.tree(root.getAsLong()), command.limits())
                .ifPresent(why -> {
                    commands.remove(command);
                    command.exceeded(why);
                });
    }

    /// Why a tree of processes uses too much; empty if it does not.
    static Optional<String> excess(List<ProcessSnapshot.Seen> tree, Confinement.Limits limits) {
        if (limits.maxProcesses() > 0 && tree.size() > limits.maxProcesses() + 1) {
            return Optional.of(
                    "The command was killed: it had "
                            + tree.size()
                            + " processes, more than "
                            + limits.maxProcesses()
                            + " (rule sandbox.limits.max_processes). Start fewer at once, or ask"
                            + " for a higher limit.");
        }
        long ticks = 0;
        long resident = 0;
        for (ProcessSnapshot.Seen seen : tree) {
            ticks += seen.ticks();
            resident += seen.residentPages() * PAGE_BYTES;
        }
        long seconds = ticks / ProcessSnapshot.TICKS_PER_SECOND;
        if (limits.maxCpuSeconds() > 0 && seconds > limits.maxCpuSeconds()) {
            return Optional.of(
                    "The command was killed: it used "
                            + seconds
                            + " s of processor time, more than "
                            + limits.maxCpuSeconds()
                            + " (rule sandbox.limits.max_cpu_seconds). Do less at once, or ask for"
                            + " a higher limit.");
        }
        // Pages that several processes share count once; that is dearer to ask, so only then.
        if (limits.maxMemoryBytes() > 0 && resident > limits.maxMemoryBytes()) {
            long used = 0;
            for (ProcessSnapshot.Seen seen : tree) {
                used += proportional(seen);
            }
            if (used > limits.maxMemoryBytes()) {
                return Optional.of(
                        "The command was killed: all its processes together used "
                                + (used >> 20)
                                + " MiB of memory, more than "
                                + (limits.maxMemoryBytes() >> 20)
                                + " (rule sandbox.limits.max_memory_bytes). Run fewer at once,"
                                + " give them smaller heaps, or ask for a higher limit.");
            }
        }
        return Optional.empty();
    }

    private static long proportional(ProcessSnapshot.Seen seen) {
        return kilobytes(Path.of("/proc/" + seen.pid() + "/smaps_rollup"), "Pss:")
                        .orElse(seen.residentPages() * PAGE_BYTES / 1024)
                * 1024;
    }

    private static long pageBytes() {
        return kilobytes(Path.of("/proc/self/smaps"), "KernelPageSize:").orElse(4) * 1024;
    }

    // A line such as `Pss:      1234 kB`.
    private static OptionalLong kilobytes(Path file, String key) {
        try (var in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(key)) {
                    String value = line.substring(key.length()).strip();
                    return OptionalLong.of(Long.parseLong(value.substring(0, value.indexOf(' '))));
                }
            }
        } catch (IOException | RuntimeException _) {
            // It ended, or it may not be looked at.
        }
        return OptionalLong.empty();
    }

    @Override
    public void close() {
        synchronized (wake) {
            closed = true;
            commands.clear();
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
