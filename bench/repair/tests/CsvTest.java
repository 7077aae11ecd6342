import static org.junit.jupiter.api.Assertions.*;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void case1() {
        assertEquals(List.of("a","b"), Csv.split("a,b"));
    }

    @Test
    void case2() {
        assertEquals(List.of("a,b","c"), Csv.split("\"a,b\",c"));
    }

    @Test
    void case3() {
        assertEquals(List.of("",""), Csv.split(","));
    }

    @Test
    void case4() {
        assertEquals(List.of("x"), Csv.split("x"));
    }

    @Test
    void case5() {
        assertEquals("a,b", Csv.join(List.of("a","b")));
    }

    @Test
    void case6() {
        assertEquals("\"a,b\",c", Csv.join(List.of("a,b","c")));
    }

    @Test
    void case7() {
        assertEquals("", Csv.join(List.of()));
    }
}
