import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatesHeldOutTest {
    @Test
    void case1() {
        assertTrue(Dates.leap(1996));
    }

    @Test
    void case2() {
        assertFalse(Dates.leap(2100));
    }

    @Test
    void case3() {
        assertTrue(Dates.leap(2400));
    }

    @Test
    void case4() {
        assertEquals(30, Dates.daysInMonth(2023, 6));
    }

    @Test
    void case5() {
        assertEquals(30, Dates.daysInMonth(2023, 9));
    }

    @Test
    void case6() {
        assertEquals(31, Dates.daysInMonth(2023, 1));
    }

    @Test
    void case7() {
        assertEquals(28, Dates.daysInMonth(1900, 2));
    }

    @Test
    void case8() {
        assertEquals(LocalDate.of(2024,1,8), Dates.nextWorkday(LocalDate.of(2024,1,7)));
    }

    @Test
    void case9() {
        assertEquals(LocalDate.of(2024,1,2), Dates.nextWorkday(LocalDate.of(2024,1,1)));
    }

    @Test
    void case10() {
        assertEquals(0, Dates.age(LocalDate.of(2000,1,1), LocalDate.of(2000,12,31)));
    }

    @Test
    void case11() {
        assertEquals(9, Dates.age(LocalDate.of(2000,12,31), LocalDate.of(2010,1,1)));
    }
}
