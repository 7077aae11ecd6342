import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class SortingHeldOutTest {
    @Test
    void case1() {
        assertArrayEquals(new int[]{}, Sorting.insertion(new int[]{}));
    }

    @Test
    void case2() {
        assertArrayEquals(new int[]{1,2,3,4,5}, Sorting.insertion(new int[]{5,4,3,2,1}));
    }

    @Test
    void case3() {
        assertArrayEquals(new int[]{1,1,2,9}, Sorting.merge(new int[]{1,2,9}, new int[]{1}));
    }

    @Test
    void case4() {
        assertArrayEquals(new int[]{4,5}, Sorting.merge(new int[]{4,5}, new int[]{}));
    }

    @Test
    void case5() {
        assertTrue(Sorting.sorted(new int[]{}));
    }

    @Test
    void case6() {
        assertFalse(Sorting.sorted(new int[]{1,3,2,4}));
    }
}
