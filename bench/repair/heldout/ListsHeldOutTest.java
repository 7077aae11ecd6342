import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListsHeldOutTest {
    @Test
    void case1() {
        assertEquals(List.of(1), Lists.distinct(List.of(1,1,1)));
    }

    @Test
    void case2() {
        assertEquals(List.of(), Lists.chunks(List.of(), 3));
    }

    @Test
    void case3() {
        assertEquals(List.of(List.of(1,2,3)), Lists.chunks(List.of(1,2,3), 5));
    }

    @Test
    void case4() {
        assertEquals(List.of(List.of(1,2),List.of(3,4)), Lists.chunks(List.of(1,2,3,4), 2));
    }

    @Test
    void case5() {
        assertEquals(8, Lists.second(List.of(8,10,8)));
    }

    @Test
    void case6() {
        assertEquals(-5, Lists.second(List.of(-5,-1,-9)));
    }

    @Test
    void case7() {
        assertEquals(List.of(5,3,3), Lists.running(List.of(5,-2,0)));
    }

    @Test
    void case8() {
        assertEquals(List.of(), Lists.running(List.of()));
    }
}
