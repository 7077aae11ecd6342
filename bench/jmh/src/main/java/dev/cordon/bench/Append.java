package dev.cordon.bench;

import dev.cordon.journal.FileJournal;
import dev.cordon.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs until an entry is on disk.
@State(Scope.Benchmark)
@Fork(2)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 4)
public class Append {
    private static final int WRITERS = 512;
    private static final int EACH = 50;

    private Path folder;
    private FileJournal journal;

    @Setup(Level.Trial)
    public void open() throws IOException {
        folder = Journals.fresh("append");
        journal = FileJournal.open(folder, Journals.leave());
    }

    @TearDown(Level.Trial)
    public void close() throws IOException {
        journal.close();
        Journals.remove(folder);
    }

    /// One decision, for which its writer waits.
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Journal.Receipt oneDecision() {
        return journal.append(Journals.decision());
    }

    /// Decisions of 512 writers, each of which waits for its own; entries a second.
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(WRITERS * EACH)
    public void groupCommit() {
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int w = 0; w < WRITERS; w++) {
                writers.execute(() -> {
                    for (int i = 0; i < EACH; i++) {
                        var _ = journal.append(Journals.decision());
                    }
                });
            }
        }
    }
}
