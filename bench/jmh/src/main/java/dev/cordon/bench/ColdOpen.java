package dev.cordon.bench;

import dev.cordon.journal.FileJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Opening a journal for writing, once in each fresh JVM, which loads its classes meanwhile.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(7)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class ColdOpen {
    /// How the last writer left it.
    public enum Left {
        IN_ORDER,
        /// Killed, after it wrote all that is there.
        KILLED,
        /// Without the hint where the journal ends, as after a restore from a backup.
        WITHOUT_HINT
    }

    @Param({"1000", "100000", "1000000"})
    private long entries;

    @Param private Left left;

    private Path folder;

    @Setup(Level.Iteration)
    public void make() throws IOException, InterruptedException {
        folder = Journals.of(entries);
        switch (left) {
            case IN_ORDER -> {}
            case KILLED -> Journals.die(folder);
            case WITHOUT_HINT -> Files.write(folder.resolve("lock"), new byte[0]);
        }
    }

    @Benchmark
    public void open() {
        FileJournal.open(folder, Journals.leave()).close();
    }
}
