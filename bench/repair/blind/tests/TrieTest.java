import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrieTest {
    private final Trie trie = new Trie();

    @BeforeEach
    void fill() {
        for (String word : List.of("car", "card", "care", "cat", "dog")) {
            trie.add(word);
        }
    }

    @Test
    void knowsItsWords() {
        assertTrue(trie.contains("car"));
        assertTrue(trie.contains("dog"));
    }

    @Test
    void aPrefixIsNotAWord() {
        assertFalse(trie.contains("ca"));
        assertFalse(trie.contains("cards"));
        assertFalse(trie.contains(""));
    }

    @Test
    void aWordIsAddedOnce() {
        assertFalse(trie.add("cat"));
        assertTrue(trie.add("cats"));
        assertEquals(6, trie.size());
    }

    @Test
    void completesInOrder() {
        assertEquals(List.of("car", "card", "care", "cat"), trie.complete("ca", 10));
        assertEquals(List.of("dog"), trie.complete("d", 10));
        assertEquals(List.of(), trie.complete("x", 10));
    }

    @Test
    void completesNoMoreThanAsked() {
        assertEquals(List.of("car", "card"), trie.complete("c", 2));
    }

    @Test
    void removesAWordOnly() {
        assertTrue(trie.remove("car"));
        assertFalse(trie.contains("car"));
        assertTrue(trie.contains("card"));
        assertEquals(4, trie.size());
        assertFalse(trie.remove("car"));
    }

    @Test
    void removingALongWordKeepsTheShort() {
        assertTrue(trie.remove("card"));
        assertEquals(List.of("car", "care", "cat"), trie.complete("ca", 10));
    }

    @Test
    void findsTheLongestPrefix() {
        assertEquals("card", trie.longestPrefixOf("cardigan"));
        assertEquals("cat", trie.longestPrefixOf("cat"));
        assertEquals("", trie.longestPrefixOf("cow"));
    }
}
