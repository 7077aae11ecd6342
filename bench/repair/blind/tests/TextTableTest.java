import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

class TextTableTest {
    private static TextTable fruit() {
        return new TextTable()
                .column("fruit", TextTable.Align.LEFT)
                .column("n", TextTable.Align.RIGHT);
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertEquals(
                "fruit  |  n\n-------+---\napple  |  3\ncherry | 12\n",
                fruit().row("apple", "3").row("cherry", "12").render());
    }

    @Test
    void headingsCountForTheWidth() {
        assertEquals("fruit | n\n------+--\nfig   | 1\n", fruit().row("fig", "1").render());
    }

    @Test
    void missingCellsAreEmpty() {
        assertEquals("fruit | n\n------+--\nfig   |\n", fruit().row("fig").render());
    }

    @Test
    void tooManyCellsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> fruit().row("a", "b", "c"));
    }

    @Test
    void aTableMayBeEmpty() {
        assertEquals("fruit | n\n------+--\n", fruit().render());
    }

    @Test
    void padsOnEitherSide() {
        assertEquals("ab   ", TextTable.padded("ab", 5, TextTable.Align.LEFT));
        assertEquals("   ab", TextTable.padded("ab", 5, TextTable.Align.RIGHT));
        assertEquals(" ab  ", TextTable.padded("ab", 5, TextTable.Align.CENTRE));
        assertEquals("abc", TextTable.padded("abc", 2, TextTable.Align.LEFT));
    }

    @Test
    void shortensWithDots() {
        assertEquals("abcdef", TextTable.shortened("abcdef", 6));
        assertEquals("ab...", TextTable.shortened("abcdef", 5));
        assertEquals("abc", TextTable.shortened("abcdef", 3));
    }
}
