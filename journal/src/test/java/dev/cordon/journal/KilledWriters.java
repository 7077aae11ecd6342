package dev.cordon.journal;

import dev.cordon.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Four processes write one journal and are killed at random moments, again and again.
///
/// As a program: `KilledWriters FOLDER KILLS`. It prints what it found and ends with 1 if an
/// acknowledged entry is missing or the journal does not verify.
final class KilledWriters {
    private static final int WRITERS = 4;

    private final Path folder;
    private final Random random;
    private final List<String> acknowledged = new ArrayList<>();
    private int kills;

    KilledWriters(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    public static void main(String[] args) throws Exception {
        if (args.length == 3 && args[0].equals("write")) {
            write(Path.of(args[1]), Long.parseLong(args[2]));
            return;
        }
        KilledWriters run = new KilledWriters(Path.of(args[0]), 42);
        run.kill(Integer.parseInt(args[1]));
        Optional<String> problem = run.problem();
        VerifyReport report = run.verify();
        System.out.println(
                run.kills
                        + " kills, "
                        + run.acknowledged.size()
                        + " acknowledged, "
                        + report.entries()
                        + " entries, torn tails kept: "
                        + run.tornTails()
                        + ", verdict "
                        + report.verdict()
                        + problem.map(p -> ", PROBLEM " + p).orElse(", none lost"));
        System.exit(problem.isPresent() ? 1 : 0);
    }

    /// The writer: appends until it is killed, and says which entries it got a receipt for.
    private static void write(Path folder, long seed) throws IOException {
        JournalOptions options =
                JournalOptions.standard()
                        .withSegmentBytes(256 * 1024)
                        .withCheckpoints(64, 1, JournalOptions.Closing.SIGN);
        Random random = new Random(seed);
        try (FileJournal journal = FileJournal.open(folder, options);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
            for (int t = 0; t < 2; t++) {
                int size = random.nextInt(4000);
                threads.submit(() -> {
                    try {
                        while (true) {
                            Journal.Receipt receipt = journal.append(entry(size));
                            synchronized (out) {
                                out.print(
                                        receipt.index()
                                                + " "
                                                + receipt.hash().substring(0, 16)
                                                + "\n");
                                out.flush();
                            }
                        }
                    } catch (JournalException e) {
                        // A writer that gives up says why; the run fails with it.
                        System.err.println("a writer gave up: " + e.getMessage());
                        Runtime.getRuntime().halt(7);
                    }
                });
            }
        }
    }

    private static JournalEntry entry(int size) {
        return new JournalEntry(
                JournalEntry.Kind.EFFECT,
                Instant.now(),
                Optional.empty(),
                Json.object().put("text", "x".repeat(size)).build());
    }

    /// Kills so many writers; after each kill a new one starts.
    void kill(int count) throws Exception {
        List<Process> running = new ArrayList<>();
        List<Future<List<String>>> said = new ArrayList<>();
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            while (kills < count) {
                while (running.size() < WRITERS) {
                    Process process = start();
                    running.add(process);
                    said.add(readers.submit(() -> receipts(process)));
                }
                int victim = random.nextInt(WRITERS);
                // Some die while starting, most while writing.
                Process dying = running.remove(victim);
                dying.waitFor(random.nextInt(350), TimeUnit.MILLISECONDS);
                if (!dying.isAlive()) {
                    // Its readers end with their writers; else closing them would wait for ever.
                    running.forEach(Process::destroyForcibly);
                    throw new IOException("a writer ended on its own with " + dying.exitValue());
                }
                // The process is killed by its handle: Process.destroyForcibly would also close the
                // pipe, with receipts in it that were not read yet.
                dying.toHandle().destroyForcibly();
                dying.waitFor();
                acknowledged.addAll(said.remove(victim).get());
                kills++;
            }
            for (int i = 0; i < running.size(); i++) {
                running.get(i).toHandle().destroyForcibly();
                running.get(i).waitFor();
                acknowledged.addAll(said.get(i).get());
            }
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriters.class.getName(),
                        "write",
                        folder.toString(),
                        Long.toString(random.nextLong()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Whole lines only: of the last one a part may be missing.
    private static List<String> receipts(Process process) throws IOException {
        StringBuilder text = new StringBuilder();
        try (BufferedReader in = process.inputReader(StandardCharsets.US_ASCII)) {
            char[] buffer = new char[8192];
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                text.append(buffer, 0, n);
            }
        }
        return text.substring(0, text.lastIndexOf("\n") + 1).lines().toList();
    }

    /// What is wrong with the journal, after one more writer mended its end.
    Optional<String> problem() throws Exception {
        try (FileJournal journal = FileJournal.open(folder, JournalOptions.standard())) {
            journal.append(entry(1));
        }
        VerifyReport report = verify();
        if (report.verdict() != VerifyReport.Verdict.GOOD) {
            return Optional.of(report.toString());
        }
        JournalFiles files = new JournalFiles(folder);
        List<String> hashes = new ArrayList<>();
        try (SegmentScanner scanner = new SegmentScanner(files, 0)) {
            for (Optional<byte[]> line = scanner.next(); line.isPresent(); line = scanner.next()) {
                hashes.add(Hashes.hex(EntryLine.read(line.get()).leaf()));
            }
        }
        for (String receipt : acknowledged) {
            String[] parts = receipt.split(" ");
            int index = Integer.parseInt(parts[0]);
            if (index >= hashes.size() || !hashes.get(index).startsWith(parts[1])) {
                return Optional.of("acknowledged entry " + receipt + " is not in the journal");
            }
        }
        return Optional.empty();
    }

    int acknowledged() {
        return acknowledged.size();
    }

    private VerifyReport verify() throws IOException {
        return new JournalVerifier(folder, Optional.empty(), List.of()).verify(0);
    }

    private long tornTails() throws IOException {
        Path torn = folder.resolve("torn");
        if (!Files.exists(torn)) {
            return 0;
        }
        try (var list = Files.list(torn)) {
            return list.count();
        }
    }
}
