package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveRegionTest {
    private static final Tty.Size SIZE = new Tty.Size(20, 10);
    private static final Theme THEME =
            new Theme(Theme.Depth.ANSI_16, Theme.Ground.DARK, Theme.Tint.STANDARD);

    private final LiveRegion region = new LiveRegion(THEME);
    private final VirtualScreen screen = new VirtualScreen(20, 10);

    private static List<Line> lines(String... texts) {
        return List.of(texts).stream().map(t -> Line.of(t, Role.CODE)).toList();
    }

    private static LiveRegion.Frame frame(int row, int column, String... texts) {
        return new LiveRegion.Frame(lines(texts), Optional.of(new LiveRegion.Cursor(row, column)));
    }

    private String draw(List<Line> finished, LiveRegion.Frame frame) {
        String bytes = new String(region.draw(finished, frame, SIZE), StandardCharsets.UTF_8);
        screen.write(bytes);
        return bytes;
    }

    @Test
    void nothingIsWrittenWhenNothingChanged() {
        draw(List.of(), frame(0, 1, "one", "two"));
        assertEquals("", draw(List.of(), frame(0, 1, "one", "two")));
    }

    @Test
    void onlyRowsThatDifferAreWritten() {
        draw(List.of(), frame(2, 0, "one", "two", "three"));
        String bytes = draw(List.of(), frame(2, 0, "one", "TWO", "three"));
        assertTrue(bytes.contains("TWO"));
        assertFalse(bytes.contains("one"));
        assertFalse(bytes.contains("three"));
        assertEquals(List.of("one", "TWO", "three"), screen.all());
    }

    @Test
    void aFrameIsOneSynchronizedUpdateWithoutAVisibleCursor() {
        String bytes = draw(List.of(), frame(0, 0, "one"));
        assertTrue(bytes.startsWith("\u001b[?2026h\u001b[?25l"));
        assertTrue(bytes.endsWith("\u001b[?2026l\u001b[?25h"));
    }

    @Test
    void finishedRowsGoAboveOnceAndScrollAway() {
        for (int i = 0; i < 30; i++) {
            draw(lines("done " + i), frame(1, 2, "live", "❯ " + i));
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            expected.add("done " + i);
        }
        expected.add("live");
        expected.add("❯ 29");
        assertEquals(expected, screen.all());
    }

    @Test
    void theCursorStandsWhereTheFrameSays() {
        draw(lines("a", "b"), frame(1, 3, "live", "text"));
        assertEquals(3, screen.cursorRow());
        assertEquals(3, screen.cursorColumn());
        assertTrue(screen.cursorShown());
    }

    @Test
    void aFrameWithoutCursorHidesIt() {
        draw(List.of(), new LiveRegion.Frame(lines("panel"), Optional.empty()));
        assertFalse(screen.cursorShown());
        draw(List.of(), frame(0, 0, "panel"));
        assertTrue(screen.cursorShown());
    }

    @Test
    void clearingLeavesTheScrollbackAlone() {
        draw(lines("kept"), frame(0, 0, "live", "more"));
        screen.write(new String(region.clear(), StandardCharsets.UTF_8));
        assertEquals(List.of("kept"), screen.all());
    }

    @Test
    void whateverWasDrawnTheScreenShowsTheLastFrameAndEveryFinishedRowOnce() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            LiveRegion fuzzed = new LiveRegion(THEME);
            VirtualScreen seen = new VirtualScreen(20, 10);
            List<String> finished = new ArrayList<>();
            List<String> live = List.of();
            for (int step = 0; step < 30; step++) {
                List<String> done = texts(random, random.nextInt(4) == 0 ? 14 : 2, "d");
                live = texts(random, 8, "l");
                finished.addAll(done);
                int row = live.isEmpty() ? 0 : random.nextInt(live.size());
                Optional<LiveRegion.Cursor> cursor =
                        live.isEmpty() || random.nextInt(5) == 0
                                ? Optional.empty()
                                : Optional.of(new LiveRegion.Cursor(row, random.nextInt(15)));
                LiveRegion.Frame frame =
                        new LiveRegion.Frame(lines(live.toArray(new String[0])), cursor);
                List<Line> rows = lines(done.toArray(new String[0]));
                seen.write(new String(fuzzed.draw(rows, frame, SIZE), StandardCharsets.UTF_8));
                int finishedBefore = finished.size();
                cursor.ifPresent(c -> {
                    assertEquals(finishedBefore + c.row(), seen.cursorRow());
                    assertEquals(c.column(), seen.cursorColumn());
                });
            }
            List<String> expected = new ArrayList<>(finished);
            expected.addAll(live);
            while (!expected.isEmpty() && expected.getLast().isEmpty()) {
                expected.removeLast();
            }
            assertEquals(expected, seen.all());
        }
    }

    private static List<String> texts(Random random, int most, String prefix) {
        List<String> texts = new ArrayList<>();
        int count = random.nextInt(most + 1);
        for (int i = 0; i < count; i++) {
            texts.add(random.nextInt(6) == 0 ? "" : prefix + random.nextInt(40));
        }
        return texts;
    }
}
