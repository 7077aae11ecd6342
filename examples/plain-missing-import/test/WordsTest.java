import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {
    @Test
    void countsWithoutCase() {
        assertEquals(Map.of("a", 2, "b", 1), Words.count("a B A"));
    }

    @Test
    void ignoresDoubleSpaces() {
        assertEquals(Map.of("a", 1, "b", 1), Words.count("a  b"));
    }
}
