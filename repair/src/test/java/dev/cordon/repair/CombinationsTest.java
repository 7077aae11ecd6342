package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// In which order changes are put together.
final class CombinationsTest {
    private static final Path FILE = Path.of("A.java");

    private static Candidate at(int start, double score) {
        return new Candidate(
                List.of(
                        new Candidate.Place(
                                FILE,
                                EditKind.NUMBER,
                                start,
                                List.of(new Edit(start, start + 1, "x")))),
                score);
    }

    private static Judge.Verdict clean(Candidate candidate, Integer... mended) {
        return new Judge.Verdict(candidate, false, Set.of(mended), true, true);
    }

    private static List<Integer> starts(Candidate candidate) {
        return candidate.places().stream().map(p -> p.edits().getFirst().start()).toList();
    }

    @Test
    void goodPartsThatMendAllBetweenThemComeFirstAndPairsBeforeTriples() {
        Judge.Verdict one = clean(at(1, 0.9), 0);
        Judge.Verdict two = clean(at(2, 0.8), 1);
        Judge.Verdict three = clean(at(3, 0.7), 2);
        Judge.Verdict both = clean(at(4, 0.1), 1, 2);
        Combinations combinations =
                new Combinations(
                        List.of(), List.of(one, two, three, both), List.of(), 3, (_, _) -> 1);

        assertEquals(
                List.of(List.of(1, 4), List.of(1, 2, 3)),
                combinations.covering().stream().map(CombinationsTest::starts).toList());
    }

    @Test
    void aPartThatBreaksOtherTestsIsNoGoodPart() {
        Judge.Verdict breaks = new Judge.Verdict(at(1, 1), false, Set.of(0), false, true);
        Combinations combinations =
                new Combinations(
                        List.of(), List.of(breaks, clean(at(2, 1), 1)), List.of(), 2, (_, _) -> 1);

        assertEquals(List.of(), combinations.covering());
    }

    @Test
    void aGoodPartIsCompletedWhereTheRestOfTheFailuresPoints() {
        Candidate near = at(7, 0.1);
        Candidate far = at(8, 0.9);
        Combinations combinations =
                new Combinations(
                        List.of(far, near),
                        List.of(clean(at(1, 1), 0)),
                        List.of(),
                        2,
                        (candidate, left) ->
                                left.equals(Set.of(1)) && candidate.equals(near) ? 1 : 0);

        assertEquals(List.of(1, 7), starts(combinations.pairs().getFirst()));
    }

    @Test
    void changesOfTheSameTextAreNeverPutTogether() {
        Combinations combinations =
                new Combinations(
                        List.of(at(1, 1), at(1, 0.5)),
                        List.of(clean(at(1, 1), 0), clean(at(1, 0.5), 1)),
                        List.of(),
                        2,
                        (_, _) -> 1);

        assertEquals(List.of(), combinations.covering());
        assertEquals(List.of(), combinations.pairs());
    }
}
