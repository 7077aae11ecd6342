import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvHeldOutTest {
    @Test
    void case1() {
        assertEquals(List.of("a","","b"), Csv.split("a,,b"));
    }

    @Test
    void case2() {
        assertEquals(List.of(""), Csv.split(""));
    }

    @Test
    void case3() {
        assertEquals(List.of("x","y,z"), Csv.split("x,\"y,z\""));
    }

    @Test
    void case4() {
        assertEquals("x,,y", Csv.join(List.of("x","","y")));
    }

    @Test
    void case5() {
        assertEquals("one", Csv.join(List.of("one")));
    }
}
