import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextsHeldOutTest {
    @Test
    void case1() {
        assertTrue(Texts.palindrome(""));
    }

    @Test
    void case2() {
        assertTrue(Texts.palindrome("abcba"));
    }

    @Test
    void case3() {
        assertFalse(Texts.palindrome("abcda"));
    }

    @Test
    void case4() {
        assertEquals("mno", Texts.caesar("zab", 13));
    }

    @Test
    void case5() {
        assertEquals("hello", Texts.caesar("hello", 26));
    }

    @Test
    void case6() {
        assertEquals(5, Texts.vowels("AEIOUxyz"));
    }

    @Test
    void case7() {
        assertEquals(0, Texts.vowels(""));
    }

    @Test
    void case8() {
        assertEquals("A.B.C.", Texts.initials("a b c"));
    }
}
