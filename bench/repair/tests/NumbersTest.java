import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void case1() {
        assertEquals(6, Numbers.gcd(12, 18));
    }

    @Test
    void case2() {
        assertEquals(5, Numbers.gcd(5, 0));
    }

    @Test
    void case3() {
        assertEquals(3, Numbers.gcd(-3, 6));
    }

    @Test
    void case4() {
        assertTrue(Numbers.prime(2));
    }

    @Test
    void case5() {
        assertFalse(Numbers.prime(1));
    }

    @Test
    void case6() {
        assertFalse(Numbers.prime(9));
    }

    @Test
    void case7() {
        assertTrue(Numbers.prime(13));
    }

    @Test
    void case8() {
        assertEquals(1024L, Numbers.power(2, 10));
    }

    @Test
    void case9() {
        assertEquals(1L, Numbers.power(7, 0));
    }

    @Test
    void case10() {
        assertEquals(243L, Numbers.power(3, 5));
    }

    @Test
    void case11() {
        assertEquals(6, Numbers.digits(123));
    }

    @Test
    void case12() {
        assertEquals(0, Numbers.digits(0));
    }
}
