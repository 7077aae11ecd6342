import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridHeldOutTest {
    @Test
    void case1() {
        assertArrayEquals(new int[][]{{1},{2}}, Grid.transpose(new int[][]{{1,2}}));
    }

    @Test
    void case2() {
        assertArrayEquals(new int[][]{{1,3},{2,4}}, Grid.transpose(new int[][]{{1,2},{3,4}}));
    }

    @Test
    void case3() {
        assertEquals(0, Grid.neighbours(new boolean[][]{{true}}, 0, 0));
    }

    @Test
    void case4() {
        assertEquals(2, Grid.neighbours(new boolean[][]{{true,false,true}}, 0, 1));
    }

    @Test
    void case5() {
        assertEquals(1, Grid.neighbours(new boolean[][]{{false},{true},{false}}, 2, 0));
    }

    @Test
    void case6() {
        assertEquals(15, Grid.trace(new int[][]{{1,2,3},{4,5,6},{7,8,9}}));
    }
}
