import static org.junit.jupiter.api.Assertions.*;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionTest {
    private static int compared(String a, String b) {
        return Integer.signum(Version.parse(a).compareTo(Version.parse(b)));
    }

    @Test
    void readsAllParts() {
        assertEquals(new Version(1, 2, 3, "rc1"), Version.parse("v1.2.3-rc1"));
        assertEquals("1.2.3-rc1", Version.parse("1.2.3-rc1").toString());
    }

    @Test
    void missingPartsAreZero() {
        assertEquals(new Version(4, 0, 0, ""), Version.parse("4"));
        assertEquals("4.1.0", Version.parse("4.1").toString());
    }

    @Test
    void refusesNonsense() {
        assertThrows(IllegalArgumentException.class, () -> Version.parse("1.2.3.4"));
        assertThrows(NumberFormatException.class, () -> Version.parse("1..2"));
    }

    @Test
    void comparesByNumber() {
        assertEquals(1, compared("1.10.0", "1.9.9"));
        assertEquals(-1, compared("1.9.9", "2.0.0"));
        assertEquals(-1, compared("1.2.3", "1.2.4"));
        assertEquals(0, compared("1.2", "1.2.0"));
    }

    @Test
    void aLabelComesBeforeTheRelease() {
        assertEquals(-1, compared("1.0.0-beta", "1.0.0"));
        assertEquals(1, compared("1.0.0", "1.0.0-beta"));
        assertEquals(-1, compared("1.0.0-alpha", "1.0.0-beta"));
    }

    @Test
    void theNextVersion() {
        Version version = Version.parse("1.2.3");
        assertEquals("2.0.0", version.next("major").toString());
        assertEquals("1.3.0", version.next("minor").toString());
        assertEquals("1.2.4", version.next("patch").toString());
        assertEquals("1.2.3", Version.parse("1.2.3-rc1").next("patch").toString());
    }

    @Test
    void ranges() {
        assertTrue(Version.parse("1.5.0").fits("^1.2.0"));
        assertFalse(Version.parse("2.0.0").fits("^1.2.0"));
        assertFalse(Version.parse("1.1.9").fits("^1.2.0"));
        assertTrue(Version.parse("1.2.7").fits("~1.2.3"));
        assertFalse(Version.parse("1.3.0").fits("~1.2.3"));
        assertTrue(Version.parse("1.2.0").fits("1.2"));
    }

    @Test
    void picksTheNewestThatFits() {
        assertEquals("1.10.0", Version.newest(List.of("1.2.0", "1.10.0", "2.0.0", "1.9.0"), "^1.0"));
        assertEquals("none", Version.newest(List.of("1.2.0"), "~3"));
    }
}
