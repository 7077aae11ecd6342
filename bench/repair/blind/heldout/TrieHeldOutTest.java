import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrieHeldOutTest {
    @Test
    void theEmptyWord() {
        Trie trie = new Trie();
        assertFalse(trie.contains(""));
        assertEquals(List.of(), trie.complete("", 5));
        assertEquals(0, trie.size());
        assertTrue(trie.add(""));
        assertTrue(trie.contains(""));
        assertEquals(List.of(""), trie.complete("", 5));
        assertEquals("", trie.longestPrefixOf("abc"));
        assertTrue(trie.remove(""));
        assertFalse(trie.remove(""));
        assertEquals(0, trie.size());
    }

    @Test
    void removalAndReturn() {
        Trie trie = new Trie();
        trie.add("ab");
        trie.add("abcd");
        assertFalse(trie.remove("abc"));
        assertTrue(trie.remove("abcd"));
        assertEquals(List.of("ab"), trie.complete("", 9));
        assertTrue(trie.remove("ab"));
        assertEquals(List.of(), trie.complete("", 9));
        assertTrue(trie.add("ab"));
        assertEquals("ab", trie.longestPrefixOf("abcd"));
        assertEquals(List.of(), trie.complete("ab", 0));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(14);
        for (int round = 0; round < 400; round++) {
            TrieOriginal original = new TrieOriginal();
            Trie patched = new Trie();
            StringBuilder done = new StringBuilder();
            for (int step = 0; step < 25; step++) {
                String word = compare.text("abc", 4);
                int most = compare.below(5);
                int kind = compare.below(6);
                done.append(' ').append(kind).append(word);
                switch (kind) {
                    case 0, 1 -> compare.same(done, () -> original.add(word), () -> patched.add(word));
                    case 2 -> compare.same(done, () -> original.remove(word), () -> patched.remove(word));
                    case 3 -> compare.same(done, () -> original.complete(word, most), () -> patched.complete(word, most));
                    case 4 -> compare.same(done, () -> original.longestPrefixOf(word), () -> patched.longestPrefixOf(word));
                    default -> compare.same(done, () -> original.contains(word), () -> patched.contains(word));
                }
                compare.same(done, original::size, patched::size);
            }
        }
    }
}
