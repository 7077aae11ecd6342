package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private static final long MILLI = 1_000_000;

    private final Screen screen =
            new Screen(
                    new SilentTty(),
                    new Theme(Theme.Depth.ANSI_16, Theme.Ground.DARK, Theme.Tint.STANDARD));
    private int drawn;

    private void draw(long nowNanos) {
        Line row = Line.of("frame " + drawn++, Role.TEXT);
        screen.draw(List.of(), new LiveRegion.Frame(List.of(row), Optional.empty()), nowNanos);
    }

    @Test
    void aStreamIsDrawnTwentyTimesASecond() {
        draw(0);
        assertEquals(40 * MILLI, screen.waitNanos(false, 10 * MILLI));
        assertEquals(0, screen.waitNanos(false, 50 * MILLI));
    }

    @Test
    void aKeyIsShownAtOnceAlsoWhenAStreamIsDrawnAndTheUserTypesFast() {
        for (int i = 0; i < 50; i++) {
            long now = i * 20 * MILLI;
            assertEquals(0, screen.waitNanos(true, now), "key " + i);
            draw(now);
        }
        assertTrue(screen.waitNanos(false, 1000 * MILLI) > 0, "the stream gives way");
    }

    @Test
    void aPasteOfSingleKeysIsDrawnAsOftenAsThereIsAnythingToSee() {
        for (int i = 0; i < Screen.MAX_KEYED_FRAMES_PER_SECOND; i++) {
            draw(i * MILLI);
        }
        assertEquals(900 * MILLI, screen.waitNanos(true, 100 * MILLI));
        assertEquals(0, screen.waitNanos(true, 1000 * MILLI));
    }

    private static final class SilentTty implements Tty {
        @Override
        public Size size() {
            return new Size(80, 24);
        }

        @Override
        public int read(byte[] buffer) {
            return -1;
        }

        @Override
        public void write(byte[] bytes) {}

        @Override
        public void onResize(Runnable changed) {}

        @Override
        public void suspend() {}

        @Override
        public void lend(Runnable work) {
            work.run();
        }

        @Override
        public void close() {}
    }
}
