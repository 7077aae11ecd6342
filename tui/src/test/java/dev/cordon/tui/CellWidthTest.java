package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CellWidthTest {
    @Test
    void aLetterTakesOneCellAndAnIdeographTwo() {
        assertEquals(5, CellWidth.of("hello"));
        assertEquals(4, CellWidth.of("漢字"));
        assertEquals(2, CellWidth.of("Ａ"));
        assertEquals(1, CellWidth.of("ｱ"));
        assertEquals(2, CellWidth.of("한"));
        assertEquals(2, CellWidth.of("\u1112\u1161\u11ab"));
    }

    @Test
    void whatJoinsTheLetterBeforeItTakesNoCell() {
        assertEquals(1, CellWidth.of("e\u0301"));
        assertEquals(1, CellWidth.of("a" + "\u0323".repeat(20)));
        assertEquals(6, CellWidth.of("שלום ע".replace("ו", "ו\u05b9")));
        assertEquals(3, CellWidth.of("กำa"));
    }

    @Test
    void aPictureTakesTwoCellsHoweverItIsMade() {
        assertEquals(2, CellWidth.of("😀"));
        assertEquals(2, CellWidth.of("👨‍👩‍👧‍👦"));
        assertEquals(2, CellWidth.of("👍🏽"));
        assertEquals(2, CellWidth.of("🇩🇪"));
        assertEquals(4, CellWidth.of("🇩🇪🇫🇷"));
        assertEquals(2, CellWidth.of("❤️"));
        assertEquals(1, CellWidth.of("❤"));
        assertEquals(2, CellWidth.of("1️⃣"));
        assertEquals(2, CellWidth.of("☝🏽"));
        assertEquals(2, CellWidth.of("🏽"));
        assertEquals(1, CellWidth.of("a\ufe0f"));
    }

    @Test
    void anAmbiguousCharacterTakesOneCell() {
        for (String text : List.of("§", "°", "→", "│", "█", "Ω", "ж", "…")) {
            assertEquals(1, CellWidth.of(text), text);
        }
    }

    @Test
    void indicConsonantsThatJoinAreOneClusterAndTakeACellEach() {
        String conjunct = "क्ष";
        assertEquals(conjunct.length(), CellWidth.next(conjunct, 0, conjunct.length()));
        assertEquals(2, CellWidth.of(conjunct));
    }

    @Test
    void theTableIsTheOneOfThisRuntime() {
        List<String> wrong = new ArrayList<>();
        for (int c = 0x20; c <= Character.MAX_CODE_POINT; c++) {
            int type = Character.getType(c);
            String one = Character.toString(c);
            int cells = CellWidth.of(one);
            boolean mark = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
            if (mark && cells != 0 && c != 0x302e && c != 0x302f && !isWideMark(c)) {
                wrong.add("a mark with cells: " + Integer.toHexString(c));
            }
            if (type == Character.LOWERCASE_LETTER && cells != 1 && !isFullWidth(c)) {
                wrong.add("a letter: " + Integer.toHexString(c));
            }
            if (Character.isEmojiPresentation(c) && cells != (isRegional(c) ? 1 : 2)) {
                wrong.add("a picture: " + Integer.toHexString(c));
            }
            if (Character.isIdeographic(c)
                    && cells != 2
                    && Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN
                    && c != 0x16ff0
                    && c != 0x16ff1) {
                wrong.add("an ideograph: " + Integer.toHexString(c));
            }
        }
        assertEquals(List.of(), wrong.subList(0, Math.min(10, wrong.size())));
    }

    private static boolean isWideMark(int c) {
        return c >= 0x302a && c <= 0x302d;
    }

    private static boolean isFullWidth(int c) {
        return c >= 0xff41 && c <= 0xff5a;
    }

    private static boolean isRegional(int c) {
        return c >= 0x1f1e6 && c <= 0x1f1ff;
    }

    /// One or more characters of each class, and some that begin a run of the table.
    private static final int[] SAMPLES = {
        'a', ' ', '1', 0x300, 0x200d, 0x200c, 0xfe0f, 0x1f600, 0x2764, 0x1f3fd, 0x1f468, 0x1f1e6,
        0x1f1e9, 0x1100, 0x1161, 0x11a8, 0xac00, 0xac01, 0x6f22, 0x915, 0x94d, 0x937, 0x93c, 0x903,
        0xe33, 0xff9e, 0x20e3, 0x5d0, 0x628, 0x64b, 0xe0041, 0x202e, 0xad, 0x1b05, 0x1d165, 0x995,
        0x9cd, 0x16d63
    };

    @Test
    void clustersAreThoseOfTheRuntime() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = 1 + random.nextInt(8);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(SAMPLES[random.nextInt(SAMPLES.length)]);
            }
            assertEquals(runtime(text.toString()), ours(text.toString()), () -> codes(text));
        }
    }

    @Test
    void everyCharacterJoinsALetterAsInTheRuntime() {
        StringBuilder wrong = new StringBuilder();
        for (int c = 0x20; c <= Character.MAX_CODE_POINT; c++) {
            int type = Character.getType(c);
            if (type == Character.UNASSIGNED
                    || type == Character.SURROGATE
                    || type == Character.PRIVATE_USE) {
                continue;
            }
            String text = "a" + Character.toString(c) + "b";
            if (!runtime(text).equals(ours(text)) && wrong.length() < 200) {
                wrong.append(Integer.toHexString(c)).append(' ');
            }
        }
        assertEquals("", wrong.toString());
    }

    @Test
    void theClusterBeforeAPlaceIsTheOneThatNextFinds() {
        Random random = new Random(11);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                text.appendCodePoint(SAMPLES[random.nextInt(SAMPLES.length)]);
            }
            int at = 0;
            while (at < text.length()) {
                int end = CellWidth.next(text, at, text.length());
                assertEquals(at, CellWidth.previous(text, end), () -> codes(text));
                at = end;
            }
        }
    }

    @Test
    void aTextIsAsWideAsItsClusters() {
        Random random = new Random(13);
        for (int round = 0; round < 5_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                text.appendCodePoint(SAMPLES[random.nextInt(SAMPLES.length)]);
            }
            int sum = 0;
            int at = 0;
            while (at < text.length()) {
                int end = CellWidth.next(text, at, text.length());
                sum += CellWidth.cluster(text, at, end);
                at = end;
            }
            assertEquals(sum, CellWidth.of(text));
            int fit = CellWidth.fit(text, 0, 5);
            assertTrue(CellWidth.of(text, 0, fit) <= 5);
        }
    }

    @Test
    void aHundredThousandMarksCostNoMoreThanTheirLength() {
        String text = "a" + "\u0301".repeat(100_000);
        assertEquals(text.length(), CellWidth.next(text, 0, text.length()));
        assertEquals(1, CellWidth.of(text));
        assertEquals(0, CellWidth.previous(text, text.length()));
    }

    private static List<Integer> ours(String text) {
        List<Integer> ends = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            at = CellWidth.next(text, at, text.length());
            ends.add(at);
        }
        return ends;
    }

    private static List<Integer> runtime(String text) {
        BreakIterator breaks = BreakIterator.getCharacterInstance(Locale.ROOT);
        breaks.setText(text);
        List<Integer> ends = new ArrayList<>();
        breaks.first();
        for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
            ends.add(end);
        }
        return ends;
    }

    private static String codes(CharSequence text) {
        StringBuilder codes = new StringBuilder();
        text.codePoints().forEach(c -> codes.append(Integer.toHexString(c)).append(' '));
        return codes.toString();
    }
}
