package dev.cordon.repair;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Where the tests that a part of the repair leaves failing point to: the suspicion of each line
/// from these and the passing tests, as if the others had never failed.
final class Remaining implements Combinations.Relocation {
    private final Baseline baseline;
    private final Function<String, Optional<Path>> files;
    private final Map<Set<Integer>, Suspicion> known = new HashMap<>();

    /// @param files finds the source of `org/example/Stack.java`
    Remaining(Baseline baseline, Function<String, Optional<Path>> files) {
        this.baseline = baseline;
        this.files = files;
    }

    @Override
    public double suspicion(Candidate candidate, Set<Integer> left) {
        Suspicion suspicion = known.computeIfAbsent(Set.copyOf(left), this::relocate);
        double most = 0;
        for (Candidate.Place place : candidate.places()) {
            most = Math.max(most, suspicion.of(place.path(), place.line(), place.line()));
        }
        return most;
    }

    private Suspicion relocate(Set<Integer> left) {
        Set<String> forgotten = new HashSet<>();
        for (int i = 0; i < baseline.failing().size(); i++) {
            if (!left.contains(i)) {
                forgotten.add(baseline.failing().get(i).id());
            }
        }
        List<Suspicion.Spectrum> spectra = new ArrayList<>();
        for (Suspicion.Spectrum spectrum : baseline.spectra()) {
            if (!forgotten.contains(spectrum.result().id())) {
                spectra.add(spectrum);
            }
        }
        return Suspicion.from(spectra, files, Map.of());
    }
}
