package dev.cordon.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How the tests go before anything is changed.
///
/// @param spectra results with the lines they ran
/// @param failing results of tests that fail each time
/// @param passing ids of tests that pass each time
/// @param maxSteps of a passing test
/// @param timeoutMillis for all tests of a candidate
record Baseline(
        List<Suspicion.Spectrum> spectra,
        List<TestResult> failing,
        List<String> passing,
        long maxSteps,
        long timeoutMillis,
        List<String> notes) {
    private static final long LONGEST_RUN_MILLIS = 120_000;
    private static final long ALONE_MILLIS = 6_000;

    /// Runs all tests, each alone and with coverage, then once more to see which answers stay.
    static Baseline measure(Host host, List<String> ids, long maxSteps, int maxCovered) {
        List<String> notes = new ArrayList<>();
        List<TestResult> second = plain(host, ids, maxSteps);
        List<TestResult> first = plain(host, ids, maxSteps);
        long start = System.nanoTime();
        List<TestResult> failing = new ArrayList<>();
        List<String> passing = new ArrayList<>();
        List<String> covered = new ArrayList<>();
        long most = 0;
        for (int i = 0; i < ids.size(); i++) {
            TestResult one = first.get(i);
            if (one.status() == TestResult.Status.SKIPPED) {
                continue;
            }
            boolean passed = one.status() == TestResult.Status.PASSED;
            if (passed != (second.get(i).status() == TestResult.Status.PASSED)) {
                notes.add(TestNames.name(one.id()) + " passes at times: it is left out");
                continue;
            }
            if (passed) {
                passing.add(one.id());
                most = Math.max(most, one.steps());
            } else {
                failing.add(one);
            }
            if (!passed || covered.size() < maxCovered) {
                covered.add(one.id());
            }
        }
        List<Suspicion.Spectrum> spectra = spectra(host, covered, maxSteps);
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new Baseline(spectra, failing, passing, most, Math.max(3000, millis * 4), notes);
    }

    private static List<TestResult> plain(Host host, List<String> ids, long maxSteps) {
        HostWire.Run run = run(ids, maxSteps, false);
        List<TestResult> results = host.run(run, LONGEST_RUN_MILLIS / 4).results();
        if (results.size() == ids.size()) {
            return results;
        }
        // One of them took the process down or hung: each gets a process that may die.
        List<TestResult> alone = new ArrayList<>();
        for (String id : ids) {
            alone.add(
                    host.run(run(List.of(id), maxSteps, false), ALONE_MILLIS).results().getFirst());
        }
        return alone;
    }

    private static List<Suspicion.Spectrum> spectra(Host host, List<String> ids, long maxSteps) {
        List<Suspicion.Spectrum> spectra = new ArrayList<>();
        if (ids.isEmpty()) {
            return spectra;
        }
        Host.Outcome all = host.run(run(ids, maxSteps, true), LONGEST_RUN_MILLIS);
        if (all.coverage().size() == ids.size()) {
            for (int i = 0; i < ids.size(); i++) {
                spectra.add(new Suspicion.Spectrum(all.results().get(i), all.coverage().get(i)));
            }
            return spectra;
        }
        for (String id : ids) {
            Host.Outcome one = host.run(run(List.of(id), maxSteps, true), ALONE_MILLIS);
            Set<LineTable.Place> lines =
                    one.coverage().isEmpty() ? Set.of() : one.coverage().getFirst();
            spectra.add(new Suspicion.Spectrum(one.results().getFirst(), lines));
        }
        return spectra;
    }

    private static HostWire.Run run(List<String> ids, long maxSteps, boolean coverage) {
        return new HostWire.Run(0, java.util.Map.of(), 0, ids, maxSteps, coverage, false);
    }
}
