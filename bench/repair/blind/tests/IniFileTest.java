import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class IniFileTest {
    private static final String SAMPLE =
            """
            name = test
            ; a comment
            [server]
            host=localhost
            port = 8080
            # another comment
            [ client ]
            title = "  two words "
            debug = Yes
            """;

    @Test
    void keysBeforeASectionBelongToNone() {
        assertEquals("test", IniFile.parse(SAMPLE).get("", "name", "?"));
    }

    @Test
    void keysBelongToTheirSection() {
        IniFile file = IniFile.parse(SAMPLE);
        assertEquals("localhost", file.get("server", "host", "?"));
        assertEquals("?", file.get("client", "host", "?"));
        assertEquals("?", file.get("nowhere", "host", "?"));
    }

    @Test
    void readsNumbers() {
        IniFile file = IniFile.parse(SAMPLE);
        assertEquals(8080, file.number("server", "port", 1));
        assertEquals(1, file.number("client", "port", 1));
    }

    @Test
    void quotesKeepBlanks() {
        assertEquals("  two words ", IniFile.parse(SAMPLE).get("client", "title", "?"));
        assertEquals("\"", IniFile.parse("a = \"").get("", "a", "?"));
    }

    @Test
    void readsFlags() {
        assertTrue(IniFile.parse(SAMPLE).flag("client", "debug"));
        assertTrue(IniFile.parse("a = 1").flag("", "a"));
        assertFalse(IniFile.parse(SAMPLE).flag("client", "verbose"));
        assertFalse(IniFile.parse("a = 2").flag("", "a"));
    }

    @Test
    void listsTheSectionsInOrder() {
        assertEquals(List.of("", "server", "client"), IniFile.parse(SAMPLE).sections());
    }

    @Test
    void reportsBrokenLinesByNumber() {
        IniFile file = IniFile.parse("[a\n\n= 3\nb = 4\nnothing");
        assertEquals(
                List.of(
                        "line 1: the section is not closed",
                        "line 3: no key",
                        "line 5: no key"),
                file.problems());
        assertEquals("4", file.get("", "b", "?"));
    }

    @Test
    void theLastOfTwoEqualKeysWins() {
        assertEquals("2", IniFile.parse("a = 1\na = 2").get("", "a", "?"));
    }
}
