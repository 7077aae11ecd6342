import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void case1() {
        assertTrue(Texts.palindrome("abba"));
    }

    @Test
    void case2() {
        assertFalse(Texts.palindrome("abca"));
    }

    @Test
    void case3() {
        assertTrue(Texts.palindrome("x"));
    }

    @Test
    void case4() {
        assertFalse(Texts.palindrome("ab"));
    }

    @Test
    void case5() {
        assertEquals("bcd", Texts.caesar("abc", 1));
    }

    @Test
    void case6() {
        assertEquals("abz!", Texts.caesar("xyw!", 3));
    }

    @Test
    void case7() {
        assertEquals("Zb", Texts.caesar("Za", 1));
    }

    @Test
    void case8() {
        assertEquals(2, Texts.vowels("Otto"));
    }

    @Test
    void case9() {
        assertEquals(3, Texts.vowels("aei"));
    }

    @Test
    void case10() {
        assertEquals("A.B.", Texts.initials(" ada  byron "));
    }

    @Test
    void case11() {
        assertEquals("G.", Texts.initials("grace"));
    }

    @Test
    void case12() {
        assertEquals("", Texts.initials(""));
    }

    @Test
    void caseZ() {
        assertEquals("a", Texts.caesar("z", 1));
    }
}
