import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class CiphersHeldOutTest {
    @Test
    void caesars() {
        assertEquals("", Ciphers.caesar("", 5));
        assertEquals("aZ", Ciphers.caesar("aZ", 0));
        assertEquals("aZ", Ciphers.caesar("aZ", -52));
        assertEquals("bA", Ciphers.caesar("aZ", 27));
        assertEquals("@[`{09", Ciphers.caesar("@[`{09", 7));
    }

    @Test
    void keys() {
        assertEquals("", Ciphers.vigenere("", "k", false));
        assertEquals("kk", Ciphers.vigenere("aa", "k", false));
        assertEquals("12", Ciphers.vigenere("12", "k", true));
        assertEquals("Zy", Ciphers.vigenere("Aa", "BC", true));
        assertThrows(ArithmeticException.class, () -> Ciphers.vigenere("a", "", true));
    }

    @Test
    void fences() {
        assertEquals("", Ciphers.railFence("", 3));
        assertEquals("abc", Ciphers.railFence("abc", 0));
        assertEquals("abc", Ciphers.railFence("abc", 3));
        assertEquals("abc", Ciphers.railFence("abc", 9));
        assertEquals("abdc", Ciphers.railFence("abcd", 3));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(11);
        for (int round = 0; round < 2000; round++) {
            String text = compare.text("abmyzABMYZ 1,", 14);
            String key = "c" + compare.text("abzAZ", 4);
            int shift = compare.between(-60, 60);
            int rails = compare.below(6);
            compare.same(text + shift, () -> CiphersOriginal.caesar(text, shift), () -> Ciphers.caesar(text, shift));
            compare.same(text + rails, () -> CiphersOriginal.railFence(text, rails), () -> Ciphers.railFence(text, rails));
            compare.same(text + key, () -> CiphersOriginal.vigenere(text, key, false), () -> Ciphers.vigenere(text, key, false));
            compare.same(text + key, () -> CiphersOriginal.vigenere(text, key, true), () -> Ciphers.vigenere(text, key, true));
        }
    }
}
