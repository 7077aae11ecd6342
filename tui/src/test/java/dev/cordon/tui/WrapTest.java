package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WrapTest {
    private static List<String> words(String text, int columns) {
        return Wrap.words(Line.of(text, Role.TEXT), columns).stream().map(Line::text).toList();
    }

    @Test
    void rowsBreakBetweenWordsAndTheSpaceThereIsGone() {
        assertEquals(List.of("the quick", "brown fox"), words("the quick brown fox", 10));
        assertEquals(List.of("a", "b"), words("a          b", 5));
        assertEquals(List.of(""), words("", 5));
    }

    @Test
    void spacesAtTheBeginningStay() {
        assertEquals(List.of("    a b", "c"), words("    a b c", 8));
    }

    @Test
    void aWordLongerThanARowIsDivided() {
        assertEquals(
                List.of("see", "https://", "example.", "org/x"),
                words("see https://example.org/x", 8));
    }

    @Test
    void ideographsNeedNoSpaces() {
        assertEquals(List.of("漢字漢", "字 a"), words("漢字漢字 a", 7));
        assertEquals(List.of("ab漢", "字"), words("ab漢字", 5));
    }

    @Test
    void aClusterIsNeverDivided() {
        String family = "👨‍👩‍👧‍👦";
        assertEquals(List.of(family, family), words(family + family, 3));
        assertEquals(List.of("e\u0301e\u0301", "e\u0301"), words("e\u0301e\u0301e\u0301", 2));
    }

    @Test
    void aClusterWiderThanTheScreenIsReplaced() {
        assertEquals(List.of("\uFFFD", "a"), words("漢a", 1));
    }

    @Test
    void rightToLeftTextStaysInOrder() {
        assertEquals(List.of("שלום", "עולם"), words("שלום עולם", 6));
    }

    @Test
    void rolesFollowTheirText() {
        Line line = Line.of(new Span("one t", Role.STRONG), new Span("wo three", Role.CODE));
        assertEquals(
                List.of(
                        new Line(List.of(new Span("one", Role.STRONG))),
                        new Line(List.of(new Span("t", Role.STRONG), new Span("wo", Role.CODE))),
                        Line.of("three", Role.CODE)),
                Wrap.words(line, 5));
    }

    @Test
    void whatStandsBeforeTheRowsIsPartOfTheirWidth() {
        List<String> rows =
                Wrap.words(
                                Line.of("one two three", Role.TEXT),
                                8,
                                Line.of("- ", Role.DIM),
                                Line.of("  ", Role.DIM))
                        .stream()
                        .map(Line::text)
                        .toList();
        assertEquals(List.of("- one", "  two", "  three"), rows);
    }

    @Test
    void codeKeepsItsSpaces() {
        List<String> rows =
                Wrap.cells(Line.of("a    b c", Role.CODE), 4).stream().map(Line::text).toList();
        assertEquals(List.of("a   ", " b c"), rows);
    }

    @Test
    void aLineIsCutWithAMark() {
        assertEquals("abc…", Wrap.cut(Line.of("abcdef", Role.TEXT), 4).text());
        assertEquals("abcd", Wrap.cut(Line.of("abcd", Role.TEXT), 4).text());
        assertEquals("漢…", Wrap.cut(Line.of("漢字漢", Role.TEXT), 4).text());
    }

    @Test
    void noRowIsWiderThanTheScreenAndNoCharacterIsLost() {
        Random random = new Random(5);
        String[] parts = {
            "a",
            "bc",
            " ",
            "  ",
            "漢",
            "e\u0301",
            "👨‍👩‍👧",
            "🇩🇪",
            "שלו",
            "क्ष",
            "/",
            "0123456789012",
            "1️⃣"
        };
        for (int round = 0; round < 20_000; round++) {
            List<Span> spans = new ArrayList<>();
            int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                Role role = Role.values()[random.nextInt(3)];
                spans.add(new Span(parts[random.nextInt(parts.length)], role));
            }
            Line line = new Line(spans);
            int columns = 2 + random.nextInt(20);
            StringBuilder words = new StringBuilder();
            for (Line row : Wrap.words(line, columns)) {
                assertTrue(CellWidth.of(row.text()) <= columns, row::text);
                words.append(row.text());
            }
            assertEquals(line.text().replace(" ", ""), words.toString().replace(" ", ""));
            StringBuilder cells = new StringBuilder();
            for (Line row : Wrap.cells(line, columns)) {
                assertTrue(CellWidth.of(row.text()) <= columns, row::text);
                cells.append(row.text());
            }
            assertEquals(line.text(), cells.toString());
        }
    }

    @Test
    void aLineOfAMegabyteCostsNoMoreThanItsLength() {
        Line line = Line.of("word 漢 ".repeat(120_000), Role.TEXT);
        assertTrue(Wrap.words(line, 80).size() > 10_000);
    }
}
