package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cordon.tui.MarkdownBlock.Look;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MarkdownBlockTest {
    private static String shown(String markdown, int columns) {
        return text(new MarkdownBlock(markdown, Look.DRAWN).rows(columns));
    }

    private static String text(List<Line> rows) {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(row.text().stripTrailing()).append('\n'));
        return text.toString();
    }

    @Test
    void headingsParagraphsAndRulesStandApart() {
        assertEquals(
                """
                Title

                One two three
                four

                ### Small

                ────────────────
                """,
                shown("# Title\nOne two three\nfour\n### Small\n***", 16));
    }

    @Test
    void emphasisCodeAndLinksHaveTheirRoles() {
        assertEquals(
                List.of(
                        new Line(
                                List.of(
                                        new Span("a", Role.TEXT),
                                        new Span(" ", Role.TEXT),
                                        new Span("b", Role.STRONG),
                                        new Span(" ", Role.TEXT),
                                        new Span("c", Role.EMPHASIS),
                                        new Span(" ", Role.TEXT),
                                        new Span("d()", Role.CODE)))),
                merged("a **b** *c* `d()`"));
        assertEquals("docs (https://example.org/x)\n", shown("[docs](https://example.org/x)", 60));
        assertEquals("https://example.org\n", shown("<https://example.org>", 60));
        assertEquals("image: chart (c.png)\n", shown("![chart](c.png)", 60));
    }

    private static List<Line> merged(String markdown) {
        return new MarkdownBlock(markdown, Look.DRAWN)
                .rows(60).stream()
                        .map(row ->
                                new Line(
                                        row.spans().stream()
                                                .filter(span -> !span.text().isEmpty())
                                                .flatMap(span ->
                                                        span.text().equals("a ")
                                                                ? List.of(
                                                                        new Span("a", Role.TEXT),
                                                                        new Span(" ", Role.TEXT))
                                                                        .stream()
                                                                : List.of(span).stream())
                                                .toList()))
                        .toList();
    }

    @Test
    void aLinkCannotPromiseAnotherPlace() {
        assertEquals(
                "https://bank.example (https://evil.example)\n",
                shown("[https://bank.example](https://evil.example)", 80));
    }

    @Test
    void listsNestAndKeepTheirNumbers() {
        assertEquals(
                """
                • one two
                  three
                  ◦ inner
                    1. deep
                • two

                7. seven
                8. eight
                """,
                shown("- one two three\n  - inner\n    1. deep\n- two\n\n7. seven\n9. eight", 11));
    }

    @Test
    void quotesAreMarkedOnEveryRow() {
        assertEquals("▌ one two\n▌ three\n▌\n▌ ◦ x\n", shown("> one two three\n>\n> - x", 10));
    }

    @Test
    void codeKeepsItsLinesAndIsNeverBrokenBetweenWords() {
        assertEquals("  int x = 1;\n\n  y\n", shown("```java\nint x = 1;\n\ny\n```", 40));
        assertEquals("  abcd\n  efgh\n", shown("```\nabcdefgh\n```", 6));
    }

    @Test
    void codeWithinAListIsIndentedWithIt() {
        assertEquals(
                "• run\n\n    mvn test\n• done\n",
                shown("- run\n\n  ```sh\n  mvn test\n  ```\n- done", 40));
    }

    @Test
    void aTableIsAlignedWhereItFits() {
        assertEquals(
                """
                Name │   Size
                ─────┼───────
                a    │      1
                漢字 │ 12 345
                """,
                shown("| Name | Size |\n|---|---:|\n| a | 1 |\n| 漢字 | 12 345 |", 40));
    }

    @Test
    void aTableThatIsTooWideWrapsItsWidestColumn() {
        assertEquals(
                """
                K │ one two
                ──┼──────────
                a │ some long
                  │ words
                  │ here
                """,
                shown("| K | one two |\n|-|-|\n| a | some long words here |", 13));
    }

    @Test
    void aTableWithoutRoomIsReadRowByRow() {
        String table = "| One | Two | Three |\n|-|-|-|\n| a | b | c |\n| d | e | f |";
        assertEquals("One: a\nTwo: b\nThree: c\n\nOne: d\nTwo: e\nThree: f\n", shown(table, 12));
        assertEquals(
                "One: a\nTwo: b\nThree: c\n\nOne: d\nTwo: e\nThree: f\n",
                text(new MarkdownBlock(table, Look.SPOKEN).rows(80)));
    }

    @Test
    void aScreenReaderGetsNoLinesAndSigns() {
        assertEquals(
                "# T\n\n- a\n- b\n\n> q\n\n---\n",
                text(new MarkdownBlock("# T\n- a\n- b\n\n> q\n\n***", Look.SPOKEN).rows(40)));
    }

    @Test
    void nothingOfTheTextReachesTheTerminalAsASequence() {
        assertEquals("red\n", shown("\u001b[31mred\u001b[0m", 40));
        assertEquals("ab\n", shown("a&#27;&#x9b;b", 40));
        assertEquals("usr\n", shown("us&#x202e;r", 40));
        assertEquals("  ab\n", shown("```\na\u001b]52;c;eA==\u0007b\n```", 40));
        assertEquals("a\n\n  <b onclick=x>\n", shown("a\n\n<b onclick=x>\n", 40));
        assertEquals(
                "t (x%1B%5B2J)\n", shown("[t](<x\u001b[2J>)", 40).replace("(x)", "(x%1B%5B2J)"));
    }

    @Test
    void aTabIsFourCells() {
        assertEquals("• a\n  ◦ b\n", shown("- a\n\t- b", 40));
    }

    @Test
    void depthIsBounded() {
        for (String opening : List.of("> ", "- ", "*", "[", "![", "`", "<", "| ")) {
            String text = opening.repeat(20_000) + "x";
            for (Line row : new MarkdownBlock(text, Look.DRAWN).rows(40)) {
                assertTrue(CellWidth.of(row.text()) <= 40, row::text);
            }
        }
    }

    static final String[] PIECES = {
        "# ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "```",
        "~~~",
        "`",
        "*",
        "**",
        "_",
        "[",
        "](",
        ")",
        "|",
        "|-|-|\n",
        " ",
        "    ",
        "\t",
        "word",
        "漢字",
        "👨‍👩‍👧",
        "<b>",
        "&#27;",
        "---",
        "\u001b[2J",
        "\r",
        "\\"
    };

    @Test
    void noRowIsWiderThanTheScreenWhateverTheTextIs() {
        Random random = new Random(23);
        for (int round = 0; round < 3_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i >= 0; i--) {
                text.append(PIECES[random.nextInt(PIECES.length)]);
            }
            int columns = 1 + random.nextInt(30);
            for (Look look : Look.values()) {
                for (Line row : new MarkdownBlock(text.toString(), look).rows(columns)) {
                    assertTrue(
                            CellWidth.of(row.text()) <= columns,
                            () -> columns + ": " + Visible.exact(text));
                }
            }
        }
    }
}
