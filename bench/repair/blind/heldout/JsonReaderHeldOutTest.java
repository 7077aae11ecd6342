import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReaderHeldOutTest {
    private static void refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonReader.read(text), text);
    }

    @Test
    void values() {
        assertEquals(0L, JsonReader.read("0"));
        assertEquals("", JsonReader.read("\"\""));
        assertEquals("a/b", JsonReader.read("\"a\\/b\""));
        assertEquals("{[,]}", JsonReader.read("\"{[,]}\""));
        assertEquals(List.of("", 0L, false, "null"), JsonReader.read("[\"\",0,false,null]"));
        assertEquals(
                Map.of("o", Map.of("l", List.of(Map.of(), 5L))), JsonReader.read("\n{\"o\":{\"l\":[{},5]}}\n"));
        assertEquals(Map.of("a", 2L), JsonReader.read("{\"a\":1,\"a\":2}"));
        assertEquals(List.of(1L), JsonReader.read("[1,]"));
    }

    @Test
    void refusals() {
        refused("[");
        refused("{");
        refused("]");
        refused("{1:2}");
        refused("{\"a\" 1}");
        refused("{\"a\":1 \"b\":2}");
        refused("\"open");
        refused("-");
        refused("tru");
        refused("[1}");
        refused("   ");
        refused("{}{}");
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(8);
        String[] pieces = {"{", "}", "[", "]", ",", ":", "\"a\"", "\"b\\n\"", "1", "-20", "true", "null", " ", "[]", "{\"k\":", "],"};
        for (int round = 0; round < 3000; round++) {
            StringBuilder made = new StringBuilder();
            for (int n = compare.below(9); n > 0; n--) {
                made.append(compare.pick(pieces));
            }
            String text = made.toString();
            compare.same(text, () -> JsonReaderOriginal.read(text), () -> JsonReader.read(text));
            String list = "[" + text + "]";
            compare.same(list, () -> JsonReaderOriginal.read(list), () -> JsonReader.read(list));
        }
    }
}
