import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatesTest {
    @Test
    void case1() {
        assertTrue(Dates.leap(2024));
    }

    @Test
    void case2() {
        assertFalse(Dates.leap(1900));
    }

    @Test
    void case3() {
        assertTrue(Dates.leap(2000));
    }

    @Test
    void case4() {
        assertFalse(Dates.leap(2023));
    }

    @Test
    void case5() {
        assertEquals(29, Dates.daysInMonth(2024, 2));
    }

    @Test
    void case6() {
        assertEquals(28, Dates.daysInMonth(2023, 2));
    }

    @Test
    void case7() {
        assertEquals(30, Dates.daysInMonth(2023, 4));
    }

    @Test
    void case8() {
        assertEquals(31, Dates.daysInMonth(2023, 12));
    }

    @Test
    void case9() {
        assertEquals(30, Dates.daysInMonth(2023, 11));
    }

    @Test
    void case10() {
        assertEquals(LocalDate.of(2024,1,8), Dates.nextWorkday(LocalDate.of(2024,1,5)));
    }

    @Test
    void case11() {
        assertEquals(LocalDate.of(2024,1,8), Dates.nextWorkday(LocalDate.of(2024,1,6)));
    }

    @Test
    void case12() {
        assertEquals(LocalDate.of(2024,1,4), Dates.nextWorkday(LocalDate.of(2024,1,3)));
    }

    @Test
    void case13() {
        assertEquals(19, Dates.age(LocalDate.of(2000,6,15), LocalDate.of(2020,6,14)));
    }

    @Test
    void case14() {
        assertEquals(20, Dates.age(LocalDate.of(2000,6,15), LocalDate.of(2020,6,15)));
    }
}
