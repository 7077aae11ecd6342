package dev.cordon.bench;

import dev.cordon.journal.InclusionProof;
import dev.cordon.journal.JournalProver;
import dev.cordon.journal.JournalVerifier;
import dev.cordon.journal.TrustedKeys;
import dev.cordon.journal.VerifyReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
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
import org.openjdk.jmh.annotations.Warmup;

/// Verifying a journal and proving single entries of it.
@Fork(1)
public class Reading {
    private static final int VERIFIED = 200_000;
    private static final int PROVED = 1_000_000;

    /// A journal to verify.
    @State(Scope.Benchmark)
    public static class Medium {
        private Path folder;

        @Setup(Level.Trial)
        public void make() throws IOException, InterruptedException {
            folder = Journals.of(VERIFIED);
        }
    }

    /// A journal to prove entries of.
    @State(Scope.Benchmark)
    public static class Million {
        private JournalProver prover;
        private TrustedKeys trusted;
        private InclusionProof made;

        @Setup(Level.Trial)
        public void make() throws IOException, InterruptedException {
            prover = new JournalProver(Journals.of(PROVED));
            trusted = TrustedKeys.of(prover.key().orElseThrow());
            made = prover.prove(PROVED / 3);
        }
    }

    /// Everything that `cordon journal verify` does; entries a second.
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    @OperationsPerInvocation(VERIFIED)
    @Warmup(iterations = 2, time = 3)
    @Measurement(iterations = 5, time = 3)
    public VerifyReport verify(Medium journal) throws IOException {
        VerifyReport report =
                new JournalVerifier(journal.folder, Optional.empty(), List.of()).verify(0);
        if (report.verdict() != VerifyReport.Verdict.GOOD || report.checked() < VERIFIED) {
            throw new IllegalStateException(report.toString());
        }
        return report;
    }

    /// The proof of any entry of a million, from the files: what `cordon journal prove` does when
    /// all is signed.
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3, time = 3)
    @Measurement(iterations = 5, time = 3)
    public InclusionProof prove(Million journal) throws IOException {
        return journal.prover.prove(ThreadLocalRandom.current().nextLong(PROVED));
    }

    /// Checking such a proof: the path to the root and the signature over it.
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    @Warmup(iterations = 3, time = 3)
    @Measurement(iterations = 5, time = 3)
    public Optional<String> check(Million journal) {
        Optional<String> problem = journal.made.problem(journal.trusted);
        if (problem.isPresent()) {
            throw new IllegalStateException(problem.get());
        }
        return problem;
    }
}
