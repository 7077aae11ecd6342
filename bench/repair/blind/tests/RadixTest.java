import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class RadixTest {
    @Test
    void writesInAnyBase() {
        assertEquals("1010", Radix.write(10, 2));
        assertEquals("ff", Radix.write(255, 16));
        assertEquals("z", Radix.write(35, 36));
        assertEquals("0", Radix.write(0, 7));
    }

    @Test
    void writesNegativeNumbers() {
        assertEquals("-101", Radix.write(-5, 2));
    }

    @Test
    void refusesOddBases() {
        assertThrows(IllegalArgumentException.class, () -> Radix.write(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Radix.write(1, 37));
    }

    @Test
    void readsWhatItWrites() {
        assertEquals(255, Radix.read("FF", 16));
        assertEquals(-5, Radix.read("-101", 2));
        assertEquals(123, Radix.read("123", 10));
    }

    @Test
    void refusesDigitsBeyondTheBase() {
        assertThrows(NumberFormatException.class, () -> Radix.read("12", 2));
        assertThrows(NumberFormatException.class, () -> Radix.read("1.5", 10));
        assertThrows(NumberFormatException.class, () -> Radix.read("-", 10));
    }

    @Test
    void addsDigitsUntilOneIsLeft() {
        assertEquals(2, Radix.digitalRoot(38));
        assertEquals(6, Radix.digitalRoot(942));
        assertEquals(1, Radix.digitalRoot(199));
        assertEquals(7, Radix.digitalRoot(7));
    }

    @Test
    void countsBits() {
        assertEquals(0, Radix.ones(0));
        assertEquals(3, Radix.ones(0b10101));
        assertEquals(32, Radix.ones(-1));
    }

    @Test
    void grayCodesDifferInOneBit() {
        assertEquals(0b110, Radix.gray(4));
        assertEquals(0b111, Radix.gray(5));
        assertEquals(5, Radix.fromGray(0b111));
        assertEquals(1000, Radix.fromGray(Radix.gray(1000)));
    }

    @Test
    void namesColumnsLikeASpreadsheet() {
        assertEquals("A", Radix.column(1));
        assertEquals("Z", Radix.column(26));
        assertEquals("AA", Radix.column(27));
        assertEquals("AZ", Radix.column(52));
    }
}
