package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SuspicionTest {
    private static final Path FILE = Path.of("A.java");

    private static Suspicion.Spectrum spectrum(boolean passed, int... lines) {
        Set<LineTable.Place> places = new java.util.HashSet<>();
        for (int line : lines) {
            places.add(new LineTable.Place("A.java", line));
        }
        TestResult result =
                passed
                        ? TestResult.passed("p", 1)
                        : TestResult.failed("f", new AssertionError("no"), 1);
        return new Suspicion.Spectrum(result, places);
    }

    @Test
    void followsTheFormulasOfOchiaiAndDStar() {
        double[] both = Suspicion.formulas(4, 2, 2);

        assertEquals(2 / Math.sqrt(4 * 4), both[0], 1e-9);
        assertEquals(4.0 / (2 + 2), both[1], 1e-9);
    }

    @Test
    void ranksALineThatOnlyFailingTestsRunFirst() {
        Suspicion suspicion =
                Suspicion.from(
                        List.of(spectrum(true, 1, 2), spectrum(false, 1, 3), spectrum(true, 1, 2)),
                        _ -> Optional.of(FILE),
                        Map.of());

        assertEquals(3, suspicion.ranked().getFirst().line());
        assertEquals(1, suspicion.ranked().getFirst().score(), 1e-9);
        assertEquals(0, suspicion.of(FILE, 2, 2));
    }

    @Test
    void aLineThatWasChangedLatelyIsRaised() {
        List<Suspicion.Spectrum> spectra = List.of(spectrum(true, 1), spectrum(false, 1, 2, 3));

        Suspicion suspicion =
                Suspicion.from(spectra, _ -> Optional.of(FILE), Map.of(FILE, Set.of(3, 99)));

        assertEquals(3, suspicion.ranked().getFirst().line());
        assertEquals(3, suspicion.ranked().size());
    }

    @Test
    void readsTheChangedLinesOfADiff() {
        String diff =
                """
                diff --git a/A.java b/A.java
                --- a/A.java
                +++ b/A.java
                @@ -3 +3 @@ class A
                -x
                +y
                @@ broken
                """;

        assertEquals(Map.of(FILE, Set.of(3, 4)), RecentChanges.parse(diff));
    }
}
