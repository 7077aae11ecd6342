package dev.cordon.sandbox;

import dev.cordon.protocol.Confinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A control group with the limits of one prepared sandbox.
final class Cgroup implements AutoCloseable {
    private static final int REMOVE_ROUNDS = 100;

    private final Path folder;
    private final Confinement.Limits limits;
    private long killsTold;
    private long refusalsTold;

    Cgroup(Path folder, Confinement.Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    Path folder() {
        return folder;
    }

    /// What the kernel refused or killed since this was asked last, a sentence; empty if nothing.
    synchronized Optional<String> exceeded() {
        long kills = event("memory.events", "oom_kill");
        long refusals = event("pids.events", "max");
        boolean killed = kills > killsTold;
        boolean refused = refusals > refusalsTold;
        killsTold = kills;
        refusalsTold = refusals;
        if (killed) {
            return Optional.of(
                    "The kernel killed a process: the commands of this sandbox together reached "
                            + (limits.maxMemoryBytes() >> 20)
                            + " MiB of memory (rule sandbox.limits.max_memory_bytes). Run fewer at"
                            + " once, give them smaller heaps, or ask for a higher limit.");
        }
        return refused
                ? Optional.of(
                        "The commands of this sandbox together reached "
                                + limits.maxProcesses()
                                + " processes (rule sandbox.limits.max_processes). Start fewer at"
                                + " once, or ask for a higher limit.")
                : Optional.empty();
    }

    private long event(String file, String name) {
        try {
            List<String> words = Cgroups.words(folder.resolve(file));
            int at = words.indexOf(name);
            return at < 0 || at + 1 >= words.size() ? 0 : Long.parseLong(words.get(at + 1));
        } catch (IOException | NumberFormatException _) {
            return 0;
        }
    }

    /// Kills all that is in it and removes it.
    @Override
    public void close() {
        try {
            if (Files.exists(folder.resolve("cgroup.kill"))) {
                Cgroups.write(folder.resolve("cgroup.kill"), "1");
            }
        } catch (IOException _) {
            // What is in it dies in other ways, too.
        }
        // The kernel removes a group when its last process was reaped.
        Thread.ofVirtual().name("cordon-cgroup").start(this::remove);
    }

    private void remove() {
        for (int round = 0; round < REMOVE_ROUNDS; round++) {
            try {
                Files.deleteIfExists(folder);
                return;
            } catch (IOException _) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException _) {
                    return;
                }
            }
        }
    }
}
