package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void bothFormulasHaveTheirPart() {
        // Line 1: all 3 failing tests and 3 passing ones. Line 2: 1 failing test alone. Ochiai
        // finds the first likelier, 0.71 to 0.58, and so does DStar, 3 to 0.5; Tarantula would not.
        double[] wide = Suspicion.formulas(3, 3, 3);
        double[] narrow = Suspicion.formulas(3, 1, 0);
        assertEquals(Math.sqrt(0.5), wide[0], 1e-9);
        assertEquals(3, wide[1], 1e-9);
        assertEquals(1 / Math.sqrt(3), narrow[0], 1e-9);
        assertEquals(0.5, narrow[1], 1e-9);

        Suspicion suspicion =
                Suspicion.from(
                        List.of(
                                spectrum(false, 1, 2),
                                spectrum(false, 1),
                                spectrum(false, 1),
                                spectrum(true, 1),
                                spectrum(true, 1),
                                spectrum(true, 1)),
                        _ -> Optional.of(FILE),
                        Map.of());

        assertEquals(1, suspicion.of(FILE, 1, 1), 1e-9);
        assertEquals(
                (narrow[0] / wide[0] + narrow[1] / wide[1]) / 2, suspicion.of(FILE, 2, 2), 1e-9);
    }

    @Test
    void aLineOfTheStackTraceIsRaisedTheInnermostMost() {
        TestResult thrown =
                new TestResult(
                        "f",
                        TestResult.Status.FAILED,
                        "java.lang.ArithmeticException",
                        "/ by zero",
                        List.of(
                                new TestResult.Frame("java/lang/Math.java", "floorDiv", 1),
                                new TestResult.Frame("A.java", "inner", 4),
                                new TestResult.Frame("A.java", "outer", 9)),
                        1);
        Set<LineTable.Place> ran = new java.util.HashSet<>();
        for (int line : new int[] {2, 4, 9}) {
            ran.add(new LineTable.Place("A.java", line));
        }

        Suspicion suspicion =
                Suspicion.from(
                        List.of(new Suspicion.Spectrum(thrown, ran), spectrum(true, 2, 4, 9)),
                        name -> name.equals("A.java") ? Optional.of(FILE) : Optional.empty(),
                        Map.of());

        assertEquals(
                List.of(4, 9, 2), suspicion.ranked().stream().map(Suspicion.Ranked::line).toList());
    }

    @Test
    void asksGitForWhatIsNotCommittedAndElseForTheLastCommit(@TempDir Path root) throws Exception {
        Path file = root.resolve("A.java");
        git(root, "init", "-q");
        Files.writeString(file, "1\n2\n3\n");
        git(root, "add", "A.java");
        git(root, "commit", "-q", "-m", "one");
        Files.writeString(file, "1\nx\n3\n");
        git(root, "commit", "-q", "-a", "-m", "two");

        assertEquals(Map.of(FILE, Set.of(2, 3)), RecentChanges.of(root));

        Files.writeString(file, "y\nx\n3\n");

        assertEquals(Map.of(FILE, Set.of(1, 2)), RecentChanges.of(root));
    }

    private static void git(Path root, String... words) throws Exception {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(
                                "git",
                                "-C",
                                root.toString(),
                                "-c",
                                "user.name=a",
                                "-c",
                                "user.email=a@example.org"));
        command.addAll(List.of(words));
        assertEquals(
                0,
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor());
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
