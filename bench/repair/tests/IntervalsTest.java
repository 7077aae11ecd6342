import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    @Test
    void case1() {
        assertTrue(Intervals.overlap(1, 5, 4, 8));
    }

    @Test
    void case2() {
        assertFalse(Intervals.overlap(1, 4, 4, 8));
    }

    @Test
    void case3() {
        assertFalse(Intervals.overlap(4, 8, 1, 4));
    }

    @Test
    void case4() {
        assertTrue(Intervals.overlap(4, 8, 1, 5));
    }

    @Test
    void case5() {
        assertEquals(2, Intervals.shared(1, 5, 3, 9));
    }

    @Test
    void case6() {
        assertEquals(0, Intervals.shared(1, 2, 5, 9));
    }

    @Test
    void case7() {
        assertEquals(3, Intervals.clamp(1, 3, 9));
    }

    @Test
    void case8() {
        assertEquals(9, Intervals.clamp(12, 3, 9));
    }

    @Test
    void case9() {
        assertEquals(5, Intervals.clamp(5, 3, 9));
    }

    @Test
    void case10() {
        assertEquals(3, Intervals.steps(0, 9, 3));
    }

    @Test
    void case11() {
        assertEquals(4, Intervals.steps(0, 10, 3));
    }

    @Test
    void case12() {
        assertEquals(0, Intervals.steps(5, 5, 1));
    }

    @Test
    void case13() {
        assertThrows(IllegalArgumentException.class, () -> Intervals.steps(0, 1, 0));
    }
}
