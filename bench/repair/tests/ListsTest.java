import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListsTest {
    @Test
    void case1() {
        assertEquals(List.of(3,1,2), Lists.distinct(List.of(3,1,3,2,1)));
    }

    @Test
    void case2() {
        assertEquals(List.of(), Lists.distinct(List.of()));
    }

    @Test
    void case3() {
        assertEquals(List.of(List.of(1,2),List.of(3)), Lists.chunks(List.of(1,2,3), 2));
    }

    @Test
    void case4() {
        assertEquals(List.of(List.of(1),List.of(2)), Lists.chunks(List.of(1,2), 1));
    }

    @Test
    void case5() {
        assertEquals(4, Lists.second(List.of(5,4,1)));
    }

    @Test
    void case6() {
        assertEquals(2, Lists.second(List.of(1,2,3)));
    }

    @Test
    void case7() {
        assertEquals(3, Lists.second(List.of(3,9,9)));
    }

    @Test
    void case8() {
        assertEquals(7, Lists.second(List.of(9,2,7)));
    }

    @Test
    void case9() {
        assertEquals(List.of(1,3,6), Lists.running(List.of(1,2,3)));
    }
}
