import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class WildcardsHeldOutTest {
    @Test
    void matching() {
        assertTrue(Wildcards.matches("", ""));
        assertFalse(Wildcards.matches("", "a"));
        assertTrue(Wildcards.matches("*", ""));
        assertTrue(Wildcards.matches("**", ""));
        assertFalse(Wildcards.matches("?", ""));
        assertTrue(Wildcards.matches("*a*b*", "xxaxxbxx"));
        assertFalse(Wildcards.matches("*a*b*", "xxbxxaxx"));
        assertTrue(Wildcards.matches("*/b", "a/b"));
        assertFalse(Wildcards.matches("*", "a/b"));
        assertTrue(Wildcards.matches("**/c", "a/b/c"));
    }

    @Test
    void sets() {
        assertTrue(Wildcards.matches("[a-]", "-"));
        assertTrue(Wildcards.matches("[-a]", "-"));
        assertFalse(Wildcards.matches("[]a", "a"));
        assertTrue(Wildcards.matches("[a-cx-z]", "y"));
        assertTrue(Wildcards.matches("[a-c]", "a"));
        assertTrue(Wildcards.matches("[a-c]", "c"));
        assertTrue(Wildcards.matches("[!]", "q"));
        assertTrue(Wildcards.matches("a]b", "a]b"));
    }

    @Test
    void filters() {
        List<String> paths = List.of("x", "y", "x");
        assertEquals(List.of("x", "x"), Wildcards.filter(List.of("x"), paths));
        assertEquals(List.of("x", "y", "x"), Wildcards.filter(List.of("x", "?"), paths));
        assertEquals(List.of("x", "x"), Wildcards.filter(List.of("*", "!*", "x"), paths));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(19);
        for (int round = 0; round < 6000; round++) {
            String pattern = compare.text("aab*?/[a-c]!", 7);
            String text = compare.text("abc/-[", 5);
            String other = compare.pick("", "!") + compare.text("ab*", 3);
            compare.same(pattern + " " + text, () -> WildcardsOriginal.matches(pattern, text), () -> Wildcards.matches(pattern, text));
            compare.same(pattern + " " + other, () -> WildcardsOriginal.filter(List.of(pattern, other), List.of(text, "ab", "b")), () -> Wildcards.filter(List.of(pattern, other), List.of(text, "ab", "b")));
        }
    }
}
