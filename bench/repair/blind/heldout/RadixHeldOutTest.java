import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class RadixHeldOutTest {
    @Test
    void writing() {
        assertEquals("-z", Radix.write(-35, 36));
        assertEquals("10", Radix.write(36, 36));
        assertEquals("7fffffffffffffff", Radix.write(Long.MAX_VALUE, 16));
        assertEquals("1", Radix.write(1, 2));
        assertThrows(IllegalArgumentException.class, () -> Radix.write(0, 0));
    }

    @Test
    void reading() {
        assertEquals(0, Radix.read("-0", 3));
        assertEquals(35, Radix.read("Z", 36));
        assertEquals(7, Radix.read("007", 8));
        assertThrows(NumberFormatException.class, () -> Radix.read("", 10));
        assertThrows(NumberFormatException.class, () -> Radix.read("8", 8));
        assertThrows(NumberFormatException.class, () -> Radix.read("--1", 8));
    }

    @Test
    void bitsAndNames() {
        assertEquals(9, Radix.digitalRoot(999_999_999));
        assertEquals(0, Radix.digitalRoot(0));
        assertEquals(1, Radix.digitalRoot(10));
        assertEquals(1, Radix.ones(Integer.MIN_VALUE));
        assertEquals(0, Radix.gray(0));
        assertEquals(-123_456, Radix.fromGray(Radix.gray(-123_456)));
        assertEquals("", Radix.column(0));
        assertEquals("ZZ", Radix.column(702));
        assertEquals("AAA", Radix.column(703));
        assertEquals("XFD", Radix.column(16_384));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(22);
        for (int round = 0; round < 3000; round++) {
            int number = compare.between(-2_000_000, 2_000_000);
            int base = compare.between(0, 38);
            String text = compare.text("-0012azZ", 5);
            int count = compare.below(3000);
            compare.same(number + "/" + base, () -> RadixOriginal.write(number, base), () -> Radix.write(number, base));
            compare.same(text + "/" + base, () -> RadixOriginal.read(text, base), () -> Radix.read(text, base));
            compare.same(number, () -> RadixOriginal.digitalRoot(Math.abs(number)), () -> Radix.digitalRoot(Math.abs(number)));
            compare.same(number, () -> RadixOriginal.ones(number), () -> Radix.ones(number));
            compare.same(number, () -> RadixOriginal.gray(number), () -> Radix.gray(number));
            compare.same(number, () -> RadixOriginal.fromGray(number), () -> Radix.fromGray(number));
            compare.same(count, () -> RadixOriginal.column(count), () -> Radix.column(count));
        }
    }
}
