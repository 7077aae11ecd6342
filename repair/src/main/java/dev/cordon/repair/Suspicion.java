package dev.cordon.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// How suspicious each line is, from 0 to 1.
final class Suspicion {
    /// @see <a href="https://doi.org/10.1109/TR.2013.2285319">Wong and others, The DStar method for
    ///   effective software fault localization</a>
    private static final int DSTAR_EXPONENT = 2;

    private static final double FLOOR = 0.05;
    private final Map<Path, Map<Integer, Double>> lines = new HashMap<>();

    /// A line with its suspicion.
    record Ranked(Path path, int line, double score) {}

    /// What one test showed.
    record Spectrum(TestResult result, Set<LineTable.Place> lines) {}

    /// From the lines that passing and failing tests run: the mean of Ochiai and DStar, each scaled
    /// to its greatest value, raised by stack traces and by recent changes.
    ///
    /// @param files finds the source of `org/example/Stack.java`; empty for files that are not to
    ///   be changed
    /// @param recent changed lines by file
    static Suspicion from(
            List<Spectrum> spectra,
            Function<String, java.util.Optional<Path>> files,
            Map<Path, Set<Integer>> recent) {
        Map<LineTable.Place, int[]> counts = new HashMap<>();
        int failed = 0;
        for (Spectrum spectrum : spectra) {
            TestResult.Status status = spectrum.result().status();
            if (status == TestResult.Status.SKIPPED) {
                continue;
            }
            boolean passed = status == TestResult.Status.PASSED;
            failed += passed ? 0 : 1;
            for (LineTable.Place place : spectrum.lines()) {
                counts.computeIfAbsent(place, _ -> new int[2])[passed ? 0 : 1]++;
            }
        }
        Map<LineTable.Place, double[]> scores = new HashMap<>();
        double maxOchiai = 0;
        double maxStar = 0;
        for (Map.Entry<LineTable.Place, int[]> entry : counts.entrySet()) {
            double[] both = formulas(failed, entry.getValue()[1], entry.getValue()[0]);
            scores.put(entry.getKey(), both);
            maxOchiai = Math.max(maxOchiai, both[0]);
            maxStar = Math.max(maxStar, both[1]);
        }
        Suspicion suspicion = new Suspicion();
        for (Map.Entry<LineTable.Place, double[]> entry : scores.entrySet()) {
            double[] both = entry.getValue();
            if (both[0] > 0) {
                double mean = (both[0] / maxOchiai + both[1] / maxStar) / 2;
                LineTable.Place place = entry.getKey();
                files.apply(place.file())
                        .ifPresent(path -> suspicion.put(path, place.line(), mean));
            }
        }
        suspicion.raiseByTraces(spectra, files);
        suspicion.raiseByChanges(recent);
        return suspicion;
    }

    /// Ochiai and DStar of a line.
    ///
    /// @param failed all failing tests
    /// @param failing failing tests that ran the line
    /// @param passing passing tests that ran it
    static double[] formulas(int failed, int failing, int passing) {
        if (failing == 0) {
            return new double[] {0, 0};
        }
        double ochiai = failing / Math.sqrt((double) failed * (failing + passing));
        // The plain formula divides by zero for a perfect line; half a test stands for it.
        double star =
                Math.pow(failing, DSTAR_EXPONENT) / Math.max(0.5, passing + (failed - failing));
        return new double[] {ochiai, star};
    }

    private void raiseByTraces(
            List<Spectrum> spectra, Function<String, java.util.Optional<Path>> files) {
        for (Spectrum spectrum : spectra) {
            TestResult result = spectrum.result();
            if (result.status() == TestResult.Status.PASSED) {
                continue;
            }
            double bonus = 0.5;
            for (TestResult.Frame frame : result.frames()) {
                java.util.Optional<Path> path = files.apply(frame.file());
                if (path.isPresent() && of(path.get(), frame.line(), frame.line()) > 0) {
                    double old = of(path.get(), frame.line(), frame.line());
                    put(path.get(), frame.line(), Math.min(1.2, old * (1 + bonus)));
                    bonus /= 2;
                    if (bonus < 0.1) {
                        break;
                    }
                }
            }
        }
    }

    private void raiseByChanges(Map<Path, Set<Integer>> recent) {
        recent.forEach((path, changed) -> {
            Map<Integer, Double> known = lines.getOrDefault(path, Map.of());
            for (int line : changed) {
                if (known.containsKey(line)) {
                    put(path, line, Math.min(1.5, known.get(line) * 1.5));
                }
            }
        });
    }

    /// Sets the suspicion of a line.
    void put(Path path, int line, double score) {
        lines.computeIfAbsent(path, _ -> new HashMap<>()).put(line, Math.max(FLOOR, score));
    }

    /// The greatest suspicion of lines `first` to `last`; 0 if no failing test runs them.
    double of(Path path, int first, int last) {
        Map<Integer, Double> known = lines.get(path);
        if (known == null) {
            return 0;
        }
        double most = 0;
        for (int line = first; line <= last; line++) {
            most = Math.max(most, known.getOrDefault(line, 0.0));
        }
        return most;
    }

    /// All files with a suspicious line, most suspicious first.
    List<Path> files() {
        return ranked().stream().map(Ranked::path).distinct().toList();
    }

    /// All suspicious lines, most suspicious first.
    List<Ranked> ranked() {
        List<Ranked> all = new ArrayList<>();
        lines.forEach((path, scores) ->
                scores.forEach((line, score) -> all.add(new Ranked(path, line, score))));
        all.sort(
                Comparator.comparingDouble(Ranked::score)
                        .reversed()
                        .thenComparing(Ranked::path)
                        .thenComparingInt(Ranked::line));
        return all;
    }
}
