import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class TimeSpansTest {
    @Test
    void readsOneUnit() {
        assertEquals(45, TimeSpans.seconds("45s"));
        assertEquals(120, TimeSpans.seconds("2m"));
        assertEquals(86_400, TimeSpans.seconds("1d"));
    }

    @Test
    void addsSeveralUnits() {
        assertEquals(5_415, TimeSpans.seconds("1h 30m 15s"));
        assertEquals(5_400, TimeSpans.seconds("1H30M"));
    }

    @Test
    void aNumberAloneIsSeconds() {
        assertEquals(90, TimeSpans.seconds("90"));
        assertEquals(63, TimeSpans.seconds(" 1m3 "));
    }

    @Test
    void aSpanMayBeNegative() {
        assertEquals(-60, TimeSpans.seconds("-1m"));
    }

    @Test
    void refusesNonsense() {
        assertThrows(IllegalArgumentException.class, () -> TimeSpans.seconds(""));
        assertThrows(IllegalArgumentException.class, () -> TimeSpans.seconds("h"));
        assertThrows(IllegalArgumentException.class, () -> TimeSpans.seconds("5x"));
        assertThrows(IllegalArgumentException.class, () -> TimeSpans.seconds("5mm"));
    }

    @Test
    void writesWithoutEmptyUnits() {
        assertEquals("1h30m", TimeSpans.text(5_400));
        assertEquals("1d1s", TimeSpans.text(86_401));
        assertEquals("-2m5s", TimeSpans.text(-125));
        assertEquals("0s", TimeSpans.text(0));
    }

    @Test
    void aClockHasTwoDigits() {
        assertEquals("01:05", TimeSpans.clock(65));
        assertEquals("1:00:10", TimeSpans.clock(3_610));
        assertEquals("12:34:56", TimeSpans.clock(45_296));
    }
}
