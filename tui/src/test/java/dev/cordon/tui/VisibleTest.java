package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VisibleTest {
    private static final String ESC = "\u001b";

    @Test
    void coloursOfAToolAreDropped() {
        assertEquals("red plain", Visible.output(ESC + "[1;31mred" + ESC + "[0m plain"));
        assertEquals("x", Visible.output(ESC + "[38:2:1:2:3mx"));
    }

    @Test
    void aCarriageReturnWritesOverTheLine() {
        assertEquals("100 %", Visible.output(" 10 %\r 50 %\r100 %"));
        assertEquals("xycdef", Visible.output("abcdef\rxy"));
        assertEquals("xy", Visible.output("abcdef\r" + ESC + "[Kxy"));
        assertEquals("a\nb\n", Visible.output("a\r\nb\r\n"));
        assertEquals("done", Visible.output("working" + ESC + "[2K\rdone"));
    }

    @Test
    void movementsWithinTheLineAreCarriedOut() {
        assertEquals("abX", Visible.output("abc\bX"));
        assertEquals("a   b", Visible.output("a" + ESC + "[3Cb"));
        assertEquals("Xbc", Visible.output("abc" + ESC + "[1GX"));
        assertEquals("aXc", Visible.output("abc" + ESC + "[2DX"));
    }

    @Test
    void sequencesThatActOnATerminalAreRemoved() {
        assertEquals("ab", Visible.output("a" + ESC + "]52;c;ZXZpbA==\u0007b"));
        assertEquals("ab", Visible.output("a" + ESC + "]0;title" + ESC + "\\b"));
        assertEquals("ab", Visible.output("a" + ESC + "[6nb"));
        assertEquals("ab", Visible.output("a" + ESC + "[2J" + ESC + "[H" + ESC + "[?1049hb"));
        assertEquals("ab", Visible.output("a" + ESC + "Pq#0;2;0;0;0" + ESC + "\\b"));
        assertEquals("ab", Visible.output("a" + ESC + "(0b"));
        assertEquals("ab", Visible.output("a" + ESC + "cb"));
        assertEquals(
                "link",
                Visible.output(
                        ESC + "]8;;http://e.org" + ESC + "\\link" + ESC + "]8;;" + ESC + "\\"));
    }

    @Test
    void theEightBitFormsOfSequencesAreRemovedToo() {
        assertEquals("ab", Visible.output("a\u009b31mb"));
        assertEquals("ab", Visible.output("a\u009d52;c;eA==\u009cb"));
        assertEquals("ab", Visible.output("a\u0085b"));
    }

    @Test
    void aSequenceWithoutAnEndHidesNoMoreThanItsLine() {
        assertEquals("a\nrm -rf /", Visible.output("a" + ESC + "]0;never ends\nrm -rf /"));
        assertEquals("a\nb", Visible.output("a" + ESC + "[31\nb"));
    }

    @Test
    void aSequenceMayComeInPieces() {
        String text = "a" + ESC + "[1;31mb" + ESC + "]52;c;eA==" + ESC + "\\c\ud83d\ude00\r\nd";
        for (int cut = 0; cut <= text.length(); cut++) {
            OutputLines lines = new OutputLines();
            lines.append(text.substring(0, cut));
            lines.append(text.substring(cut));
            assertEquals(List.of("abc😀"), lines.drain());
            assertEquals("d", lines.open());
        }
    }

    @Test
    void tabsGoToTheNextEighthCell() {
        assertEquals("a       b", Visible.output("a\tb"));
        assertEquals("漢字    b", Visible.output("漢字\tb"));
        assertEquals("        b", Visible.output("\tb"));
        assertEquals("12345678        b", Visible.output("12345678\tb"));
    }

    @Test
    void whatReordersOrHidesIsRemovedFromText() {
        assertEquals("user", Visible.output("us\u202eer\u202c"));
        assertEquals("ab", Visible.output("a\u2066\u2067\u2068\u2069\u200e\u200f\u061cb"));
        assertEquals("ab", Visible.output("a\u200b\u2060\ufeff\u00adb"));
        assertEquals("hi", Visible.output("hi" + new String(Character.toChars(0xe0041))));
        assertEquals("hi", Visible.output("hi\ufe01" + Character.toString(0xe0101)));
        assertEquals("a b", Visible.output("a\u2028b"));
        assertEquals("a b", Visible.output("a\u00a0b"));
        assertEquals("ab", Visible.output("a\u0000\u0007\u000e\u007fb"));
        assertEquals("ab", Visible.output("a\ud800b"));
    }

    @Test
    void whatScriptsAndPicturesNeedStays() {
        for (String text : List.of("👨‍👩‍👧", "❤️", "می‌خواهم", "क्‍ष", "1️⃣", "👍🏽")) {
            assertEquals(text, Visible.output(text));
        }
    }

    @Test
    void marksWithoutEndAreCut() {
        assertEquals(
                "a" + "\u0301".repeat(8) + "b", Visible.output("a" + "\u0301".repeat(5000) + "b"));
    }

    @Test
    void aLineWithoutEndIsCutWithAMark() {
        String shown = Visible.output("x".repeat(100_000));
        assertEquals("x".repeat(OutputLines.MAX_LINE_CHARACTERS) + "…", shown);
        assertEquals("x", Visible.output(ESC + "[9999999999Cx\rx" + ESC + "[K"));
    }

    @Test
    void aNameIsOneLine() {
        assertEquals("a b c", Visible.line("a\nb\r\n\n\tc\n"));
        assertEquals("evil name", Visible.line("evil\rname" + ESC + "[2J"));
    }

    @Test
    void forJudgingNothingIsRemoved() {
        assertEquals("\\x1b[2Ka\\r\\nb\\t", Visible.exact(ESC + "[2Ka\r\nb\t"));
        assertEquals("us\\u202eer", Visible.exact("us\u202eer"));
        assertEquals("\\u{e0041}", Visible.exact(Character.toString(0xe0041)));
        assertEquals("a\\u200bb\\xa0c\\xad", Visible.exact("a\u200bb\u00a0c\u00ad"));
        assertEquals("\\x9b31m\\x00\\x7f", Visible.exact("\u009b31m\u0000\u007f"));
        assertEquals("\\ud800", Visible.exact("\ud800"));
        assertEquals("👨\\u200d👩", Visible.exact("👨‍👩"));
        assertEquals("\\u3164\\u115f\\u2800", Visible.exact("\u3164\u115f\u2800"));
        assertEquals("é 漢 ж", Visible.exact("é 漢 ж"));
    }

    @Test
    void anEscapeLooksOtherThanTextThatSpellsOne() {
        assertEquals(
                List.of(
                        new Span("\\x1b", Role.CODE),
                        new Span("\\x1b", Role.WARNING),
                        new Span("c", Role.CODE)),
                Visible.exact("\\x1b" + ESC + "c", Role.CODE));
    }

    @Test
    void aMarkWithoutALetterIsWrittenOut() {
        assertEquals("\\u0301a", Visible.exact("\u0301a"));
        assertEquals(
                "a\u0301\u0301\u0301\u0301\\u0301",
                Visible.exact("a\u0301\u0301\u0301\u0301\u0301"));
    }

    @Test
    void whateverComesInNothingDangerousComesOut() {
        Random random = new Random(3);
        String bytes =
                "\u001b[]PX^_\\;?0123456789mKJHGCDhl\u0007\u009b\u009c\r\n"
                        + "\t\b \u202e\u200d\u0301漢ab\ud83d\ude00\ud800\udc00";
        for (int round = 0; round < 30_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                text.append(
                        random.nextInt(10) == 0
                                ? (char) random.nextInt(0x10000)
                                : bytes.charAt(random.nextInt(bytes.length())));
            }
            harmless(Visible.output(text).replace("\n", ""));
            harmless(Visible.line(text));
            String exact = Visible.exact(text);
            harmless(exact);
            assertTrue(exact.codePoints().noneMatch(c -> c == 0x200d), exact);
        }
    }

    private static void harmless(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            assertFalse(Character.isISOControl(c), () -> Visible.exact(text));
            int type = Character.getType(text.codePointAt(i));
            boolean joiner = c == 0x200d || c == 0x200c;
            assertFalse(type == Character.FORMAT && !joiner, () -> Visible.exact(text));
        }
        var _ = new Span(text, Role.TEXT);
    }
}
