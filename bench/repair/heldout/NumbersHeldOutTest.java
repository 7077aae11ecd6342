import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumbersHeldOutTest {
    @Test
    void case1() {
        assertEquals(1, Numbers.gcd(17, 4));
    }

    @Test
    void case2() {
        assertEquals(7, Numbers.gcd(0, 7));
    }

    @Test
    void case3() {
        assertFalse(Numbers.prime(25));
    }

    @Test
    void case4() {
        assertFalse(Numbers.prime(0));
    }

    @Test
    void case5() {
        assertFalse(Numbers.prime(49));
    }

    @Test
    void case6() {
        assertTrue(Numbers.prime(97));
    }

    @Test
    void case7() {
        assertTrue(Numbers.prime(3));
    }

    @Test
    void case8() {
        assertEquals(81L, Numbers.power(3, 4));
    }

    @Test
    void case9() {
        assertEquals(-8L, Numbers.power(-2, 3));
    }

    @Test
    void case10() {
        assertEquals(27, Numbers.digits(999));
    }

    @Test
    void case11() {
        assertEquals(1, Numbers.digits(1000));
    }
}
