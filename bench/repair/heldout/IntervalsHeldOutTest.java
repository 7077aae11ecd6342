import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalsHeldOutTest {
    @Test
    void case1() {
        assertTrue(Intervals.overlap(0, 10, 2, 3));
    }

    @Test
    void case2() {
        assertFalse(Intervals.overlap(0, 1, 2, 3));
    }

    @Test
    void case3() {
        assertFalse(Intervals.overlap(2, 3, 0, 1));
    }

    @Test
    void case4() {
        assertEquals(1, Intervals.shared(0, 10, 2, 3));
    }

    @Test
    void case5() {
        assertEquals(0, Intervals.shared(0, 5, 5, 9));
    }

    @Test
    void case6() {
        assertEquals(4, Intervals.shared(3, 9, 1, 7));
    }

    @Test
    void case7() {
        assertEquals(3, Intervals.clamp(3, 3, 9));
    }

    @Test
    void case8() {
        assertEquals(-1, Intervals.clamp(-5, -1, 1));
    }

    @Test
    void case9() {
        assertEquals(1, Intervals.steps(0, 1, 5));
    }

    @Test
    void case10() {
        assertEquals(0, Intervals.steps(9, 3, 2));
    }

    @Test
    void case11() {
        assertEquals(2, Intervals.steps(1, 7, 3));
    }
}
