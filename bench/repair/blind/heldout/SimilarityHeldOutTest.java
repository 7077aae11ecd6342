import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SimilarityHeldOutTest {
    @Test
    void distances() {
        assertEquals(0, Similarity.distance("", ""));
        assertEquals(1, Similarity.distance("a", "b"));
        assertEquals(5, Similarity.distance("intention", "execution"));
        assertEquals(8, Similarity.distance("rosettacode", "raisethysword"));
        assertEquals(2, Similarity.distance("ab", "ba"));
        assertEquals(1, Similarity.distance("aaa", "aaaa"));
    }

    @Test
    void subsequences() {
        assertEquals("", Similarity.commonSubsequence("", ""));
        assertEquals("a", Similarity.commonSubsequence("a", "a"));
        assertEquals("aa", Similarity.commonSubsequence("aa", "aaa"));
        assertEquals("b", Similarity.commonSubsequence("ab", "ba"));
        assertEquals("hum", Similarity.commonSubsequence("human", "thumb").substring(0, 3));
    }

    @Test
    void choices() {
        assertEquals("a", Similarity.closest("", "a", "b"));
        assertEquals("bb", Similarity.closest("bb", "b", "bb", "bbb"));
        assertEquals("xyz", Similarity.closest("a", "xyz"));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(7);
        for (int round = 0; round < 1500; round++) {
            String a = compare.text("abcd", 8);
            String b = compare.text("abcd", 8);
            String c = compare.text("abcd", 8);
            compare.same(a + "," + b, () -> SimilarityOriginal.distance(a, b), () -> Similarity.distance(a, b));
            compare.same(a + "," + b, () -> SimilarityOriginal.commonSubsequence(a, b), () -> Similarity.commonSubsequence(a, b));
            compare.same(a + "," + b + "," + c, () -> SimilarityOriginal.closest(a, b, c), () -> Similarity.closest(a, b, c));
        }
    }
}
