import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class MoneyTest {
    @Test
    void readsDollarsAndCents() {
        assertEquals(1234, Money.cents("12.34"));
        assertEquals(1200, Money.cents(" $12 "));
        assertEquals(150, Money.cents("1.5"));
        assertEquals(5, Money.cents("0.05"));
    }

    @Test
    void readsThousandsAndDebts() {
        assertEquals(123_456_789, Money.cents("$1,234,567.89"));
        assertEquals(-250, Money.cents("-$2.50"));
    }

    @Test
    void refusesPartsOfACent() {
        assertThrows(IllegalArgumentException.class, () -> Money.cents("1.234"));
        assertThrows(NumberFormatException.class, () -> Money.cents("free"));
    }

    @Test
    void writesTwoDigitsOfCents() {
        assertEquals("$0.05", Money.text(5));
        assertEquals("$12.30", Money.text(1230));
        assertEquals("-$1.00", Money.text(-100));
    }

    @Test
    void writesThousandsInGroups() {
        assertEquals("$999.00", Money.text(99_900));
        assertEquals("$1,000.00", Money.text(100_000));
        assertEquals("$1,234,567.89", Money.text(123_456_789));
    }

    @Test
    void theFirstPayTheOddCents() {
        assertEquals(List.of(34L, 33L, 33L), Money.split(100, 3));
        assertEquals(List.of(50L, 50L), Money.split(100, 2));
    }

    @Test
    void taxIsRoundedToTheCent() {
        assertEquals(119, Money.withTax(100, 19));
        assertEquals(3, Money.withTax(3, 10));
        assertEquals(6, Money.withTax(5, 10));
    }

    @Test
    void interestIsPaidOnInterest() {
        assertEquals(1025, Money.interest(10_000, 5, 2));
        assertEquals(0, Money.interest(10_000, 5, 0));
    }
}
