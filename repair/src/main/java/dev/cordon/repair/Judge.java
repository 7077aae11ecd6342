package dev.cordon.repair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Compiles and runs candidates on all test hosts at once; answers in the candidates' order.
final class Judge implements AutoCloseable {
    /// Each compilation has a fixed cost, so that many candidates share one.
    static final int BATCH = 48;

    private static final int MAX_FIRST_TESTS = 16;

    private final List<Lane> lanes;
    private final List<String> failing;
    private final List<String> passing;
    private final List<TestResult> before;
    private final long maxSteps;
    private final long timeoutMillis;
    private final Deadline deadline;
    private final ExecutorService threads;
    private final AtomicLong keys = new AtomicLong(1);
    private final AtomicLong judged = new AtomicLong();
    private final AtomicLong nanos = new AtomicLong();
    private final Map<EditKind, Integer> kinds = new EnumMap<>(EditKind.class);

    /// A compiler and a host of its own for each lane.
    record Lane(Batch batch, Host host) {}

    /// How a candidate did.
    ///
    /// @param survives all tests pass
    /// @param mended which of the failing tests that were run first pass now, by their index
    /// @param clean it mends some and breaks none of the tests that passed
    /// @param changed it changes how a failing test fails
    record Verdict(
            Candidate candidate,
            boolean survives,
            Set<Integer> mended,
            boolean clean,
            boolean changed) {
        Verdict {
            mended = Set.copyOf(mended);
        }
    }

    /// @param before results of the failing tests, in the order of `failing`
    /// @param deadline after which no candidate is begun
    Judge(
            List<Lane> lanes,
            List<TestResult> before,
            List<String> passing,
            long maxSteps,
            long timeoutMillis,
            Deadline deadline) {
        this.lanes = List.copyOf(lanes);
        this.before = List.copyOf(before);
        this.failing = before.stream().map(TestResult::id).toList();
        this.passing = List.copyOf(passing);
        this.maxSteps = maxSteps;
        this.timeoutMillis = timeoutMillis;
        this.deadline = deadline;
        this.threads = Executors.newFixedThreadPool(lanes.size());
    }

    long judged() {
        return judged.get();
    }

    /// How many candidates of each kind were judged, as `words: count`, most first. A candidate of
    /// two kinds counts for both.
    List<String> kinds() {
        List<EditKind> seen = new ArrayList<>(kinds.keySet());
        seen.sort(
                Comparator.comparingInt((EditKind kind) -> kinds.getOrDefault(kind, 0))
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()));
        return seen.stream().map(k -> k.words() + ": " + kinds.getOrDefault(k, 0)).toList();
    }

    private void count(List<Candidate> candidates) {
        for (Candidate candidate : candidates) {
            for (Candidate.Place place : candidate.places()) {
                kinds.merge(place.kind(), 1, Integer::sum);
            }
        }
    }

    /// How long all judging took, by the clock on the wall.
    long millis() {
        return nanos.get() / 1_000_000;
    }

    /// How many of the failing tests each candidate is run against first.
    int firstTests() {
        return Math.min(MAX_FIRST_TESTS, failing.size());
    }

    /// Judges one batch on each lane.
    List<Verdict> judge(List<Candidate> candidates) throws InterruptedException {
        long start = System.nanoTime();
        count(candidates);
        List<Callable<List<Verdict>>> tasks = new ArrayList<>();
        int each = Math.max(1, (candidates.size() + lanes.size() - 1) / lanes.size());
        for (int i = 0; i < lanes.size(); i++) {
            int from = Math.min(candidates.size(), i * each);
            int to = Math.min(candidates.size(), from + each);
            List<Candidate> share = candidates.subList(from, to);
            Lane lane = lanes.get(i);
            tasks.add(() -> judge(share, lane));
        }
        List<Verdict> verdicts = new ArrayList<>();
        for (Future<List<Verdict>> answer : threads.invokeAll(tasks)) {
            try {
                verdicts.addAll(answer.get());
            } catch (ExecutionException e) {
                throw new HostException("a candidate could not be judged: " + e.getCause(), e);
            }
        }
        nanos.addAndGet(System.nanoTime() - start);
        return verdicts;
    }

    private List<Verdict> judge(List<Candidate> share, Lane lane) {
        List<Verdict> verdicts = new ArrayList<>();
        if (share.isEmpty()) {
            return verdicts;
        }
        long key = keys.getAndAdd(share.size() + 1L);
        for (Batch.Ready ready : lane.batch().compile(share, key)) {
            if (deadline.passed()) {
                judged.addAndGet(verdicts.size());
                return verdicts;
            }
            verdicts.add(judge(ready, lane.host()));
        }
        judged.addAndGet(share.size());
        return verdicts;
    }

    private Verdict judge(Batch.Ready ready, Host host) {
        int first = firstTests();
        List<TestResult> results = run(ready, host, failing.subList(0, first), false);
        Set<Integer> mended = new TreeSet<>();
        boolean changed = results.size() != first;
        for (int i = 0; i < results.size(); i++) {
            TestResult now = results.get(i);
            if (now.status() == TestResult.Status.PASSED) {
                mended.add(i);
            }
            TestResult then = before.get(i);
            changed |=
                    now.status() != then.status()
                            || !now.message().equals(then.message())
                            || !now.type().equals(then.type());
        }
        boolean clean = !mended.isEmpty() && passes(ready, host, passing);
        boolean survives =
                clean
                        && mended.size() == first
                        && passes(ready, host, failing.subList(first, failing.size()));
        return new Verdict(ready.candidate(), survives, mended, clean, changed);
    }

    private boolean passes(Batch.Ready ready, Host host, List<String> ids) {
        if (ids.isEmpty()) {
            return true;
        }
        List<TestResult> results = run(ready, host, ids, true);
        return results.size() == ids.size()
                && results.stream().allMatch(r -> r.status() == TestResult.Status.PASSED);
    }

    private List<TestResult> run(
            Batch.Ready ready, Host host, List<String> ids, boolean stopAtFirstFailure) {
        return host.run(
                        new HostWire.Run(
                                ready.key(),
                                ready.classes(),
                                ready.variant(),
                                ids,
                                maxSteps,
                                false,
                                stopAtFirstFailure),
                        timeoutMillis)
                .results();
    }

    /// The classes of a candidate as they will be, if they compile and all tests pass with them.
    Optional<Batch.Ready> confirm(Candidate candidate, MemoryCompiler compiler) {
        Lane lane = lanes.getFirst();
        MemoryCompiler.Compiled compiled = compiler.compile(lane.batch().plain(candidate));
        if (!compiled.good()) {
            return Optional.empty();
        }
        Batch.Ready ready =
                new Batch.Ready(candidate, compiled.classes(), 0, keys.getAndIncrement());
        List<String> all = new ArrayList<>(failing);
        all.addAll(passing);
        return passes(ready, lane.host(), all) ? Optional.of(ready) : Optional.empty();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        lanes.forEach(lane -> lane.host().close());
    }
}
