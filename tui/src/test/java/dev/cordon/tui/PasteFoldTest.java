package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PasteFoldTest {
    private final PasteFold fold = new PasteFold();

    @Test
    void aShortPasteStaysAsItIs() {
        assertEquals("one\ntwo", fold.fold("one\r\ntwo"));
    }

    @Test
    void aLongPasteIsAMarkAndIsSentWhole() {
        String lines = "line\n".repeat(41) + "end";
        String mark = fold.fold(lines);
        assertEquals("[Pasted text #1, 42 lines]", mark);
        String wide = "x".repeat(2000);
        String other = fold.fold(wide);
        assertEquals("[Pasted text #2, 2000 characters]", other);
        assertEquals("a " + lines + " b " + wide, fold.unfold("a " + mark + " b " + other));
    }

    @Test
    void aMarkThatWasEditedStandsForNothing() {
        fold.fold("x".repeat(2000));
        assertEquals(
                "[Pasted text #1, 2000 character", fold.unfold("[Pasted text #1, 2000 character"));
        assertEquals("[Pasted text #9, 1 lines]", fold.unfold("[Pasted text #9, 1 lines]"));
    }

    @Test
    void whatWasPastedIsNotReadForMarks() {
        String first = fold.fold("[Pasted text #2, 1500 characters]" + "y".repeat(1500));
        fold.fold("z".repeat(1500));
        assertEquals("[Pasted text #2, 1500 characters]" + "y".repeat(1500), fold.unfold(first));
    }

    @Test
    void aMegabyteIsFoldedAndUnfoldedAtOnce() {
        String text = "[Pasted text #".repeat(80_000);
        assertEquals(text, fold.unfold(fold.fold(text)));
    }

    @Test
    void afterSendingTheNumbersBeginAgain() {
        fold.fold("x".repeat(2000));
        fold.clear();
        assertEquals("[Pasted text #1, 2000 characters]", fold.fold("x".repeat(2000)));
    }
}
