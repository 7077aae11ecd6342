package dev.cordon.repair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HintsTest {
    private static TestResult failure(String type, String message) {
        return new TestResult("t", TestResult.Status.FAILED, type, message, List.of(), 1);
    }

    @Test
    void readsWhatJUnit5ExpectedAndFound() {
        assertEquals(
                new Hints.Texts("3", "2"), Hints.expectedAndFound("expected: <3> but was: <2>"));
    }

    @Test
    void readsWhatJUnit4ExpectedAndDropsTheMarksOfTheDifference() {
        assertEquals(
                new Hints.Texts("Hello, you", "Hello you"),
                Hints.expectedAndFound("expected:<Hello[,] you> but was:<Hello[] you>"));
    }

    @Test
    void keepsBracketsThatBelongToAList() {
        assertEquals(
                new Hints.Texts("[1, 2]", "[2, 1]"),
                Hints.expectedAndFound("expected: <[1, 2]> but was: <[2, 1]>"));
    }

    @Test
    void learnsNothingFromOtherMessages() {
        assertEquals(new Hints.Texts("", ""), Hints.expectedAndFound("but was: <x> expected:"));
        assertEquals(new Hints.Texts("", ""), Hints.expectedAndFound("> but was:"));
        assertEquals(new Hints.Texts("", ""), Hints.expectedAndFound(""));
    }

    @Test
    void knowsTheKindOfMistakeFromTheFailures() {
        Hints hints =
                Hints.from(
                        List.of(
                                failure("java.lang.NullPointerException", "null"),
                                failure("AssertionError", "expected: <7> but was: <5>"),
                                failure("AssertionError", "expected: <1> but was: <2>"),
                                failure(
                                        "AssertionError",
                                        "Expected java.lang.IllegalStateException to be thrown,"
                                                + " but nothing was thrown.")));

        assertTrue(hints.missingNull());
        assertEquals(List.of(-1L, 2L), hints.wrongNumber());
        assertEquals(List.of("IllegalStateException"), hints.expectedThrows());
        assertTrue(hints.factor(EditKind.GUARD) > 1);
    }
}
