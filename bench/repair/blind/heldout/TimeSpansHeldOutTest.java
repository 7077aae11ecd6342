import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class TimeSpansHeldOutTest {
    @Test
    void reading() {
        assertEquals(0, TimeSpans.seconds("0"));
        assertEquals(0, TimeSpans.seconds("0d"));
        assertEquals(93_784, TimeSpans.seconds("1d2h3m4s"));
        assertEquals(7, TimeSpans.seconds("4s 3s"));
        assertEquals(-3_661, TimeSpans.seconds("-1h1m1s"));
        assertEquals(12, TimeSpans.seconds("1 2"));
        assertEquals(60, TimeSpans.seconds("1 m"));
        assertThrows(IllegalArgumentException.class, () -> TimeSpans.seconds("-"));
        assertThrows(IllegalArgumentException.class, () -> TimeSpans.seconds("  "));
        assertThrows(IllegalArgumentException.class, () -> TimeSpans.seconds("1h-2m"));
    }

    @Test
    void writing() {
        assertEquals("59s", TimeSpans.text(59));
        assertEquals("1m", TimeSpans.text(60));
        assertEquals("23h59m59s", TimeSpans.text(86_399));
        assertEquals("100d", TimeSpans.text(8_640_000));
        assertEquals("-1s", TimeSpans.text(-1));
    }

    @Test
    void clocks() {
        assertEquals("00:00", TimeSpans.clock(0));
        assertEquals("00:09", TimeSpans.clock(9));
        assertEquals("00:10", TimeSpans.clock(10));
        assertEquals("59:59", TimeSpans.clock(3_599));
        assertEquals("1:00:00", TimeSpans.clock(3_600));
        assertEquals("100:10:10", TimeSpans.clock(360_610));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(13);
        for (int round = 0; round < 3000; round++) {
            String text = compare.text("-1230 smhdSMx", 8);
            long seconds = compare.between(-200_000, 400_000);
            long small = compare.below(8_000);
            compare.same(text, () -> TimeSpansOriginal.seconds(text), () -> TimeSpans.seconds(text));
            compare.same(seconds, () -> TimeSpansOriginal.text(seconds), () -> TimeSpans.text(seconds));
            compare.same(small, () -> TimeSpansOriginal.clock(small), () -> TimeSpans.clock(small));
        }
    }
}
