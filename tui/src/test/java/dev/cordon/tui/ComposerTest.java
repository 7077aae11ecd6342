package dev.cordon.tui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ComposerTest {
    private final Composer composer = new Composer();

    private void type(String text) {
        text.codePoints().forEach(c -> composer.take(Input.Press.character(c)));
    }

    private void press(Input.Name... names) {
        for (Input.Name name : names) {
            composer.take(Input.Press.of(name));
        }
    }

    private void control(String letters) {
        letters.chars().forEach(c -> composer.take(Input.Press.control((char) c)));
    }

    @Test
    void charactersGoWhereTheCursorIs() {
        type("helo");
        press(Input.Name.LEFT);
        type("l");
        assertEquals("hello", composer.text());
        assertEquals(4, composer.cursor());
    }

    @Test
    void theCursorMovesByWhatAReaderTakesForOneCharacter() {
        type("a👩‍👩‍👧e\u0301");
        press(Input.Name.LEFT);
        assertEquals("a👩‍👩‍👧".length(), composer.cursor());
        press(Input.Name.LEFT);
        assertEquals(1, composer.cursor());
        press(Input.Name.DELETE);
        assertEquals("ae\u0301", composer.text());
    }

    @Test
    void wordsAreKilledAndYankedBackTogether() {
        type("one two three");
        control("ww");
        assertEquals("one ", composer.text());
        control("y");
        assertEquals("one two three", composer.text());
    }

    @Test
    void theLineIsKilledToItsEndAndThenItsEnd() {
        type("one");
        control("j");
        type("two");
        composer.take(new Input.Press(Input.Name.HOME, 0, true, false, false));
        control("kk");
        assertEquals("two", composer.text());
        control("y");
        assertEquals("one\ntwo", composer.text());
    }

    @Test
    void homeAndEndStayInTheLine() {
        type("one");
        control("j");
        type("two");
        control("a");
        assertEquals(4, composer.cursor());
        control("e");
        assertEquals(7, composer.cursor());
    }

    @Test
    void undoTakesARunOfTypingBackAtOnceAndRedoBringsItAgain() {
        type("one");
        control("w");
        type("two");
        control("_");
        assertEquals("", composer.text());
        control("_");
        assertEquals("one", composer.text());
        composer.take(Input.Press.alt('z'));
        assertEquals("", composer.text());
    }

    @Test
    void upAndDownKeepTheColumnThroughShortLines() {
        composer.insert("long line\nab\nlong line");
        assertTrue(composer.up(40));
        assertEquals("long line\nab".length(), composer.cursor());
        assertTrue(composer.up(40));
        assertEquals("long line".length(), composer.cursor());
        assertFalse(composer.up(40));
        assertTrue(composer.down(40));
        assertTrue(composer.down(40));
        assertEquals(composer.text().length(), composer.cursor());
    }

    @Test
    void aLineBreaksAtTheWidthAndUpGoesThere() {
        composer.insert("abcdefgh");
        Composition.Shown shown = composer.shown(4, 10);
        assertEquals(List.of("abcd", "efgh", ""), shown.rows());
        assertEquals(new Composition.Place(2, 0), shown.cursor());
        assertTrue(composer.up(4));
        assertEquals(4, composer.cursor());
    }

    @Test
    void wideCharactersAreNeverDividedAtTheEdge() {
        composer.insert("漢字漢");
        assertEquals(List.of("漢", "字", "漢"), composer.shown(3, 10).rows());
    }

    @Test
    void onlyTheRowsAroundTheCursorAreShown() {
        composer.insert("1\n2\n3\n4\n5\n6\n7");
        Composition.Shown shown = composer.shown(10, 3);
        assertEquals(List.of("5", "6", "7"), shown.rows());
        assertEquals(4, shown.above());
        assertEquals(0, shown.below());
    }

    @Test
    void controlCharactersOfAPasteAreShownAndNeverAct() {
        composer.insert("a\u001b[2Jb\u202ec\r\nd\te\u0000");
        assertEquals("a\\x1b[2Jb\\u202ec\nd    e\\x00", composer.text());
    }

    @Test
    void aMegabyteIsTakenAndShownQuickly() {
        composer.insert("x".repeat(1024 * 1024));
        Composition.Shown shown = composer.shown(80, 5);
        assertEquals(5, shown.rows().size());
        assertEquals(1024 * 1024, composer.text().length());
    }

    @Test
    void noSeriesOfKeysBreaksACluster() {
        Random random = new Random(3);
        List<Input.Press> keys = new ArrayList<>();
        for (char c : "abdefhjkuwy_".toCharArray()) {
            keys.add(Input.Press.control(c));
        }
        for (char c : "bfdz".toCharArray()) {
            keys.add(Input.Press.alt(c));
        }
        for (Input.Name name :
                List.of(
                        Input.Name.LEFT,
                        Input.Name.RIGHT,
                        Input.Name.BACKSPACE,
                        Input.Name.DELETE)) {
            keys.add(Input.Press.of(name));
        }
        String[] pieces = {"a", " ", "漢", "👩‍👩‍👧", "e\u0301", "🇩🇪", "\n", "שלום"};
        for (int i = 0; i < 5000; i++) {
            if (random.nextInt(3) == 0) {
                composer.insert(pieces[random.nextInt(pieces.length)]);
            } else {
                composer.take(keys.get(random.nextInt(keys.size())));
            }
            int cursor = composer.cursor();
            String text = composer.text();
            assertTrue(cursor >= 0 && cursor <= text.length());
            boolean divided =
                    cursor > 0
                            && cursor < text.length()
                            && Character.isLowSurrogate(text.charAt(cursor));
            assertFalse(divided, "the cursor stands in a character");
            Composition.Shown shown = composer.shown(7, 4);
            shown.rows().forEach(row -> assertTrue(CellWidth.of(row) <= 7, row));
            assertTrue(shown.cursor().column() <= 7);
            if (text.length() > 400) {
                composer.clear();
            }
        }
    }
}
