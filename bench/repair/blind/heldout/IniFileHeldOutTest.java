import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class IniFileHeldOutTest {
    @Test
    void emptiness() {
        assertEquals(List.of(), IniFile.parse("").sections());
        assertEquals(List.of(), IniFile.parse("\n\n;x\n#y").problems());
        assertEquals(List.of(), IniFile.parse("[a]").sections());
        assertEquals("", IniFile.parse("a=").get("", "a", "?"));
        assertEquals("", IniFile.parse("a=\"\"").get("", "a", "?"));
        assertEquals(9, IniFile.parse("a=").number("", "a", 9));
    }

    @Test
    void values() {
        assertEquals("b=c", IniFile.parse("a=b=c").get("", "a", "?"));
        assertEquals("\"x", IniFile.parse("a=\"x").get("", "a", "?"));
        assertEquals("x\"", IniFile.parse("a=x\"").get("", "a", "?"));
        assertEquals("x # y", IniFile.parse("a = x # y").get("", "a", "?"));
        assertEquals(-4, IniFile.parse("[s]\n a = -4 ").number("s", "a", 0));
        assertThrows(NumberFormatException.class, () -> IniFile.parse("a = b").number("", "a", 0));
    }

    @Test
    void flagsAndSections() {
        assertTrue(IniFile.parse("a = TRUE").flag("", "a"));
        assertFalse(IniFile.parse("a = on").flag("", "a"));
        IniFile file = IniFile.parse("[x]\nk=1\n[y\nk=2\n[]\nk=3\n[x]\nj=5");
        assertEquals("2", file.get("x", "k", "?"));
        assertEquals("3", file.get("", "k", "?"));
        assertEquals(List.of("x", ""), file.sections());
        assertEquals(5, file.number("x", "j", 0));
        assertEquals(List.of("line 3: the section is not closed"), file.problems());
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(10);
        String[] pieces = {"[s]", "[ t ]", "[u", "\n", "\n", "a", "b", "=", " = ", "1", "yes", "\"", "\"q\"", ";", "#", " ", "true"};
        for (int round = 0; round < 3000; round++) {
            StringBuilder made = new StringBuilder();
            for (int n = compare.below(16); n > 0; n--) {
                made.append(compare.pick(pieces));
            }
            String text = made.toString();
            IniFileOriginal original = IniFileOriginal.parse(text);
            IniFile patched = IniFile.parse(text);
            compare.same(text, original::sections, patched::sections);
            compare.same(text, original::problems, patched::problems);
            for (String section : List.of("", "s", "t")) {
                for (String key : List.of("a", "b")) {
                    compare.same(text, () -> original.get(section, key, "-"), () -> patched.get(section, key, "-"));
                    compare.same(text, () -> original.number(section, key, 3), () -> patched.number(section, key, 3));
                    compare.same(text, () -> original.flag(section, key), () -> patched.flag(section, key));
                }
            }
        }
    }
}
