import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class MoneyHeldOutTest {
    @Test
    void reading() {
        assertEquals(0, Money.cents("0"));
        assertEquals(0, Money.cents("-0.00"));
        assertEquals(700, Money.cents("7."));
        assertEquals(-1, Money.cents("-0.01"));
        assertEquals(99, Money.cents("$0.99"));
        assertEquals(100_000, Money.cents("1,000"));
        assertThrows(NumberFormatException.class, () -> Money.cents(""));
        assertThrows(NumberFormatException.class, () -> Money.cents(".5"));
        assertThrows(NumberFormatException.class, () -> Money.cents("1.x"));
    }

    @Test
    void writing() {
        assertEquals("$0.00", Money.text(0));
        assertEquals("-$0.01", Money.text(-1));
        assertEquals("$0.10", Money.text(10));
        assertEquals("-$1,000.09", Money.text(-100_009));
        assertEquals("$123,456.00", Money.text(12_345_600));
    }

    @Test
    void sharing() {
        assertEquals(List.of(1L, 1L, 0L), Money.split(2, 3));
        assertEquals(List.of(7L), Money.split(7, 1));
        assertEquals(List.of(0L, 0L), Money.split(0, 2));
        assertThrows(ArithmeticException.class, () -> Money.split(5, 0));
        assertEquals(0, Money.withTax(0, 19));
        assertEquals(2, Money.withTax(1, 50));
        assertEquals(100, Money.withTax(100, 0));
        assertEquals(6_290, Money.interest(10_000, 5, 10));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(20);
        for (int round = 0; round < 3000; round++) {
            String text = compare.pick("", "-", "$", "-$", " ") + compare.text("0123,", 5) + compare.pick("", ".", ".5", ".07", ".123");
            long cents = compare.between(-300_000_000, 300_000_000) / compare.pick("1", "1000", "100000").length();
            long small = compare.between(-500, 5000);
            int people = compare.between(1, 7);
            int percent = compare.below(30);
            compare.same(text, () -> MoneyOriginal.cents(text), () -> Money.cents(text));
            compare.same(cents, () -> MoneyOriginal.text(cents), () -> Money.text(cents));
            compare.same(small, () -> MoneyOriginal.text(small), () -> Money.text(small));
            compare.same(small + "/" + people, () -> MoneyOriginal.split(small, people), () -> Money.split(small, people));
            compare.same(small + "%" + percent, () -> MoneyOriginal.withTax(small, percent), () -> Money.withTax(small, percent));
            compare.same(small + "%" + percent, () -> MoneyOriginal.interest(small, percent, people), () -> Money.interest(small, percent, people));
        }
    }
}
