import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SimilarityTest {
    @Test
    void equalWordsHaveNoDistance() {
        assertEquals(0, Similarity.distance("same", "same"));
    }

    @Test
    void theDistanceToNothingIsTheLength() {
        assertEquals(3, Similarity.distance("abc", ""));
        assertEquals(3, Similarity.distance("", "abc"));
    }

    @Test
    void countsChangesInsertionsAndDeletions() {
        assertEquals(3, Similarity.distance("kitten", "sitting"));
        assertEquals(2, Similarity.distance("flaw", "lawn"));
        assertEquals(1, Similarity.distance("cat", "cut"));
    }

    @Test
    void findsTheLongestCommonSubsequence() {
        assertEquals("ace", Similarity.commonSubsequence("abcde", "ace"));
        assertEquals("GTAB", Similarity.commonSubsequence("AGGTAB", "GXTXAYB"));
    }

    @Test
    void nothingMayBeCommon() {
        assertEquals("", Similarity.commonSubsequence("abc", "xyz"));
        assertEquals("", Similarity.commonSubsequence("", "x"));
    }

    @Test
    void picksTheClosestCandidate() {
        assertEquals("push", Similarity.closest("pussh", "pull", "push", "plus"));
    }

    @Test
    void theFirstOfEquallyCloseCandidatesWins() {
        assertEquals("cat", Similarity.closest("bat", "cat", "hat"));
    }

    @Test
    void noCandidatesNoAnswer() {
        assertEquals("", Similarity.closest("word"));
    }
}
