import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class WildcardsTest {
    @Test
    void plainTextMatchesItself() {
        assertTrue(Wildcards.matches("abc", "abc"));
        assertFalse(Wildcards.matches("abc", "abcd"));
        assertFalse(Wildcards.matches("abcd", "abc"));
    }

    @Test
    void aStarMatchesWithinAFolder() {
        assertTrue(Wildcards.matches("*.java", "Main.java"));
        assertTrue(Wildcards.matches("a*", "a"));
        assertFalse(Wildcards.matches("*.java", "src/Main.java"));
        assertTrue(Wildcards.matches("src/*.java", "src/Main.java"));
    }

    @Test
    void twoStarsMatchAcrossFolders() {
        assertTrue(Wildcards.matches("src/**.java", "src/a/b/Main.java"));
        assertTrue(Wildcards.matches("**", "a/b"));
        assertFalse(Wildcards.matches("src/**.java", "test/Main.java"));
    }

    @Test
    void aQuestionMarkIsOneCharacter() {
        assertTrue(Wildcards.matches("a?c", "abc"));
        assertFalse(Wildcards.matches("a?c", "ac"));
        assertFalse(Wildcards.matches("a?c", "a/c"));
    }

    @Test
    void setsAndRanges() {
        assertTrue(Wildcards.matches("[abc]x", "bx"));
        assertTrue(Wildcards.matches("v[0-9]", "v7"));
        assertFalse(Wildcards.matches("v[0-9]", "vx"));
        assertTrue(Wildcards.matches("[a-cz]", "z"));
        assertFalse(Wildcards.matches("[abc]", ""));
    }

    @Test
    void negatedSets() {
        assertTrue(Wildcards.matches("[!0-9]", "x"));
        assertFalse(Wildcards.matches("[!0-9]", "5"));
    }

    @Test
    void anOpenBracketAloneIsItself() {
        assertTrue(Wildcards.matches("a[b", "a[b"));
    }

    @Test
    void laterPatternsTakeBack() {
        List<String> paths = List.of("a.txt", "b.txt", "b.md");
        assertEquals(List.of("a.txt"), Wildcards.filter(List.of("*.txt", "!b*"), paths));
        assertEquals(List.of("a.txt", "b.txt"), Wildcards.filter(List.of("!b*", "*.txt"), paths));
        assertEquals(List.of(), Wildcards.filter(List.of(), paths));
    }
}
