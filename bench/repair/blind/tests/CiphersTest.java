import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class CiphersTest {
    @Test
    void shiftsLetters() {
        assertEquals("def", Ciphers.caesar("abc", 3));
    }

    @Test
    void wrapsAroundTheAlphabet() {
        assertEquals("abc", Ciphers.caesar("xyz", 3));
        assertEquals("XYZ", Ciphers.caesar("ABC", -3));
        assertEquals("za", Ciphers.caesar("za", 26));
    }

    @Test
    void leavesTheRestAlone() {
        assertEquals("Khoor, Zruog!", Ciphers.caesar("Hello, World!", 3));
    }

    @Test
    void encodesWithAKey() {
        assertEquals("LXFOPVEFRNHR", Ciphers.vigenere("ATTACKATDAWN", "LEMON", false));
    }

    @Test
    void decodesWithTheSameKey() {
        assertEquals("attack at dawn", Ciphers.vigenere("lxfopv ef rnhr", "lemon", true));
    }

    @Test
    void blanksDoNotUseUpTheKey() {
        assertEquals("b d, c", Ciphers.vigenere("a b, b", "BCB", false));
    }

    @Test
    void writesAlongTheFence() {
        assertEquals("WECRLTEERDSOEEFEAOCAIVDEN", Ciphers.railFence("WEAREDISCOVEREDFLEEATONCE", 3));
        assertEquals("acebd", Ciphers.railFence("abcde", 2));
    }

    @Test
    void oneRailIsNoFence() {
        assertEquals("abc", Ciphers.railFence("abc", 1));
    }
}
