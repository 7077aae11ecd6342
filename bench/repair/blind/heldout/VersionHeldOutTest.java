import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionHeldOutTest {
    @Test
    void parsing() {
        assertEquals(new Version(0, 0, 0, ""), Version.parse("0"));
        assertEquals(new Version(1, 0, 0, "a-b"), Version.parse("1-a-b"));
        assertEquals(new Version(1, 0, 0, "x.1"), Version.parse("v1.0.0-x.1"));
        assertEquals(new Version(1, 0, 0, ""), Version.parse("1-"));
        assertThrows(NumberFormatException.class, () -> Version.parse(""));
        assertThrows(NumberFormatException.class, () -> Version.parse("vv1"));
        assertThrows(NumberFormatException.class, () -> Version.parse("1.2."));
    }

    @Test
    void order() {
        assertEquals(0, Version.parse("1.0.0-a").compareTo(Version.parse("1.0.0-a")));
        assertTrue(Version.parse("0.9").compareTo(Version.parse("0.10")) < 0);
        assertTrue(Version.parse("10.0").compareTo(Version.parse("9.9.9")) > 0);
        assertTrue(Version.parse("1.0.1-a").compareTo(Version.parse("1.0.0")) > 0);
    }

    @Test
    void rangesAndSuccessors() {
        assertFalse(Version.parse("1.2.0-rc1").fits("^1.2.0"));
        assertTrue(Version.parse("1.2.1-rc1").fits("~1.2.0"));
        assertTrue(Version.parse("1.2.0").fits("~1.2.0"));
        assertFalse(Version.parse("2.2.5").fits("~1.2.0"));
        assertFalse(Version.parse("1.2.0-a").fits("1.2.0"));
        assertEquals("none", Version.newest(List.of(), "^1"));
        assertEquals("1.0.0", Version.newest(List.of("1.0.0-b", "1.0.0", "1.0.0-a"), "^1.0.0-a"));
        assertEquals("2.0.0", Version.parse("1.9.9-x").next("major").toString());
        assertThrows(IllegalArgumentException.class, () -> Version.parse("1").next("x"));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(18);
        for (int round = 0; round < 3000; round++) {
            String a = compare.text("v012.-a", 7);
            String b = compare.below(3) + "." + compare.below(3) + "." + compare.below(3) + compare.pick("", "", "-a", "-b");
            String c = compare.below(3) + "." + compare.below(3) + "." + compare.below(3) + compare.pick("", "", "-a", "-b");
            String range = compare.pick("", "^", "~") + c;
            String part = compare.pick("major", "minor", "patch");
            compare.same(a, () -> VersionOriginal.parse(a).toString(), () -> Version.parse(a).toString());
            compare.same(b + " " + c, () -> Integer.signum(VersionOriginal.parse(b).compareTo(VersionOriginal.parse(c))), () -> Integer.signum(Version.parse(b).compareTo(Version.parse(c))));
            compare.same(b + " " + range, () -> VersionOriginal.parse(b).fits(range), () -> Version.parse(b).fits(range));
            compare.same(b, () -> VersionOriginal.parse(b).next(part).toString(), () -> Version.parse(b).next(part).toString());
            compare.same(b + " " + c, () -> VersionOriginal.newest(List.of(b, c, "1.1.1", "1.2"), range), () -> Version.newest(List.of(b, c, "1.1.1", "1.2"), range));
        }
    }
}
