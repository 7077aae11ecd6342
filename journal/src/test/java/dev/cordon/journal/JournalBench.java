package dev.cordon.journal;

import com.sun.management.OperatingSystemMXBean;
import dev.cordon.protocol.Action;
import dev.cordon.protocol.CallId;
import dev.cordon.protocol.Decision;
import dev.cordon.protocol.Origin;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Measures a journal in a folder: `JournalBench FOLDER`. No test; prints a line a figure.
final class JournalBench {
    private static final int WRITERS = 512;
    private static final int EACH = 400;
    private static final int PROOF_LEAVES = 1_000_000;

    private final Path folder;

    private JournalBench(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        JournalBench bench = new JournalBench(Path.of(args[0]));
        bench.open();
        if (args.length == 2) {
            bench.verify();
            return;
        }
        bench.single();
        bench.group();
        bench.open();
        bench.verify();
        bench.proof();
        bench.redact();
    }

    private static JournalEntry decision() {
        Action action =
                new Action.RunCommand(
                        new CallId("call_1"),
                        Action.Requester.MODEL,
                        List.of("mvn", "-q", "test"),
                        Path.of("/home/alice/shop"),
                        Map.of(),
                        Action.Terminal.PIPES,
                        1000,
                        0,
                        Optional.empty());
        return new JournalEntries(Optional.empty(), Instant::now)
                .decision(
                        action,
                        new Decision.Allow("sandbox_mode", Origin.BUILT_IN),
                        new JournalEntries.Circumstances(
                                Optional.empty(),
                                Optional.empty(),
                                "alice",
                                "human",
                                Optional.empty(),
                                Optional.empty()));
    }

    private void open() {
        long start = System.nanoTime();
        FileJournal journal = FileJournal.open(folder, leave());
        System.out.printf("open %.2f ms%n", (System.nanoTime() - start) / 1e6);
        journal.close();
    }

    private static JournalOptions leave() {
        return JournalOptions.standard().withCheckpoints(1024, 30, JournalOptions.Closing.LEAVE);
    }

    private void single() {
        try (FileJournal journal = FileJournal.open(folder, leave())) {
            long[] nanos = new long[2000];
            for (int i = 0; i < nanos.length; i++) {
                long start = System.nanoTime();
                journal.append(decision());
                nanos[i] = System.nanoTime() - start;
            }
            System.out.printf("first append %.2f ms%n", nanos[0] / 1e6);
            Arrays.sort(nanos);
            System.out.printf(
                    "one decision on disk: median %.3f ms, p99 %.3f ms%n",
                    nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
        }
    }

    private void group() throws Exception {
        try (FileJournal journal = FileJournal.open(folder, leave());
                ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int w = 0; w < WRITERS; w++) {
                tasks.add(() -> {
                    for (int i = 0; i < EACH; i++) {
                        journal.append(decision());
                    }
                    return true;
                });
            }
            long start = System.nanoTime();
            long processor = processorNanos();
            pool.invokeAll(tasks);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "group commit: %.0f entries/s, %.0f a processor second%n",
                    WRITERS * EACH / seconds,
                    WRITERS * EACH / ((processorNanos() - processor) / 1e9));
        }
    }

    private void verify() throws Exception {
        new Checkpointer(folder, leave()).sign();
        for (int i = 0; i < 3; i++) {
            long start = System.nanoTime();
            long processor = processorNanos();
            VerifyReport report =
                    new JournalVerifier(folder, Optional.empty(), List.of()).verify(0);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "verify: %.0f entries/s, %.0f a processor second (%d entries, %s)%n",
                    report.checked() / seconds,
                    report.checked() / ((processorNanos() - processor) / 1e9),
                    report.checked(),
                    report.verdict());
        }
    }

    /// Of all threads of this process, so that other work on the machine does not count.
    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private void proof() throws Exception {
        JournalFiles files = new JournalFiles(folder.resolve("tree-only"));
        files.create();
        Random random = new Random(1);
        List<byte[]> leaves = new ArrayList<>();
        for (int i = 0; i < PROOF_LEAVES; i++) {
            byte[] leaf = new byte[Hashes.HASH_BYTES];
            random.nextBytes(leaf);
            leaves.add(leaf);
        }
        Hashes hashes = new Hashes();
        try (MerkleTree tree = new MerkleTree(files)) {
            tree.extend(0, leaves);
        }
        byte[] root;
        try (MerkleTree tree = new MerkleTree(files)) {
            root = tree.root(PROOF_LEAVES);
        }
        long[] nanos = new long[2000];
        for (int i = 0; i < nanos.length; i++) {
            int index = random.nextInt(PROOF_LEAVES);
            long start = System.nanoTime();
            try (MerkleTree tree = new MerkleTree(files)) {
                List<byte[]> path = tree.path(index, PROOF_LEAVES);
                if (!InclusionProof.leads(
                        hashes, leaves.get(index), index, PROOF_LEAVES, path, root)) {
                    throw new IllegalStateException("the proof of " + index + " is wrong");
                }
            }
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                "inclusion proof and check at %d leaves: median %.3f ms, p99 %.3f ms%n",
                PROOF_LEAVES, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
    }

    private void redact() {
        Redactor redactor = Redactor.standard("k".getBytes(StandardCharsets.UTF_8));
        long start = System.nanoTime();
        redactor.redact("x");
        System.out.printf("redactor's first use %.2f ms%n", (System.nanoTime() - start) / 1e6);
        String text =
                "    private static final int MAX = 12; // the token of password tests\n"
                        .repeat(100_000);
        for (int i = 0; i < 3; i++) {
            start = System.nanoTime();
            redactor.redact(text);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("redact ordinary text: %.0f MB/s%n", text.length() / seconds / 1e6);
        }
    }
}
