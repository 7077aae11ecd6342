import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
    @Test
    void case1() {
        assertArrayEquals(new int[][]{{1,4},{2,5},{3,6}}, Grid.transpose(new int[][]{{1,2,3},{4,5,6}}));
    }

    @Test
    void case2() {
        assertEquals(8, Grid.neighbours(new boolean[][]{{true,true,true},{true,true,true},{true,true,true}}, 1, 1));
    }

    @Test
    void case3() {
        assertEquals(3, Grid.neighbours(new boolean[][]{{true,true},{true,true}}, 0, 0));
    }

    @Test
    void case4() {
        assertEquals(1, Grid.neighbours(new boolean[][]{{false,true},{false,false}}, 1, 1));
    }

    @Test
    void case5() {
        assertEquals(5, Grid.trace(new int[][]{{1,9},{9,4}}));
    }

    @Test
    void case6() {
        assertEquals(7, Grid.trace(new int[][]{{7}}));
    }
}
