import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SortingTest {
    @Test
    void case1() {
        assertArrayEquals(new int[]{1,2,3}, Sorting.insertion(new int[]{3,1,2}));
    }

    @Test
    void case2() {
        assertArrayEquals(new int[]{1}, Sorting.insertion(new int[]{1}));
    }

    @Test
    void case3() {
        assertArrayEquals(new int[]{-2,0,0,5}, Sorting.insertion(new int[]{0,5,-2,0}));
    }

    @Test
    void case4() {
        assertArrayEquals(new int[]{1,2,3,4}, Sorting.merge(new int[]{1,4}, new int[]{2,3}));
    }

    @Test
    void case5() {
        assertArrayEquals(new int[]{2}, Sorting.merge(new int[]{}, new int[]{2}));
    }

    @Test
    void case6() {
        assertArrayEquals(new int[]{2,2,3}, Sorting.merge(new int[]{2,3}, new int[]{2}));
    }

    @Test
    void case7() {
        assertTrue(Sorting.sorted(new int[]{1,1,2}));
    }

    @Test
    void case8() {
        assertFalse(Sorting.sorted(new int[]{2,1}));
    }

    @Test
    void case9() {
        assertFalse(Sorting.sorted(new int[]{1,2,1}));
    }
}
