import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReaderTest {
    @Test
    void readsNumbers() {
        assertEquals(42L, JsonReader.read("42"));
        assertEquals(-7L, JsonReader.read(" -7 "));
    }

    @Test
    void readsWords() {
        assertEquals(true, JsonReader.read("true"));
        assertEquals(false, JsonReader.read("false"));
        assertEquals("null", JsonReader.read("null"));
    }

    @Test
    void readsStringsWithEscapes() {
        assertEquals("a b", JsonReader.read("\"a b\""));
        assertEquals("x\n\"y\"\\", JsonReader.read("\"x\\n\\\"y\\\"\\\\\""));
        assertEquals("\t", JsonReader.read("\"\\t\""));
    }

    @Test
    void readsArrays() {
        assertEquals(List.of(), JsonReader.read("[]"));
        assertEquals(List.of(1L, 2L, 3L), JsonReader.read("[1, 2 ,3]"));
        assertEquals(List.of(List.of(1L), List.of()), JsonReader.read("[[1], [ ]]"));
    }

    @Test
    void readsObjects() {
        assertEquals(Map.of(), JsonReader.read("{ }"));
        assertEquals(
                Map.of("a", 1L, "b", List.of(true)), JsonReader.read("{\"a\": 1, \"b\" : [true]}"));
    }

    @Test
    void membersKeepTheirOrder() {
        assertEquals("{z=1, a=2}", JsonReader.read("{\"z\":1,\"a\":2}").toString());
    }

    @Test
    void refusesWhatFollows() {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read("1 2"));
    }

    @Test
    void refusesWhatEndsTooEarly() {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read("[1,"));
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read("{\"a\""));
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(""));
    }

    @Test
    void refusesAMissingComma() {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read("[1 2]"));
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read("nope"));
    }
}
