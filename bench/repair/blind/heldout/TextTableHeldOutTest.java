import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class TextTableHeldOutTest {
    @Test
    void tables() {
        assertEquals("\n\n", new TextTable().render());
        assertEquals("\n\n\n", new TextTable().row().render());
        assertEquals("a\n-\n", new TextTable().column("a", TextTable.Align.CENTRE).render());
        assertEquals(
                " a\n---\nxyz\n q\n",
                new TextTable().column("a", TextTable.Align.CENTRE).row("xyz").row("q").render());
        assertEquals(
                " a | b\n---+--\nxy | 1\n   | 2\n",
                new TextTable()
                        .column("a", TextTable.Align.RIGHT)
                        .column("b", TextTable.Align.LEFT)
                        .row("xy", "1")
                        .row("", "2")
                        .render());
    }

    @Test
    void padding() {
        assertEquals("", TextTable.padded("", 0, TextTable.Align.RIGHT));
        assertEquals("  ", TextTable.padded("", 2, TextTable.Align.CENTRE));
        assertEquals("a ", TextTable.padded("a", 2, TextTable.Align.CENTRE));
        assertEquals("abc", TextTable.padded("abc", 1, TextTable.Align.CENTRE));
    }

    @Test
    void shortening() {
        assertEquals("", TextTable.shortened("", 0));
        assertEquals("", TextTable.shortened("a", 0));
        assertEquals("a...", TextTable.shortened("abcdef", 4));
        assertEquals("abc", TextTable.shortened("abc", 3));
        assertEquals("abc", TextTable.shortened("abc", 10));
        assertEquals("ab", TextTable.shortened("abc", 2));
    }

    @Test
    void agreesWithTheOriginal() {
        Compare compare = new Compare(23);
        for (int round = 0; round < 1500; round++) {
            TextTableOriginal original = new TextTableOriginal();
            TextTable patched = new TextTable();
            StringBuilder done = new StringBuilder();
            int columns = compare.below(4);
            for (int i = 0; i < columns; i++) {
                String heading = compare.text("ab", 5);
                int align = compare.below(3);
                done.append(heading).append(align);
                original.column(heading, TextTableOriginal.Align.values()[align]);
                patched.column(heading, TextTable.Align.values()[align]);
            }
            for (int n = compare.below(4); n > 0; n--) {
                String[] cells = new String[compare.below(5)];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = compare.text("xy ", 6);
                }
                compare.same(done, () -> { original.row(cells); return 1; }, () -> { patched.row(cells); return 1; });
            }
            compare.same(done, original::render, patched::render);
            String text = compare.text("abc", 8);
            int width = compare.below(10);
            int align = compare.below(3);
            compare.same(text + width, () -> TextTableOriginal.shortened(text, width), () -> TextTable.shortened(text, width));
            compare.same(text + width, () -> TextTableOriginal.padded(text, width, TextTableOriginal.Align.values()[align]), () -> TextTable.padded(text, width, TextTable.Align.values()[align]));
        }
    }
}
